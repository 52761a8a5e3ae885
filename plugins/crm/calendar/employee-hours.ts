import type { OpeningHours, TimeRange } from '../../../core/contract/index.ts'
import { parseOpeningHours, rangesOfDate } from '../hours/index.ts'
import type { CalendarOptions } from './options.ts'

/**
 * When somebody works: their own week, else that of the business. On a date on which the business has other hours than
 * usual they work when both are open, unless they have hours of their own for that date.
 */
export function hoursOfEmployee(
  option: CalendarOptions['employees'][number],
  business: OpeningHours | undefined,
): OpeningHours | undefined {
  const named = parseOpeningHours({ exceptions: option.exceptions }).hours.exceptions
  if (!option.hours) return business && { week: business.week, exceptions: { ...business.exceptions, ...named } }
  const own = parseOpeningHours(option.hours).hours
  const shared = Object.entries(business?.exceptions ?? {}).map(([date, ranges]) => [
    date,
    overlapOf(rangesOfDate({ week: own.week, exceptions: {} }, date), ranges),
  ])
  return { week: own.week, exceptions: { ...Object.fromEntries(shared), ...own.exceptions, ...named } }
}

function overlapOf(some: readonly TimeRange[], others: readonly TimeRange[]): readonly TimeRange[] {
  return some.flatMap(a =>
    others.flatMap(b => {
      const [, from = ''] = [a.from, b.from].sort()
      const [to = ''] = [a.to, b.to].sort()
      return from < to ? [{ from, to }] : []
    }),
  )
}
