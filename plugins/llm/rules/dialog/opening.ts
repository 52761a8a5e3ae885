import type { CalendarDate, ClockTime, EmployeeItem, Situation, TimeRange } from '../../../../core/contract/index.ts'
import { weekdayOf } from '../../../crm/hours/index.ts'

/** From the first opening to the last closing of a date, or of the whole week. */
export function openRange(situation: Situation, date?: CalendarDate): TimeRange | undefined {
  const { hours } = situation.company
  const ranges = date === undefined ? Object.values(hours?.week ?? {}).flat() : openOn(situation, date)
  if (ranges === undefined || ranges.length === 0) return undefined
  return {
    from: ranges.map(range => range.from).sort()[0] ?? '00:00',
    to:
      ranges
        .map(range => range.to)
        .sort()
        .at(-1) ?? '24:00',
  }
}

/** When the business is open on a date; undefined when nobody said. */
export function openOn(situation: Situation, date: CalendarDate): readonly TimeRange[] | undefined {
  const { hours } = situation.company
  if (hours !== undefined) return hours.exceptions[date] ?? hours.week[weekdayOf(date)]
  return undefined
}

/** Whether somebody has a day off on which the business is open; false where the CRM does not tell. */
export function isOff(situation: Situation, { hours }: EmployeeItem, date: CalendarDate): boolean {
  if (hours === undefined || openOn(situation, date)?.length === 0) return false
  return (hours.exceptions[date] ?? hours.week[weekdayOf(date)]).length === 0
}

/** Whether somebody is known to work on a date, at a time of it when there is one. */
export function isAtWork(person: EmployeeItem, date: CalendarDate, time?: ClockTime): boolean {
  return hoursOn(person, date).some(({ from, to }) => time === undefined || (from <= time && time < to))
}

/** When somebody works on a date, as far as the CRM tells. */
export function hoursOn({ hours }: EmployeeItem, date: CalendarDate): readonly TimeRange[] {
  return hours === undefined ? [] : (hours.exceptions[date] ?? hours.week[weekdayOf(date)])
}
