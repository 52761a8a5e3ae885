import { IntlMessageFormat } from 'intl-messageformat'
import type { Company, LlmInstance, Locale, PluginContext } from '../../../core/contract/index.ts'
import rules from '../../../plugins/llm/rules/index.ts'
import { faq } from '../../fakes/faq.ts'
import { createTestContext } from '../../plugin-context.ts'

/** A salon that is closed on Sundays. */
export const company: Company = {
  name: 'Mirabelle',
  timezone: 'Europe/Moscow',
  locale: 'ru',
  currency: 'RUB',
  country: 'RU',
  phone: '+74950000000',
  address: { ru: 'Лесная улица, 7', en: '7 Lesnaya street' },
  directions: {
    ru: 'Пять минут пешком от метро, вход со двора. Велосипед можно оставить у входа.',
    en: 'Five minutes on foot from the metro, entrance from the courtyard. Bicycles may stay at the door.',
  },
  about: {
    ru: 'Салон для всей семьи. Чай и кофе за наш счёт.',
    en: 'A salon for the whole family. Tea and coffee are on us.',
  },
  hours: openDaily('10:00', '20:00'),
  faq,
}

/** The same hours from Monday to Saturday. */
export function openDaily(from: string, to: string): NonNullable<Company['hours']> {
  const day = [{ from, to }]
  return { week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: [] }, exceptions: {} }
}

/** The brain as core would create it. */
export function createBrain(config: { maxQuestions?: number } = {}): LlmInstance {
  const { context } = createTestContext({ plugin: rules, config, company })
  return rules.create({ ...context, text: formatted() })
}

/** Formats as core does, keeping what was parsed once. */
function formatted(): PluginContext['text'] {
  const formats = new Map<string, IntlMessageFormat>()
  const texts: Readonly<Record<Locale, Readonly<Record<string, string>>>> = rules.texts
  return (locale, key, values) => {
    const text = texts[locale][key]
    if (text === undefined) throw new Error(`no text ${key} in ${locale}`)
    const format = formats.get(`${locale}.${key}`) ?? new IntlMessageFormat(text, locale)
    formats.set(`${locale}.${key}`, format)
    return String(format.format(values ? { ...values } : undefined))
  }
}
