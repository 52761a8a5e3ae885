import type { CrmInstance } from '../../../core/contract/index.ts'
import { bookablePart, firstSlots, slotOfOneEmployee, timesOfOneEmployee, wantedServices } from '../provider/index.ts'
import { askTaken } from './busy.ts'
import type { Desk } from './desk.ts'
import type { Visits } from './visits.ts'

/** Method 7: the hours of the employees minus what their calendars have. */
export function createSlots(desk: Desk, visits: Visits): Pick<CrmInstance, 'listAvailableSlots'> {
  const { context, zone, api } = desk
  const { config, error, log } = context

  return {
    async listAvailableSlots({ serviceIds, employeeId, from, to, limit, ignoring }, call) {
      const window = bookablePart({ from, to }, context, zone)
      const portal = await desk.portal(call)
      const services = wantedServices(portal.services, serviceIds, error)
      if (employeeId !== undefined && !portal.employees.has(employeeId))
        throw error('invalid', `there is no employee ${employeeId}`)
      const employees = [...portal.employees.values()].filter(({ id, serviceIds: done }) => {
        return (employeeId === undefined || id === employeeId) && services.every(service => done.includes(service.id))
      })
      const end = zone.format(window.end)
      if (window.start >= window.end || employees.length === 0) return { slots: [], checkedUntil: end }

      const moved = ignoring === undefined ? undefined : await visits.find(ignoring, call)
      const taken = await askTaken({ api, zone, log }, { users: employees.map(({ id }) => id), window }, call)
      const times = timesOfOneEmployee(
        {
          zone,
          window,
          gridMinutes: config.gridMinutes ?? 30,
          employees: employees.map(({ id, hours }) => ({
            id,
            hours,
            busy: (taken.get(id) ?? []).filter(({ eventId }) => !moved || eventId !== moved.eventId),
          })),
        },
        services,
      )
      return firstSlots(times, time => slotOfOneEmployee(zone, time, services), { limit, end })
    },
  }
}
