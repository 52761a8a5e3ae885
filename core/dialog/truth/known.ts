import type { LlmMessage, PriceRange, SlotItem, VisitItem } from '../../contract/index.ts'
import { operationsOf } from '../../journal/operation.ts'
import { type Visit, visitsOf } from '../../journal/visit.ts'
import { type Catalogue, namesOf } from '../catalogue.ts'
import { dateOf, localMoment, timeOf } from '../local-time.ts'
import type { FormatPrice } from '../price.ts'
import { sumOfPrices } from '../summary.ts'
import { conversationsOfTurn, type TurnContext } from '../turn-context.ts'
import { visitOf } from '../visit-view.ts'
import type { KnownMove, KnownTruth, KnownVisit } from './borne-out.ts'

/** Visits before this are spoken of only after a tool has named them. */
const YEAR_MS = 366 * 86_400_000

/** What visits are told by. */
interface Known {
  catalogue: Catalogue
  now: number
  inMajor: FormatPrice['inMajor']
}

/** What may be said to be the price: the whole, and that of each service. */
function pricesOf({ catalogue, inMajor }: Known, serviceIds: readonly string[], agreed?: PriceRange) {
  const whole = agreed ?? sumOfPrices(catalogue, serviceIds)
  const each = serviceIds.length > 1 ? serviceIds.flatMap(id => sumOfPrices(catalogue, [id]) ?? []) : []
  return [...(whole ? [whole] : []), ...each].map(inMajor)
}

function knownVisit(known: Known, visit: Visit): KnownVisit {
  const people = namesOf(known.catalogue.employees, visit.employeeIds)
  return {
    status: visit.status,
    date: dateOf(visit.start),
    time: timeOf(visit.start),
    // Who has left the business is known to the visit alone.
    people: people.length > 0 || visit.employee === undefined ? people : [visit.employee],
    prices: pricesOf(known, visit.serviceIds, visit.price),
    isComing: Date.parse(visit.end) > known.now,
  }
}

/** The visits that tools named in this turn, and whether they were all that are to come. */
function namedByTools(messages: readonly LlmMessage[]) {
  const calls = new Map(
    messages.flatMap(({ parts }) =>
      parts.flatMap(part => (part.type === 'call' ? [[part.id, part.args] as const] : [])),
    ),
  )
  const results = messages.flatMap(({ parts }) => parts.flatMap(part => (part.type === 'result' ? part : [])))
  const named = results.flatMap(({ id, name, result }) => {
    const items = name === 'get_client_appointments' ? Object(result).appointments : undefined
    if (!Array.isArray(items)) return []
    return [{ items: items as readonly VisitItem[], isComing: Object(calls.get(id)).past !== true }]
  })
  return {
    items: named.flatMap(({ items }) => items),
    coming: named.findLast(({ isComing }) => isComing)?.items.map(item => item.appointment_id),
  }
}

/** The free times that tools found in this turn. */
function offeredByTools(messages: readonly LlmMessage[]): KnownTruth['offered'] {
  const results = messages.flatMap(({ parts }) => parts.flatMap(part => (part.type === 'result' ? part : [])))
  return results.flatMap(({ name, result }) => {
    if (name !== 'get_available_slots') return []
    const { slots = [], others = [] } = Object(result)
    return [...(slots as readonly SlotItem[]), ...(others as readonly SlotItem[])].map(({ date, time }) => ({
      date,
      time,
    }))
  })
}

/** Everything that is known of a conversation's visits: by the ledger, and by what this turn's tools answered. */
export async function knownTruth(context: TurnContext, messages: readonly LlmMessage[]): Promise<KnownTruth> {
  const { parts, session, turn } = context
  const { journal, clock, config } = parts
  const now = clock.now()
  const conversation = turn.conversation.id
  const catalogue = parts.catalogue.latest(session.locale)
  const [visits, operations] = await Promise.all([
    visitsOf(journal, journal.db, await conversationsOfTurn(context), now - YEAR_MS),
    operationsOf(journal, journal.db, conversation, ['moved', 'cancelled']),
  ])
  const { items, coming } = namedByTools(messages)
  const known: Known = { catalogue, now, inMajor: parts.formatPrice.inMajor }
  const stored = visits.flatMap(visit => {
    const seen = knownVisit(known, visit)
    // The CRM was asked a moment ago and named it no more.
    const isGone = coming !== undefined && seen.isComing && !coming.includes(visit.id) && visit.status !== 'cancelled'
    return isGone ? [] : seen
  })
  const today = localMoment(now, config.company.timezone).date
  const named = items.map(item => ({
    status: item.status,
    date: item.date,
    time: item.time,
    people: namesOf(catalogue.employees, item.employee_ids),
    prices: pricesOf(known, item.service_ids),
    isComing: item.date >= today,
  }))
  const before = ({ draft }: (typeof operations)[number]) =>
    draft.previous && { date: dateOf(draft.previous.start), time: timeOf(draft.previous.start) }
  const seenOf = ({ result, draft }: (typeof operations)[number]) => {
    const reader = { conversation, locale: session.locale, agreed: draft.slot?.price }
    return result && knownVisit(known, visitOf(result, catalogue, reader))
  }
  const moves = operations.flatMap((operation): KnownMove[] => {
    const to = operation.kind === 'move' ? seenOf(operation) : undefined
    const from = before(operation)
    return to ? [{ to, ...(from && { from }) }] : []
  })
  const cancelled = operations.flatMap((operation): KnownVisit[] => {
    const seen = operation.kind === 'cancel' ? seenOf(operation) : undefined
    return seen ? [{ ...seen, ...before(operation) }] : []
  })
  const hasChanged = context.said.some(({ outcomeOf }) => outcomeOf !== undefined)
  return {
    today,
    visits: [...stored, ...named],
    moves,
    cancelled,
    offered: hasChanged ? [] : offeredByTools(messages),
    prices: catalogue.services.flatMap(({ price }) => (price ? known.inMajor(price) : [])),
  }
}
