import type { Call, CrmInstance, PriceRange, Service, Slot } from '../../../core/contract/index.ts'
import { bookableWindow, findFreeTimes } from '../hours/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import type { Visits } from './visits.ts'
import { readHours } from './working-hours.ts'

const DAY_MS = 86_400_000
/** As many as a receptionist would put into one visit. */
const MOST_SERVICES = 10

/** Method 7: 1C computes no free times; they are the hours minus the visits. */
export function createSlotSearch(
  base: Base,
  catalogOf: (call: Call) => Promise<Catalog>,
  visits: Visits,
): Pick<CrmInstance, 'listAvailableSlots'> {
  const { zone, instant, context } = base
  const { config, clock, error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const [wantedStart, wantedEnd] = [instant(from), instant(to)]
      const catalog = await catalogOf(call)
      const services = findServices(base, catalog, serviceIds)
      if (employeeId !== undefined && !catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const bookable = bookableWindow({
        zone,
        now: clock.now(),
        noticeMinutes: config.noticeMinutes ?? 60,
        horizonDays: config.horizonDays ?? 60,
      })
      const end = Math.min(wantedEnd, bookable.end)
      const window = { start: Math.max(wantedStart, bookable.start), end }
      const answer: Slot[] = []
      // A document has one employee: who can't do all of it can't be booked for it.
      const able = [...catalog.employees.keys()].filter(
        id => (employeeId ?? id) === id && services.every(service => service.employeeIds.includes(id)),
      )
      if (window.start >= window.end || able.length === 0) return { slots: answer, checkedUntil: zone.format(end) }

      const taken = await visits.around({ start: window.start, end: window.end + DAY_MS }, employeeId, call)
      const live = taken.filter(
        ({ appointment }) => appointment.status !== 'cancelled' && appointment.id !== ignoring?.toLowerCase(),
      )
      const hours = await readHours(base, { window, employeeIds: able }, call)
      const price = totalPrice(services)
      const times = findFreeTimes({
        zone,
        window,
        gridMinutes: config.gridMinutes ?? 30,
        steps: services.map(({ durationMinutes }) => ({ durationMinutes, employeeIds: able })),
        employees: able.map(id => ({
          id,
          hours: hours.get(id) ?? base.hours,
          busy: live.filter(visit => visit.employeeId === id),
        })),
      })
      for (const { start, end: until, parts } of times) {
        const who = parts[0]?.employeeId
        if (parts.length !== 1 || who === undefined) continue
        const [slotStart, slotEnd] = [zone.format(start), zone.format(until)]
        const isNamed = answer.at(-1)?.start === slotStart
        if (limit !== undefined && answer.length >= limit) {
          // A time that is named already is not missing when another employee is free then, too.
          if (isNamed) continue
          return { slots: answer, checkedUntil: slotStart }
        }
        answer.push({
          start: slotStart,
          end: slotEnd,
          parts: [{ serviceIds: [...serviceIds], employeeId: who, start: slotStart, end: slotEnd }],
          claims: [{ resource: `employee:${who}`, capacity: 1 }],
          ...(price && { price }),
        })
      }
      return { slots: answer, checkedUntil: zone.format(end) }
    },
  }
}

/** The services in the order wanted. @throws `invalid` for an unknown one, `unsupported` for several where a document has one. */
export function findServices({ map, context }: Base, catalog: Catalog, ids: readonly string[]): readonly Service[] {
  const { error } = context
  if (ids.length === 0 || ids.length > MOST_SERVICES)
    throw error('invalid', `a visit has 1 to ${MOST_SERVICES} services`)
  if (ids.length > 1 && !map.visit.rows) throw error('unsupported', 'a visit of this configuration has one service')
  return ids.map(id => {
    const service = catalog.services.get(id)
    if (!service) throw error('invalid', `there is no service ${id}`)
    return service
  })
}

function totalPrice(services: readonly Service[]): PriceRange | undefined {
  const prices = services.flatMap(({ price }) => price ?? [])
  const [first] = prices
  if (!first || prices.length < services.length) return undefined
  const sum = prices.reduce((total, price) => total + price.min, 0)
  return { min: sum, max: sum, currency: first.currency }
}
