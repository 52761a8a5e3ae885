import type { Company, Locale, LocalizedText, OutboundMessage, PluginContext } from '../../../core/contract/index.ts'
import { writePlain } from './markup.ts'
import { type DeclaredTemplate, type Fact, parametersOf } from './options.ts'

const TAGS: Readonly<Record<Locale, string>> = { ru: 'ru-RU', en: 'en-GB' }
/** A template's whole body has at most 1,024 characters. */
const VALUE_LENGTH = 700
/** What stands for a fact that this visit does not have: WhatsApp refuses empty parameters. */
const NOTHING = '—'

/** The body of a template, filled in the language in which it is approved. */
export function composeTemplate(
  template: DeclaredTemplate,
  message: OutboundMessage,
  { company, text }: Pick<PluginContext, 'company' | 'text'>,
): { type: 'template'; template: object } {
  const { name, languages } = template
  const isSpoken = (tag: string) => tag.split('_')[0] === message.locale
  const code = languages.find(isSpoken) ?? languages[0] ?? message.locale
  const locale: Locale = code.startsWith('ru') ? 'ru' : 'en'
  const parameters = parametersOf(template).map(({ fact, name }) => ({
    type: 'text',
    ...(name !== undefined && { parameter_name: name }),
    text: parameterText(
      fact === 'client'
        ? (message.clientName ?? text(locale, 'template_client'))
        : FACT_TEXTS[fact](message, company, locale),
    ),
  }))
  const components = parameters.length > 0 ? [{ type: 'body', parameters }] : []
  return { type: 'template', template: { name, language: { code }, components } }
}

type FactText = (message: OutboundMessage, company: Company, locale: Locale) => string | undefined

const FACT_TEXTS: Readonly<Record<Exclude<Fact, 'client'>, FactText>> = {
  service: ({ visit }) => visit?.services.join(', '),
  date: ({ visit }, _, locale) => visit && dateText(visit.start, locale),
  time: ({ visit }) => visit?.start.slice(11, 16),
  employee: ({ visit }) => visit?.employee,
  price: ({ visit }) => visit?.priceText,
  address: ({ visit }, { address }, locale) => visit?.address ?? localized(address, locale),
  company: (_, { name, names }, locale) => names?.[locale] ?? name,
  phone: (_, { phone }) => phone,
  text: ({ text }) => writePlain(text),
}

/** Line breaks and many spaces in a row are refused in parameters. */
function parameterText(text: string | undefined): string {
  const line = (text ?? '').replace(/\s+/g, ' ').trim() || NOTHING
  return line.length > VALUE_LENGTH ? `${line.slice(0, VALUE_LENGTH - 1)}…` : line
}

/** An instant stands in the company's zone: its first half is the day. */
function dateText(start: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(TAGS[locale], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return format.format(Date.parse(`${start.slice(0, 10)}T00:00:00Z`))
}

function localized(text: LocalizedText | undefined, locale: Locale): string | undefined {
  if (text === undefined || typeof text === 'string') return text
  return text[locale] ?? text.ru ?? text.en
}
