import { Liquid, type Template } from 'liquidjs'
import type { Logger } from 'pino'
import type { DeskConfig } from '../../config/desk-config.ts'
import type { Locale, LocalizedText, Situation } from '../contract/index.ts'

/** Bounds on what an operator's template may cost. */
const LIMITS = { parseLimit: 100_000, renderLimit: 2_000, memoryLimit: 2_000_000 }

/** Prompts that are kept. */
const MAX_RENDERED = 200

/** Makes the system prompt of a state. */
export interface Prompts {
  system(situation: Situation): string
}

/** A text in the wished language, or in the one that is there. */
export function localized(text: LocalizedText | undefined, locale: Locale): string {
  if (text === undefined) return ''
  if (typeof text === 'string') return text
  return text[locale] ?? text[locale === 'ru' ? 'en' : 'ru'] ?? ''
}

function companyView(situation: Situation) {
  const { company, locale } = situation
  return {
    name: company.name,
    phone: company.phone ?? null,
    website: company.website ?? null,
    about: localized(company.about, locale),
    address: localized(company.address, locale),
    directions: localized(company.directions, locale),
    faq: company.faq.map(({ question, answer }) => ({
      question: localized(question, locale),
      answer: localized(answer, locale),
    })),
  }
}

/** What a template may name; absent is `null`, so that a mistyped name is told from it. Nothing of other clients, and of this one no phone. */
function templateView(situation: Situation) {
  return {
    company: companyView(situation),
    state: situation.state,
    now: situation.now,
    calendar: situation.calendar.map(day => ({
      ...day,
      hours: day.open.map(({ from, to }) => `${from}-${to}`).join(', '),
    })),
    ...changingView(situation),
  }
}

/** What differs from conversation to conversation. */
function changingView(situation: Situation) {
  const { draft, client } = situation
  return {
    facts: situation.facts,
    client: { name: client.name ?? null, phone_known: client.phone !== undefined, verified: client.verified },
    draft: {
      services: draft.services.map(({ id, name }) => ({ id, name })),
      employee: draft.employee ? { id: draft.employee.id, name: draft.employee.name } : null,
      slot: draft.slot ?? null,
      moving: draft.moving ?? null,
    },
    pending: situation.pendingConsent ?? null,
    offered: situation.choices.flatMap(({ slot }) => (slot ? { employee: null, ...slot } : [])),
  }
}

/** The prompts of a configuration; each template is parsed once. */
export function createPrompts({ dialog, texts }: Pick<DeskConfig, 'dialog' | 'texts'>, log: Logger): Prompts {
  const liquid = new Liquid({ ownPropertyOnly: true, strictVariables: true, strictFilters: true, ...LIMITS })
  const parsed = new Map<string, Template[]>()

  const rendered = new Map<string, string>()

  function render(key: string, source: string, view: object): string {
    const template = parsed.get(key) ?? liquid.parse(source)
    parsed.set(key, template)
    try {
      return String(liquid.renderSync(template, view)).trim()
    } catch (error) {
      log.error({ err: error, prompt: key }, 'a prompt cannot be rendered; what it names wrongly is left empty')
    }
    // The check sees two levels of a name and not the third. A mistake there must not silence the desk.
    try {
      return String(liquid.renderSync(template, view, { strictVariables: false })).trim()
    } catch {
      return ''
    }
  }

  return {
    system(situation) {
      const { locale, state } = situation
      // Within a minute most conversations at the same point need the same prompt, and rendering is slow.
      const key = JSON.stringify([locale, state, situation.now.date, situation.now.time, changingView(situation)])
      const known = rendered.get(key)
      if (known !== undefined) return known
      const view = templateView(situation)
      const frame = texts[locale]['prompt.frame'] ?? ''
      const parts = [
        render(`${locale}:persona`, localized(dialog.persona, locale), view),
        render(`${locale}:frame`, frame, view),
        render(`${locale}:state:${state}`, localized(dialog.states[state]?.prompt, locale), view),
      ]
      const prompt = parts.filter(part => part !== '').join('\n\n')
      if (rendered.size >= MAX_RENDERED) rendered.clear()
      rendered.set(key, prompt)
      return prompt
    },
  }
}
