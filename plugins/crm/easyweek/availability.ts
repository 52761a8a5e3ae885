import type { Call, CrmInstance, PluginContext, Slot } from '../../../core/contract/index.ts'
import { dateOfDay, type Zone } from '../hours/index.ts'
import type { Api } from './api.ts'
import type { Catalog } from './catalog.ts'
import type { EasyWeekOptions } from './options.ts'
import { readTimes, type Time } from './times.ts'

/** EasyWeek answers at most three months. */
const LONGEST_DAYS = 85
/** A week costs no more than a day, and the next question is mostly about the day after. */
const SHORTEST_DAYS = 7
/** Sixty requests a minute are few for many clients who look at the same days: a time that went meanwhile is `slot_taken`. */
const GOOD_FOR_MS = 15_000

/** Method 7, and how to forget what it remembers. */
export interface Availability extends Pick<CrmInstance, 'listAvailableSlots'> {
  /** After a write of ours nothing that was read before holds any more. */
  forget(): void
}

interface Kept {
  times: readonly Time[]
  firstDay: number
  lastDay: number
  until: number
}

/** Searches free times, employee by employee: an answer for everybody would not say who is free. */
export function createAvailability(
  context: PluginContext<EasyWeekOptions>,
  parts: { api: Api; zone: Zone; catalog(call: Call): Promise<Catalog>; instant(text: string): number },
): Availability {
  const { config, clock, company, error } = context
  const { api, zone, catalog, instant } = parts
  let kept = new Map<string, Kept>()

  async function timesOf(
    { serviceId, employeeId, minutes }: { serviceId: string; employeeId: string; minutes: number },
    days: { first: number; last: number },
    call: Call,
  ): Promise<readonly Time[]> {
    const name = `${serviceId} ${employeeId}`
    const known = kept.get(name)
    if (known && clock.now() < known.until && known.firstDay <= days.first && days.last <= known.lastDay)
      return known.times
    const lastDay = Math.max(days.last, days.first + SHORTEST_DAYS - 1)
    const memory = kept
    const answer = await api.ask(
      {
        path: `/locations/${config.locationId}/time-slots`,
        query: {
          service_uuid: serviceId,
          staffer_uuid: employeeId,
          range_start: dateOfDay(days.first),
          // Whether the last day is part of the range is not documented; what is too much is left out again.
          range_end: dateOfDay(lastDay + 1),
          timezone: company.timezone,
        },
        what: 'read free times',
      },
      call,
    )
    if (!answer) throw error('unavailable', 'EasyWeek has no such location, service or employee any more')
    const stepMinutes = config.stepMinutes ?? 30
    const all = readTimes(answer, { zone, durationMinutes: minutes, stepMinutes, error })
    const end = zone.boundaryOf(lastDay + 1, 0)
    const times = all.filter(({ start }) => start >= zone.boundaryOf(days.first, 0) && start < end)
    memory.set(name, { times, firstDay: days.first, lastDay, until: clock.now() + GOOD_FOR_MS })
    return times
  }

  return {
    forget: () => {
      // A read that is under way writes into the memory that nobody looks at any more.
      kept = new Map()
    },

    async listAvailableSlots({ serviceIds, employeeId, from, to, limit }, call) {
      const [serviceId, ...more] = serviceIds
      if (more.length > 0) throw error('unsupported', 'EasyWeek books one service a visit')
      const { services, employees } = await catalog(call)
      const service = serviceId === undefined ? undefined : services.get(serviceId)
      if (!service) throw error('invalid', 'there is no such service')
      if (employeeId !== undefined && !employees.has(employeeId)) throw error('invalid', 'there is no such employee')
      const start = Math.max(instant(from), clock.now())
      const first = zone.dayOf(start)
      const end = Math.min(instant(to), zone.boundaryOf(first + LONGEST_DAYS, 0))
      if (end <= start) return { slots: [], checkedUntil: zone.format(instant(to)) }
      const days = { first, last: zone.dayOf(end - 1) }
      const who = service.employeeIds.filter(id => employeeId === undefined || id === employeeId)
      const found = await Promise.all(
        who.map(async id => {
          const asked = { serviceId: service.id, employeeId: id, minutes: service.durationMinutes }
          return (await timesOf(asked, days, call)).map(time => ({ ...time, employeeId: id }))
        }),
      )
      const slots = found
        .flat()
        .filter(time => time.start > clock.now() && time.start >= start && time.start < end)
        .sort((a, b) => a.start - b.start)
        .map((time): Slot => {
          const moments = { start: zone.format(time.start), end: zone.format(time.end) }
          const price =
            time.price === undefined
              ? service.price
              : { min: time.price, max: time.price, currency: service.price?.currency ?? company.currency }
          return {
            ...moments,
            parts: [{ serviceIds: [service.id], employeeId: time.employeeId, ...moments }],
            // A class has places that only EasyWeek counts.
            claims: time.places === 1 ? [{ resource: `employee:${time.employeeId}`, capacity: 1 }] : [],
            ...(price && { price }),
            locationId: config.locationId,
          }
        })
      const next = limit === undefined ? undefined : slots[limit]
      return { slots: slots.slice(0, limit), checkedUntil: next?.start ?? zone.format(end) }
    },
  }
}
