import type { Interval } from './interval.ts'
import type { Zone } from './zone.ts'

/** When a visit that is booked now may start: after the notice, and at the latest on the last day of the horizon. */
export function bookableWindow(options: {
  zone: Zone
  now: number
  noticeMinutes: number
  horizonDays: number
}): Interval {
  const { zone, now, noticeMinutes, horizonDays } = options
  return { start: now + noticeMinutes * 60_000, end: zone.boundaryOf(zone.dayOf(now) + horizonDays + 1, 0) }
}
