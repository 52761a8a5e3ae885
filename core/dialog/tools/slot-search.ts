import { addDays } from '../../../plugins/crm/hours/index.ts'
import type { Call, Slot } from '../../contract/index.ts'
import { holdsOn, isHeld } from '../../journal/hold.ts'
import { operationsOf } from '../../journal/operation.ts'
import { visitsByAppointment } from '../../journal/visit.ts'
import { dateOf, startOfDay, timeOf } from '../local-time.ts'
import type { DialogParts } from '../parts.ts'

/** Where free times are looked for. Dates inclusive, times of the day `from` inclusive and `to` exclusive. */
export interface SlotWish {
  serviceIds: readonly string[]
  employeeId?: string
  dateFrom: string
  dateTo: string
  timeFrom?: string
  timeTo?: string
  moving?: string
}

/** All times of a day, unless its grid is very fine. */
const MAX_OF_DAY = 40

/** More than a client reads, enough to choose from. */
const MAX_SLOTS = 2_000

function isWithin(slot: Slot, { timeFrom, timeTo }: SlotWish): boolean {
  const time = timeOf(slot.start)
  return (timeFrom === undefined || time >= timeFrom) && (timeTo === undefined || time < timeTo)
}

/** One slot a start: the CRM names every employee who is free then. */
function oneEach(slots: readonly Slot[]): readonly Slot[] {
  const starts = new Set<number>()
  return slots.filter(slot => {
    const start = Date.parse(slot.start)
    return !starts.has(start) && starts.add(start)
  })
}

async function startOfVisit({ journal }: DialogParts, conversation: string, id: string): Promise<number | undefined> {
  // Seen in several conversations of its client, it may have been moved in another one.
  const seen = await visitsByAppointment(journal, journal.db, id)
  const visit = seen.find(candidate => candidate.conversation === conversation) ?? seen[0]
  return visit && Date.parse(visit.start)
}

/** The free times of the CRM inside a wish, without those that other clients hold and those that have begun. */
export async function findSlots(
  parts: DialogParts,
  conversation: string,
  wish: SlotWish,
  call: Call,
): Promise<{ slots: readonly Slot[]; checkedUntil: string }> {
  const { journal, crm, config, clock } = parts
  const { timezone } = config.company
  const from = startOfDay(wish.dateFrom, timezone)
  const to = startOfDay(addDays(wish.dateTo, 1), timezone)
  const answer = await parts.slots(
    {
      serviceIds: wish.serviceIds,
      from,
      to,
      limit: MAX_SLOTS,
      ...(wish.employeeId !== undefined && { employeeId: wish.employeeId }),
      // A move that the CRM can't make books the new time beside the old one: the two must not overlap.
      ...(wish.moving !== undefined && crm.capabilities.reschedule !== 'none' && { ignoring: wish.moving }),
    },
    call,
  )
  const own = new Set((await operationsOf(journal, journal.db, conversation, ['held'])).map(({ id }) => id))
  const resources = [...new Set(answer.slots.flatMap(slot => slot.claims.map(claim => claim.resource)))]
  const held = await holdsOn(journal, journal.db, resources, { from: Date.parse(from), to: Date.parse(to) })
  const others = held.filter(hold => !own.has(hold.operation))
  const now = clock.now()
  const before = wish.moving === undefined ? undefined : await startOfVisit(parts, conversation, wish.moving)
  const free = answer.slots.filter(slot => {
    const start = Date.parse(slot.start)
    // To where it already stands nobody moves a visit.
    return start > now && start !== before && isWithin(slot, wish) && !isHeld(slot, others)
  })
  return { slots: oneEach(free), checkedUntil: dateOf(answer.checkedUntil) }
}

/** The times to offer: many of one day, a few of each of several days. */
export function pickSlots(slots: readonly Slot[], limit: number): readonly Slot[] {
  const days = Map.groupBy(slots, slot => dateOf(slot.start))
  if (days.size <= 1) return spread(slots, MAX_OF_DAY)
  const perDay = Math.max(1, Math.ceil(limit / Math.min(days.size, limit)))
  return [...days.values()].flatMap(day => spread(day, perDay)).slice(0, limit)
}

/** For a calendar, in which a time that is left out looks taken: all times of the first days, as many days as fit. */
export function wholeDays(slots: readonly Slot[], limit: number): readonly Slot[] {
  const picked: Slot[] = []
  for (const day of Map.groupBy(slots, slot => dateOf(slot.start)).values()) {
    if (picked.length + day.length > limit) break
    picked.push(...day)
  }
  return picked
}

/** `limit` items from beginning to end, evenly. */
function spread<Item>(items: readonly Item[], limit: number): readonly Item[] {
  if (items.length <= limit) return items
  return Array.from({ length: limit }, (_, index) => items[Math.floor((index * items.length) / limit)]).flatMap(
    item => item ?? [],
  )
}
