import type { Company, OpeningHours, OptionFinding, TimeRange, Weekday } from '../../../core/contract/index.ts'
import { type OpeningHoursNotation, parseOpeningHours } from '../hours/index.ts'
import type { CalendarOptions } from './options.ts'

type Path = readonly (string | number)[]

/** Hours that cannot be read, or in which nothing is ever open. */
export function checkHours(notation: OpeningHoursNotation, path: Path): readonly OptionFinding[] {
  const { hours, problems } = parseOpeningHours(notation)
  const found = problems.map(problem => ({ path: [...path, ...problem.path], message: problem.message }))
  const isEverOpen = [...Object.values(hours.week), ...Object.values(hours.exceptions)].some(day => day.length > 0)
  if (found.length > 0 || isEverOpen) return found
  return [{ path, message: 'there are no hours at all', hint: 'name at least one day, such as mon-fri: 10:00-20:00' }]
}

/**
 * Employees who work while the business is closed: their own week replaces that of the business, so clients could book
 * these times. Single dates are left alone; who names one means it.
 */
export function findHoursOutside(
  { employees, hours }: CalendarOptions,
  company: Company | undefined,
): readonly OptionFinding[] {
  const own = hours && parseOpeningHours(hours)
  const business = own ? own.hours : company?.hours
  // What is left of hours with mistakes says nothing of when the business is closed.
  if (!business || (own && own.problems.length > 0)) return []
  return employees.flatMap((employee, index) =>
    Object.entries(employee.hours ?? {}).flatMap(([key, value]): OptionFinding[] => {
      if (key === 'exceptions') return []
      const days = Object.entries(parseOpeningHours({ [key]: value }).hours.week).flatMap(([day, ranges]) => {
        const open = openingsOf(business, day)
        return ranges.every(range => open.some(one => one.from <= range.from && range.to <= one.to))
          ? []
          : [`${day} ${open.map(({ from, to }) => `${from}-${to}`).join(', ') || 'closed'}`]
      })
      if (days.length === 0) return []
      return [
        {
          path: ['employees', index, 'hours', key],
          severity: 'warning',
          message: `${employee.id} works outside of the hours of the business (${days.join('; ')})`,
          hint: 'clients are offered these times: shorten these hours, or lengthen those of the business',
        },
      ]
    }),
  )
}

/** When the business is open on this day; ranges that touch are one. */
function openingsOf({ week }: OpeningHours, day: string): readonly TimeRange[] {
  const isDay = (name: string): name is Weekday => Object.hasOwn(week, name)
  const joined: TimeRange[] = []
  for (const range of isDay(day) ? week[day] : []) {
    const last = joined.at(-1)
    if (last && last.to === range.from) joined.splice(-1, 1, { from: last.from, to: range.to })
    else joined.push(range)
  }
  return joined
}
