import type { Kysely } from 'kysely'
import type { CrmInstance, PriceRange, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, type FreeTime, findFreeTimes, type Interval, type Step } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { CatalogService } from './catalog.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'

const DAY_MS = 86_400_000
const MOST_SERVICES = 10

/** Method 7: what can still be booked. */
export function createSlotSearch(book: Book): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone } = book
  const { config, clock, error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const services = findServices(book, serviceIds)
      if (employeeId !== undefined && !book.catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const bookable = bookableWindow({
        zone,
        now: clock.now(),
        noticeMinutes: config.noticeMinutes ?? 60,
        horizonDays: config.horizonDays ?? 60,
      })
      const end = Math.min(readInstant(to, error), bookable.end)
      const window = { start: Math.max(readInstant(from, error), bookable.start), end }
      const steps = services.map(service => ({
        ...stepOf(service),
        employeeIds: service.employeeIds.filter(id => employeeId === undefined || id === employeeId),
      }))
      const here = await readBusy(book, await book.read(call), { window, ...(ignoring !== undefined && { ignoring }) })
      const elsewhere = await book.variation.takenElsewhere?.(window)
      const busy = elsewhere ? joined(here, elsewhere) : here

      const slots: Slot[] = []
      let cutAt: number | undefined
      for (const time of freeTimes(book, { window, steps, busy })) {
        const slot = toSlot(book, time, services)
        // A time that is named already is not missing when another employee is free then, too.
        if (limit === undefined || slots.length < limit) slots.push(slot)
        else if (slot.start !== slots.at(-1)?.start) cutAt = time.start
        if (cutAt !== undefined) break
      }
      return { slots, checkedUntil: zone.format(cutAt ?? end) }
    },
  }
}

/** The services in the order wanted. @throws `invalid` for an unknown one, for none and for too many. */
export function findServices({ catalog, context }: Book, ids: readonly string[]): readonly CatalogService[] {
  if (ids.length === 0 || ids.length > MOST_SERVICES)
    throw context.error('invalid', `a visit has 1 to ${MOST_SERVICES} services`)
  return ids.map(id => {
    const service = catalog.services.get(id)
    if (!service) throw context.error('invalid', `there is no service ${id}`)
    return service
  })
}

/** A service as the arithmetic of free times knows it. */
export function stepOf({ durationMinutes, employeeIds, bufferMinutes }: CatalogService): Step {
  return { durationMinutes, employeeIds, bufferMinutes }
}

/** Taken time by employee, in and around a stretch of time: whole days, and what reaches into them. */
export async function readBusy(
  { context }: Book,
  kysely: Kysely<Tables>,
  { window, ignoring }: { window: Interval; ignoring?: string },
): Promise<ReadonlyMap<string, readonly Interval[]>> {
  const rows = await kysely
    .selectFrom('part')
    .innerJoin('appointment', join =>
      join.onRef('appointment.business', '=', 'part.business').onRef('appointment.id', '=', 'part.appointment_id'),
    )
    .select(['part.employee_id', 'part.taken_from', 'part.taken_to'])
    .where('part.business', '=', context.business)
    .where('part.taken_to', '>', window.start - 2 * DAY_MS)
    .where('part.taken_from', '<', window.end + (MOST_SERVICES + 1) * DAY_MS)
    .where('appointment.status', '<>', 'cancelled')
    .where('appointment.id', '<>', rowIdOf(ignoring ?? ''))
    .execute()
  const byEmployee = Map.groupBy(rows, row => row.employee_id)
  return new Map(
    [...byEmployee].map(([id, taken]) => [
      id,
      taken.map(row => ({ start: Number(row.taken_from), end: Number(row.taken_to) })),
    ]),
  )
}

function joined<T>(one: ReadonlyMap<string, readonly T[]>, other: ReadonlyMap<string, readonly T[]>) {
  return new Map([...one, ...other].map(([id]) => [id, [...(one.get(id) ?? []), ...(other.get(id) ?? [])]]))
}

/** The free times of the book's employees beside what is taken. */
export function freeTimes(
  { catalog, zone, context }: Book,
  options: { window: Interval; steps: readonly Step[]; busy: ReadonlyMap<string, readonly Interval[]> },
): Generator<FreeTime> {
  const { window, steps, busy } = options
  const employees = [...catalog.employees.values()]
    .filter(({ id }) => steps.some(step => step.employeeIds.includes(id)))
    .map(({ id, hours }) => ({ id, hours, busy: busy.get(id) ?? [] }))
  return findFreeTimes({ zone, window, steps, employees, gridMinutes: context.config.gridMinutes ?? 30 })
}

function toSlot({ zone }: Book, time: FreeTime, services: readonly CatalogService[]): Slot {
  const price = totalPrice(services)
  const employeeIds = [...new Set(time.parts.map(part => part.employeeId))]
  return {
    start: zone.format(time.start),
    end: zone.format(time.end),
    parts: time.parts.map(part => ({
      serviceIds: services.slice(part.firstStep, part.endStep).map(service => service.id),
      employeeId: part.employeeId,
      start: zone.format(part.start),
      end: zone.format(part.end),
    })),
    claims: employeeIds.map(id => ({ resource: `employee:${id}`, capacity: 1 })),
    ...(price && { price }),
  }
}

/** The sum, when every service has a price. */
export function totalPrice(services: readonly CatalogService[]): PriceRange | undefined {
  const prices = services.flatMap(({ price }) => price ?? [])
  const first = prices[0]
  if (!first || prices.length < services.length) return undefined
  const sum = (pick: (price: PriceRange) => number) => prices.reduce((total, price) => total + pick(price), 0)
  return { min: sum(price => price.min), max: sum(price => price.max), currency: first.currency }
}
