import type { LlmMessage, PriceRange, SlotItem, VisitItem } from '../../contract/index.ts'
import { operationsOf } from '../../journal/operation.ts'
import { type Visit, visitsOf } from '../../journal/visit.ts'
import { type Catalogue, namesOf } from '../catalogue.ts'
import { dateOf, localMoment, timeOf } from '../local-time.ts'
import { sumOfPrices } from '../summary.ts'
import { conversationsOfTurn, type TurnContext } from '../turn-context.ts'
import { visitOf } from '../visit-view.ts'
import type { KnownMove, KnownTruth, KnownVisit } from './borne-out.ts'

/** Visits before this are spoken of only after a tool has named them. */
const YEAR_MS = 366 * 86_400_000

function majorOf({ min, max, currency }: PriceRange): { min: number; max: number } {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return { min: min / 10 ** maximumFractionDigits, max: max / 10 ** maximumFractionDigits }
}

/** What may be said to be the price: the whole, and that of each service. */
function pricesOf(catalogue: Catalogue, serviceIds: readonly string[], agreed?: PriceRange) {
  const whole = agreed ?? sumOfPrices(catalogue, serviceIds)
  const each = serviceIds.length > 1 ? serviceIds.flatMap(id => sumOfPrices(catalogue, [id]) ?? []) : []
  return [...(whole ? [whole] : []), ...each].map(majorOf)
}

function knownVisit(catalogue: Catalogue, now: number, visit: Visit): KnownVisit {
  const people = namesOf(catalogue.employees, visit.employeeIds)
  return {
    status: visit.status,
    date: dateOf(visit.start),
    time: timeOf(visit.start),
    // Who has left the business is known to the visit alone.
    people: people.length > 0 || visit.employee === undefined ? people : [visit.employee],
    prices: pricesOf(catalogue, visit.serviceIds, visit.price),
    isComing: Date.parse(visit.end) > now,
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
  const known = visits.flatMap(visit => {
    const seen = knownVisit(catalogue, now, visit)
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
    prices: pricesOf(catalogue, item.service_ids),
    isComing: item.date >= today,
  }))
  const before = ({ draft }: (typeof operations)[number]) =>
    draft.previous && { date: dateOf(draft.previous.start), time: timeOf(draft.previous.start) }
  const seenOf = ({ result, draft }: (typeof operations)[number]) => {
    const reader = { conversation, locale: session.locale, agreed: draft.slot?.price }
    return result && knownVisit(catalogue, now, visitOf(result, catalogue, reader))
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
    visits: [...known, ...named],
    moves,
    cancelled,
    offered: hasChanged ? [] : offeredByTools(messages),
    prices: catalogue.services.flatMap(({ price }) => (price ? majorOf(price) : [])),
  }
}
