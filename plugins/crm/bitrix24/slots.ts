import type { CrmInstance, PriceRange, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, type FreeTime, findFreeTimes } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import { askTaken } from './busy.ts'
import type { Desk } from './desk.ts'
import type { Portal, PortalService } from './portal.ts'
import type { Visits } from './visits.ts'

const MOST_SERVICES = 10

/** Method 7: the hours of the employees minus what their calendars have. */
export function createSlots(desk: Desk, visits: Visits): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone, api } = desk
  const { config, clock, error, log } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const [start, end] = [readInstant(from, error), readInstant(to, error)]
      const portal = await desk.portal(call)
      const services = servicesOf(desk, portal, serviceIds)
      if (employeeId !== undefined && !portal.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const bookable = bookableWindow({
        zone,
        now: clock.now(),
        noticeMinutes: config.noticeMinutes ?? 60,
        horizonDays: config.horizonDays ?? 60,
      })
      const window = { start: Math.max(start, bookable.start), end: Math.min(end, bookable.end) }
      const employees = [...portal.employees.values()].filter(({ id, serviceIds: done }) => {
        return (employeeId === undefined || id === employeeId) && services.every(service => done.includes(service.id))
      })
      if (window.start >= window.end || employees.length === 0)
        return { slots: [], checkedUntil: zone.format(Math.min(end, Math.max(start, bookable.end))) }

      const moved = ignoring === undefined ? undefined : await visits.find(ignoring, call)
      const taken = await askTaken({ api, zone, log }, { users: employees.map(({ id }) => id), window }, call)
      const times = findFreeTimes({
        zone,
        window,
        gridMinutes: config.gridMinutes ?? 30,
        steps: services.map(({ durationMinutes }) => ({ durationMinutes, employeeIds: employees.map(({ id }) => id) })),
        employees: employees.map(({ id, hours }) => ({
          id,
          hours,
          busy: (taken.get(id) ?? []).filter(({ eventId }) => !moved || eventId !== moved.eventId),
        })),
      })
      const slots: Slot[] = []
      let cutAt: number | undefined
      for (const time of times) {
        // A visit is one event in one calendar.
        if (time.parts.length !== 1) continue
        if (limit === undefined || slots.length < limit) slots.push(toSlot(desk, time, services))
        else if (time.start !== Date.parse(slots.at(-1)?.start ?? '')) cutAt = time.start
        if (cutAt !== undefined) break
      }
      return { slots, checkedUntil: zone.format(cutAt ?? window.end) }
    },
  }
}

/** The services in the order wanted. @throws `invalid` for an unknown one, for none and for too many. */
export function servicesOf(
  { context: { error } }: Desk,
  portal: Portal,
  ids: readonly string[],
): readonly PortalService[] {
  if (ids.length === 0 || ids.length > MOST_SERVICES)
    throw error('invalid', `a visit has 1 to ${MOST_SERVICES} services`)
  return ids.map(id => {
    const service = portal.services.get(id)
    if (!service) throw error('invalid', `there is no service ${id}`)
    return service
  })
}

function toSlot({ zone }: Desk, { start, end, parts }: FreeTime, services: readonly PortalService[]): Slot {
  const employeeId = parts[0]?.employeeId ?? ''
  const price = totalOf(services)
  const times = { start: zone.format(start), end: zone.format(end) }
  return {
    ...times,
    parts: [{ ...times, serviceIds: services.map(({ id }) => id), employeeId }],
    claims: [{ resource: `employee:${employeeId}`, capacity: 1 }],
    ...(price && { price }),
  }
}

/** The sum, when every service has a price. */
export function totalOf(services: readonly PortalService[]): PriceRange | undefined {
  const prices = services.flatMap(({ price }) => price ?? [])
  const [first] = prices
  if (!first || prices.length < services.length) return undefined
  const sum = prices.reduce((total, price) => total + price.min, 0)
  return { min: sum, max: sum, currency: first.currency }
}
