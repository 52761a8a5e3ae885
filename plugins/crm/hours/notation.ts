import { Temporal } from 'temporal-polyfill'
import type { CalendarDate, OpeningHours, TimeRange, Weekday } from '../../../core/contract/index.ts'
import { WEEKDAYS, weekdaysOf } from './weekdays.ts'

/** Opening hours as written in YAML: weekdays or ranges of them, and `exceptions` by date. */
export type OpeningHoursNotation = { readonly [key: string]: unknown }

/** A mistake in the notation, at a path inside of it. */
export interface HoursProblem {
  path: (string | number)[]
  message: string
}

const RANGE = /^\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*$/
const DATES = /^(\d{4}-\d{2}-\d{2})(?:\s*\.\.\s*(\d{4}-\d{2}-\d{2}))?$/
const LONGEST_EXCEPTION_DAYS = 366

/** Reads opening hours as an operator writes them. What has a problem is left out of `hours`. */
export function parseOpeningHours(notation: OpeningHoursNotation): {
  hours: OpeningHours
  problems: readonly HoursProblem[]
} {
  const problems: HoursProblem[] = []
  const week: Record<Weekday, readonly TimeRange[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
  const exceptions: Record<CalendarDate, readonly TimeRange[]> = {}
  const namedBy = new Map<string, string>()

  const assign = <Day extends string>(
    key: string,
    days: readonly Day[],
    path: (string | number)[],
    put: (day: Day) => void,
  ) => {
    for (const day of days) {
      const before = namedBy.get(day)
      if (before !== undefined) problems.push({ path, message: `${day} is named twice: in ${before} and in ${key}` })
      else put(day)
      namedBy.set(day, before ?? key)
    }
  }

  for (const [key, value] of Object.entries(notation)) {
    if (key === 'exceptions' || value === undefined) continue
    const days = weekdaysOf(key)
    if (!days) {
      problems.push({
        path: [key],
        message: `${key} is no weekday; write ${WEEKDAYS.join(', ')}, or a range such as mon-fri`,
      })
      // Both mistakes of one line are told at once.
      readDay(value, [key], problems)
      continue
    }
    const ranges = readDay(value, [key], problems)
    assign(key, days, [key], day => {
      week[day] = ranges
    })
  }

  for (const [key, value] of Object.entries(readExceptions(notation['exceptions'], problems))) {
    const path = ['exceptions', key]
    const dates = readDates(key, path, problems)
    const ranges = readDay(value, path, problems)
    assign(key, dates, path, date => {
      exceptions[date] = ranges
    })
  }
  return { hours: { week, exceptions }, problems }
}

function readExceptions(value: unknown, problems: HoursProblem[]): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value }
  problems.push({ path: ['exceptions'], message: 'must map dates to hours, such as 2026-12-31: closed' })
  return {}
}

function readDates(key: string, path: (string | number)[], problems: HoursProblem[]): readonly CalendarDate[] {
  const [, from = '', to = from] = DATES.exec(key) ?? []
  const first = dateOf(from)
  const last = dateOf(to)
  if (!first || !last) {
    problems.push({
      path,
      message: `${key} is no date; write 2026-12-31, or 2027-01-01..2027-01-08 for several days`,
    })
    return []
  }
  const days = first.until(last).days
  if (days < 0) problems.push({ path, message: `${key} ends before it starts` })
  if (days >= LONGEST_EXCEPTION_DAYS)
    problems.push({ path, message: `${key} is longer than a year; change the weekly hours instead` })
  if (days < 0 || days >= LONGEST_EXCEPTION_DAYS) return []
  return Array.from({ length: days + 1 }, (_, index) => first.add({ days: index }).toString())
}

function dateOf(text: string): Temporal.PlainDate | undefined {
  if (text === '') return undefined
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

/** The ranges of one day, sorted; those that are malformed or overlap an earlier one become problems. */
function readDay(value: unknown, path: (string | number)[], problems: HoursProblem[]): readonly TimeRange[] {
  if (value === 'closed') return []
  const texts = Array.isArray(value) ? value : [value]
  const ranges: TimeRange[] = []
  for (const [index, text] of texts.entries()) {
    const at = Array.isArray(value) ? [...path, index] : path
    const range = readRange(text)
    if (typeof range === 'string') problems.push({ path: at, message: range })
    else if (ranges.some(other => range.from < other.to && other.from < range.to))
      problems.push({
        path: at,
        message: `${range.from}-${range.to} overlaps another range of the same day; write them as one range`,
      })
    else ranges.push(range)
  }
  return ranges.sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** A range, or what is wrong with it. */
function readRange(value: unknown): TimeRange | string {
  const [, first = '', second = ''] = (typeof value === 'string' && RANGE.exec(value)) || []
  const from = first.padStart(5, '0')
  const to = second.padStart(5, '0')
  if (!isTime(from) || !(isTime(to) || to === '24:00'))
    return `${JSON.stringify(value)} is no range of hours; write ${guessRanges(value) ?? '10:00-20:00, a list of such ranges, or closed'}`
  if (from === to) return `${from}-${to} is empty; write closed, or 00:00-24:00 for the whole day`
  if (from > to) return `${from}-${to} ends before it starts; hours after midnight belong to the next day, from 00:00`
  return { from, to }
}

/** What was meant by `9-20`, `9.30 - 18`, `с 9 до 20` or `9-13, 14-18`. */
function guessRanges(value: unknown): string | undefined {
  const ranges = String(value).split(/[,;]/).map(guessRange)
  if (!ranges.every(range => range !== undefined)) return undefined
  return ranges.length === 1 ? ranges[0] : JSON.stringify(ranges)
}

function guessRange(text: string): string | undefined {
  const time = String.raw`(\d{1,2})(?:[:.]([0-5]\d))?`
  const [, hour = '', minute = '00', lastHour = '', lastMinute = '00'] =
    new RegExp(`^\\D*${time}\\D+${time}\\D*$`).exec(text) ?? []
  const from = `${hour.padStart(2, '0')}:${minute}`
  const to = `${lastHour.padStart(2, '0')}:${lastMinute}`
  return isTime(from) && (isTime(to) || to === '24:00') && from < to ? `${from}-${to}` : undefined
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}
