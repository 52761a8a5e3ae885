import type { Kysely } from 'kysely'
import type { CrmInstance, Slot } from '../../../core/contract/index.ts'
import { type FreeTime, findFreeTimes, type Interval, type Step } from '../hours/index.ts'
import { bookablePart, firstSlots, MOST_SERVICES, totalPrice, wantedServices } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { CatalogService } from './catalog.ts'
import { rowIdOf } from './row-id.ts'
import type { Tables } from './tables.ts'

const DAY_MS = 86_400_000

/** Method 7: what can still be booked. */
export function createSlotSearch(book: Book): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone } = book
  const { error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const services = wantedServices(book.catalog.services, serviceIds, error)
      if (employeeId !== undefined && !book.catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const window = bookablePart({ from, to }, context, zone)
      const steps = services.map(service => ({
        ...stepOf(service),
        employeeIds: service.employeeIds.filter(id => employeeId === undefined || id === employeeId),
      }))
      const here = await readBusy(book, await book.read(call), { window, ...(ignoring !== undefined && { ignoring }) })
      const elsewhere = await book.variation.takenElsewhere?.(window)
      const busy = elsewhere ? joined(here, elsewhere) : here
      const times = freeTimes(book, { window, steps, busy })
      return firstSlots(times, time => toSlot(book, time, services), { limit, end: zone.format(window.end) })
    },
  }
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
