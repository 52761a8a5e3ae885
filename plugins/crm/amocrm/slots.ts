import type { Call, CrmInstance, PriceRange, Service, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, type FreeTime, findFreeTimes, type Interval } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { Catalog } from './catalog.ts'
import type { Desk } from './desk.ts'
import type { Visit } from './visit.ts'

const MOST_SERVICES = 10

/** Method 7: working hours minus leads. */
export function createSlotSearch(desk: Desk, book: Book): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone } = desk
  const { config, clock, error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const [start, end] = [readInstant(from, error), readInstant(to, error)]
      const catalog = await desk.catalog.get(call)
      const services = findServices(desk, catalog, serviceIds)
      if (employeeId !== undefined && !catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const bookable = bookableWindow({
        zone,
        now: clock.now(),
        noticeMinutes: config.noticeMinutes,
        horizonDays: config.horizonDays,
      })
      const window = { start: Math.max(start, bookable.start), end: Math.min(end, bookable.end) }
      const taken = (await book.taken.get(call)).filter(visit => visit.id !== ignoring)

      const slots: Slot[] = []
      let cutAt: number | undefined
      for (const time of freeTimes(desk, { catalog, services, window, taken, employeeId })) {
        const slot = toSlot(desk, time, services)
        // A time that is named already is not missing when another employee is free then, too.
        if (limit === undefined || slots.length < limit) slots.push(slot)
        else if (slot.start !== slots.at(-1)?.start) cutAt = time.start
        if (cutAt !== undefined) break
      }
      return { slots, checkedUntil: zone.format(cutAt ?? window.end) }
    },
  }
}

/** The services in the order wanted. @throws `invalid` for an unknown one, for none and for too many. */
function findServices({ context }: Desk, { services }: Catalog, ids: readonly string[]): readonly Service[] {
  if (ids.length === 0 || ids.length > MOST_SERVICES)
    throw context.error('invalid', `a visit has 1 to ${MOST_SERVICES} services`)
  return ids.map(id => {
    const service = services.get(id)
    if (!service) throw context.error('invalid', `there is no service ${id}`)
    return service
  })
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
  const employeeIds = employees.map(({ id }) => id)
  const steps = services.map(({ durationMinutes }) => ({ durationMinutes, employeeIds }))
  // A chain of one is a step of one: nobody takes over from another.
  const whole = steps.reduce((sum, step) => sum + step.durationMinutes, 0)
  const gridMinutes = context.config.gridMinutes
  return findFreeTimes({
    zone,
    window,
    gridMinutes,
    employees,
    steps: [{ durationMinutes: whole, employeeIds }],
  })
}

function toSlot({ zone }: Desk, time: FreeTime, services: readonly Service[]): Slot {
  const price = totalPrice(services)
  const [start, end] = [zone.format(time.start), zone.format(time.end)]
  const serviceIds = services.map(({ id }) => id)
  return {
    start,
    end,
    parts: time.parts.map(({ employeeId }) => ({ serviceIds, employeeId, start, end })),
    claims: time.parts.map(({ employeeId }) => ({ resource: `employee:${employeeId}`, capacity: 1 })),
    ...(price && { price }),
  }
}

/** The sum, when every service has a price. */
function totalPrice(services: readonly Service[]): PriceRange | undefined {
  const prices = services.flatMap(({ price }) => price ?? [])
  const first = prices[0]
  if (!first || prices.length < services.length) return undefined
  const sum = (pick: (price: PriceRange) => number) => prices.reduce((total, price) => total + pick(price), 0)
  return { min: sum(price => price.min), max: sum(price => price.max), currency: first.currency }
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
  const services = findServices(desk, catalog, ids)
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
