import type { Instant, PluginContext, Service, Slot, SlotList, SlotQuery } from '../../../core/contract/index.ts'
import {
  bookableWindow,
  type FreeTime,
  type FreeTimesQuery,
  findFreeTimes,
  type Interval,
  type Zone,
} from '../hours/index.ts'
import { readInstant } from './instant.ts'
import { timeOptions } from './time-options.ts'
import { totalPrice } from './wanted-services.ts'

type TimeOptions = { readonly [name in keyof typeof timeOptions]?: number }

/** What of the time that is asked for can be booked now. @throws `invalid` for anything but ISO 8601 with offset. */
export function bookablePart(
  { from, to }: Pick<SlotQuery, 'from' | 'to'>,
  { config, clock, error }: Pick<PluginContext<TimeOptions>, 'config' | 'clock' | 'error'>,
  zone: Zone,
): Interval {
  const bookable = bookableWindow({
    zone,
    now: clock.now(),
    noticeMinutes: config.noticeMinutes ?? timeOptions.noticeMinutes.default,
    horizonDays: config.horizonDays ?? timeOptions.horizonDays.default,
  })
  return {
    start: Math.max(readInstant(from, error), bookable.start),
    end: Math.min(readInstant(to, error), bookable.end),
  }
}

/** The times at which one employee does all of it, for providers whose visits have one: nobody takes over from another. */
export function timesOfOneEmployee(
  query: Omit<FreeTimesQuery, 'steps'>,
  services: readonly Pick<Service, 'durationMinutes'>[],
): Generator<FreeTime> {
  const durationMinutes = services.reduce((sum, service) => sum + service.durationMinutes, 0)
  return findFreeTimes({ ...query, steps: [{ durationMinutes, employeeIds: query.employees.map(({ id }) => id) }] })
}

/** A visit of one employee. */
export function slotOfOneEmployee(
  zone: Zone,
  time: FreeTime,
  services: readonly Pick<Service, 'id' | 'price'>[],
): Slot {
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

/** The first `limit` slots, and up to when they are all that there is: to `end` when nothing was left out. */
export function firstSlots(
  times: Iterable<FreeTime>,
  toSlot: (time: FreeTime) => Slot,
  { limit, end }: { limit: number | undefined; end: Instant },
): SlotList {
  const slots: Slot[] = []
  for (const time of times) {
    const slot = toSlot(time)
    if (limit === undefined || slots.length < limit) slots.push(slot)
    // A time that is named already is not missing when another employee is free then, too.
    else if (slot.start !== slots.at(-1)?.start) return { slots, checkedUntil: slot.start }
  }
  return { slots, checkedUntil: end }
}
