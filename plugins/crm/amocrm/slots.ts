import type { Call, CrmInstance, PriceRange, Service, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, type FreeTime, type Interval } from '../hours/index.ts'
import {
  bookablePart,
  firstSlots,
  readInstant,
  slotOfOneEmployee,
  timesOfOneEmployee,
  totalPrice,
  wantedServices,
} from '../provider/index.ts'
import type { Book } from './book.ts'
import type { Catalog } from './catalog.ts'
import type { Desk } from './desk.ts'
import type { Visit } from './visit.ts'

/** Method 7: working hours minus leads. */
export function createSlotSearch(desk: Desk, book: Book): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone } = desk
  const { error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const window = bookablePart({ from, to }, context, zone)
      const catalog = await desk.catalog.get(call)
      const services = wantedServices(catalog.services, serviceIds, error)
      if (employeeId !== undefined && !catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const taken = (await book.taken.get(call)).filter(visit => visit.id !== ignoring)
      const times = freeTimes(desk, { catalog, services, window, taken, employeeId })
      return firstSlots(times, time => slotOfOneEmployee(zone, time, services), { limit, end: zone.format(window.end) })
    },
  }
}

/** Times at which one employee can do all of it: a lead has one. */
function freeTimes(
  { zone, context }: Desk,
  options: {
    catalog: Catalog
    services: readonly Service[]
    window: Interval
    taken: readonly Visit[]
    employeeId: string | undefined
  },
): Generator<FreeTime> {
  const { catalog, services, window, taken, employeeId } = options
  const employees = [...catalog.employees.values()]
    .filter(({ id }) => employeeId === undefined || id === employeeId)
    .filter(({ id }) => services.every(service => service.employeeIds.includes(id)))
    .map(({ id, hours }) => ({ id, hours, busy: taken.filter(visit => visit.employeeId === id) }))
  return timesOfOneEmployee({ zone, window, gridMinutes: context.config.gridMinutes, employees }, services)
}

/** What is to be written: its times and services are the catalogue's, not the caller's. */
export interface Wanted {
  start: number
  end: number
  employeeId: string
  services: readonly Service[]
  price: PriceRange | undefined
}

/**
 * Checks a slot against catalogue, hours and the book as it is now. The notice is not asked for: it held when the time
 * was offered.
 * @throws `invalid` for what was never on offer, `refused` for the past and another price, `slot_taken`.
 */
export async function ensureBookable(
  desk: Desk,
  book: Book,
  { slot, ignoring }: { slot: Slot; ignoring?: string },
  call: Call,
): Promise<Wanted> {
  const { context, zone } = desk
  const { clock, company, config, error } = context
  const refuse = (text: string, why: string) => error('refused', why, { reason: context.text(company.locale, text) })
  const start = readInstant(slot.start, error)
  const ids = slot.parts.flatMap(part => part.serviceIds)
  const employeeId = slot.parts[0]?.employeeId
  if (employeeId === undefined || slot.parts.some(part => part.employeeId !== employeeId))
    throw error('invalid', 'a visit has one employee here')
  if (start <= clock.now()) throw refuse('past', `${slot.start} has passed`)
  const catalog = await desk.catalog.get(call)
  const services = wantedServices(catalog.services, ids, error)
  const window = { start, end: start + 1 }
  const timeWith = (taken: readonly Visit[]) =>
    freeTimes(desk, { catalog, services, window, taken, employeeId }).next().value
  const possible: FreeTime | undefined = timeWith([])
  const latest = bookableWindow({ zone, now: clock.now(), noticeMinutes: 0, horizonDays: config.horizonDays })
  if (!possible || possible.end !== Date.parse(slot.end) || start >= latest.end)
    throw error('invalid', `${slot.start} cannot be booked like this: outside of the hours, or another duration`)
  const taken = await book.readTaken(call)
  if (!timeWith(taken.filter(visit => visit.id !== ignoring)))
    throw error('slot_taken', `${slot.start} is taken`, { reason: context.text(company.locale, 'taken') })
  const price = totalPrice(services)
  if (slot.price && (slot.price.min !== price?.min || slot.price.max !== price.max))
    throw refuse('price', `the price of ${slot.start} has changed since it was offered`)
  return { start, end: possible.end, employeeId, services, price }
}
