import type { CalendarDate, Weekday } from '../../../core/contract/index.ts'
import { WEEKDAYS } from './weekdays.ts'

const DAY_MS = 86_400_000
const midnight = (date: CalendarDate) => Date.parse(`${date}T00:00:00Z`)

/** The date so many days later; a local date has no zone, so plain arithmetic is right. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(midnight(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from one date to another. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((midnight(to) - midnight(from)) / DAY_MS)
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayIndex(date: CalendarDate): number {
  return (new Date(midnight(date)).getUTCDay() + 6) % 7
}

/** The day of the week of a date. */
export function weekdayOf(date: CalendarDate): Weekday {
  return WEEKDAYS[weekdayIndex(date)] ?? 'mon'
}

/** Whether a date is told with its year: one far ahead, or of another year and not of the next two months. */
export function needsYear(date: CalendarDate, today: CalendarDate): boolean {
  const days = Math.abs(daysBetween(today, date))
  return days > 300 || (days > 60 && date.slice(0, 4) !== today.slice(0, 4))
}
