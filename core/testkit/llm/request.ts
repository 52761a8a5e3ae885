import type { CalendarDay, Json, LlmEvent, LlmMessage, LlmPart, LlmRequest } from '../../contract/index.ts'
import type { Bench } from '../bench.ts'
import { kitCompany } from '../subject.ts'

const DAY_MS = 86_400_000
const OPEN = [{ from: '09:00', to: '19:00' }]
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Something that a client wrote. */
export const clientSays = (text: string): LlmMessage => ({ role: 'client', parts: [{ type: 'text', text }] })

/** Something that the desk said, by whichever brain. */
export const deskSaid = (text: string): LlmMessage => ({ role: 'desk', parts: [{ type: 'text', text }] })

/** A request as core makes it. */
export function requestWith({ clock }: Bench<'llm'>, messages: readonly LlmMessage[], memory?: Json): LlmRequest {
  const now = new Date(clock.now())
  const date = now.toISOString().slice(0, 10)
  const service = { id: 'cut', name: 'Haircut', duration_minutes: 60, price_text: '€40', employee_ids: ['anna'] }
  const employee = { id: 'anna', name: 'Anna', service_ids: ['cut'] }
  return {
    system: 'You are the front desk of Atelier Nord. (kit-system)',
    messages,
    tools: [
      {
        name: 'get_services',
        description: 'What the business sells. (kit-services)',
        parameters: { type: 'object', properties: { query: { type: 'string' } }, additionalProperties: false },
      },
      {
        name: 'get_employees',
        description: 'Who works there. (kit-employees)',
        parameters: { type: 'object', properties: {}, additionalProperties: false },
      },
    ],
    situation: {
      company: kitCompany,
      locale: 'en',
      now: { instant: now.toISOString(), date, time: now.toISOString().slice(11, 16), weekday: weekdayOf(now) },
      calendar: Array.from({ length: 21 }, (_, day): CalendarDay => {
        const at = new Date(clock.now() + day * DAY_MS)
        const weekday = weekdayOf(at)
        return { date: at.toISOString().slice(0, 10), weekday, open: weekday === 'sun' ? [] : OPEN }
      }),
      state: 'GREETING',
      facts: {
        service_chosen: false,
        slot_offered: false,
        slot_chosen: false,
        client_known: false,
        awaiting_consent: false,
      },
      draft: { services: [] },
      choices: [],
      client: { verified: false },
      catalogue: { services: [service], employees: [employee] },
      ...(memory !== undefined && { memory }),
    },
  }
}

const weekdayOf = (at: Date) => WEEKDAYS[at.getUTCDay()] ?? 'mon'

/** The answer as core carries it into the history, through the journal. */
export function intoHistory(events: readonly LlmEvent[]): LlmMessage {
  const parts = events.flatMap((event): LlmPart[] => {
    if (event.type === 'end') return []
    if (event.type !== 'text') return [event]
    return [{ type: 'text', text: event.delta, ...(event.data !== undefined && { data: event.data }) }]
  })
  return JSON.parse(JSON.stringify({ role: 'desk', parts }))
}

/** A result for each call of an answer, the last call's first. */
export function resultsOf(events: readonly LlmEvent[], resultOf: (name: string) => Json): LlmMessage {
  const parts = events.flatMap((event): LlmPart[] =>
    event.type === 'call' ? [{ type: 'result', id: event.id, name: event.name, result: resultOf(event.name) }] : [],
  )
  return { role: 'tool', parts: parts.toReversed() }
}
