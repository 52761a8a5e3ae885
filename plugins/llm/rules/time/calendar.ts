import type { CalendarDate, ClockTime } from '../../../../core/contract/index.ts'
import { addDays, daysBetween } from '../../../crm/hours/index.ts'

/** All dates of a range, both ends included, at most `limit`. */
export function datesFrom(from: CalendarDate, to: CalendarDate, limit = 31): CalendarDate[] {
  const count = Math.min(daysBetween(from, to) + 1, limit)
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index))
}

/** A date that exists, or undefined: 31 April does not. */
export function dateOf(year: number, month: number, day: number): CalendarDate | undefined {
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? date : undefined
}

/** How many days a month has; months count from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Year, month and day of the month as numbers. */
export function dateParts(date: CalendarDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

/** Minutes since midnight. */
export function minutesOf(time: ClockTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The time of the day of so many minutes, kept within the day. */
export function clockOf(minutes: number): ClockTime {
  const within = Math.max(0, Math.min(1440, minutes))
  return `${String(Math.floor(within / 60)).padStart(2, '0')}:${String(within % 60).padStart(2, '0')}`
}
