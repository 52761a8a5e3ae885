import type { Call, CrmInstance, Service } from '../../../core/contract/index.ts'
import { bookablePart, firstSlots, slotOfOneEmployee, timesOfOneEmployee, wantedServices } from '../provider/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import type { Visits } from './visits.ts'
import { readHours } from './working-hours.ts'

const DAY_MS = 86_400_000

/** Method 7: 1C computes no free times; they are the hours minus the visits. */
export function createSlotSearch(
  base: Base,
  catalogOf: (call: Call) => Promise<Catalog>,
  visits: Visits,
): Pick<CrmInstance, 'listAvailableSlots'> {
  const { zone, context } = base
  const { config, error } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const window = bookablePart({ from, to }, context, zone)
      const catalog = await catalogOf(call)
      const services = findServices(base, catalog, serviceIds)
      if (employeeId !== undefined && !catalog.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      // A document has one employee: who can't do all of it can't be booked for it.
      const able = [...catalog.employees.keys()].filter(
        id => (employeeId ?? id) === id && services.every(service => service.employeeIds.includes(id)),
      )
      const end = zone.format(window.end)
      if (window.start >= window.end || able.length === 0) return { slots: [], checkedUntil: end }

      const taken = await visits.around({ start: window.start, end: window.end + DAY_MS }, employeeId, call)
      const live = taken.filter(
        ({ appointment }) => appointment.status !== 'cancelled' && appointment.id !== ignoring?.toLowerCase(),
      )
      const hours = await readHours(base, { window, employeeIds: able }, call)
      const employees = able.map(id => ({
        id,
        hours: hours.get(id) ?? base.hours,
        busy: live.filter(visit => visit.employeeId === id),
      }))
      const times = timesOfOneEmployee({ zone, window, gridMinutes: config.gridMinutes ?? 30, employees }, services)
      return firstSlots(times, time => slotOfOneEmployee(zone, time, services), { limit, end })
    },
  }
}

/** The services in the order wanted. @throws `invalid` for an unknown one, `unsupported` for several where a document has one. */
export function findServices({ map, context }: Base, catalog: Catalog, ids: readonly string[]): readonly Service[] {
  const services = wantedServices(catalog.services, ids, context.error)
  if (services.length > 1 && !map.visit.rows)
    throw context.error('unsupported', 'a visit of this configuration has one service')
  return services
}
