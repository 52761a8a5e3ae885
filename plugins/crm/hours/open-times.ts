import type { CalendarDate, ClockTime, OpeningHours, TimeRange } from '../../../core/contract/index.ts'
import { type Interval, mergeIntervals } from './interval.ts'
import { WEEKDAYS } from './weekdays.ts'
import { dateOfDay, type Zone } from './zone.ts'

/** The hours of one date: its exception, else those of its weekday. */
export function rangesOfDate(hours: OpeningHours, date: CalendarDate): readonly TimeRange[] {
  return rangesOfDay(hours, Date.parse(date) / 86_400_000)
}

function rangesOfDay(hours: OpeningHours, day: number): readonly TimeRange[] {
  // 1970-01-01, day 0, was a Thursday.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'
  return hours.exceptions[dateOfDay(day)] ?? hours.week[weekday]
}

/** When it is open, day after day from the first to the last one, as exact time. Hours that meet at midnight are one stretch. */
export function openTimes(hours: OpeningHours, zone: Zone, days: { first: number; last: number }): readonly Interval[] {
  const intervals: Interval[] = []
  for (let day = days.first; day <= days.last; day++)
    for (const range of rangesOfDay(hours, day))
      intervals.push({
        start: zone.boundaryOf(day, minuteOf(range.from)),
        end: zone.boundaryOf(day, minuteOf(range.to)),
      })
  return mergeIntervals(intervals)
}

/** Minutes from midnight; 1440 for `24:00`. */
export function minuteOf(time: ClockTime): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
