import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays, weekdayIndex } from '../../../crm/hours/index.ts'
import { whole } from '../language/text.ts'
import { dateOf, dateParts, datesFrom, daysInMonth } from './calendar.ts'
import { MONTH_WORDS, WEEKDAY_WORDS } from './words.ts'

/** Days that a text names, with their place in it. */
export interface DayMention {
  start: number
  end: number
  dates: readonly CalendarDate[]
  /** The words allow more than one of the dates, but the client means one. */
  unsure?: boolean
  /** The day was named by its weekday: 0 for Monday. */
  weekday?: number
  /** "Monday", "the weekend": the same days of the weeks after it are called so too. */
  isWeekly?: boolean
  /** The day was named as a date, or as "tomorrow". */
  isDate?: 'exact' | 'near'
}

/** What a rule has found: days, a date that no calendar has, or nothing after all. */
export type Found =
  | (Pick<DayMention, 'unsure' | 'weekday' | 'isWeekly' | 'isDate'> & { dates: readonly CalendarDate[] })
  | 'unreal'
  | undefined
/** What stands before the words, and whether figures put the month first. */
export interface Saying {
  before: string
  isMonthFirst: boolean
}
/** Words that name days. */
export interface DayRule {
  pattern: RegExp
  read: (groups: Readonly<Record<string, string | undefined>>, today: CalendarDate, saying: Saying) => Found
}

/** A rule of whole words. */
export function rule(source: string, read: DayRule['read']): DayRule {
  return { pattern: whole(source), read }
}

/** One day. */
export function one(date: CalendarDate): Found {
  return { dates: [date] }
}

/** One day, named by how near it is. */
export function near(date: CalendarDate): Found {
  return { dates: [date], isDate: 'near' }
}

/** A date, or none that a calendar has. */
export function onDate(date: CalendarDate | undefined): Found {
  return date === undefined || date > LAST_DATE ? 'unreal' : { dates: [date], isDate: 'exact' }
}

/** One day, named by its weekday. */
export function byWeekday(date: CalendarDate): Found {
  return { dates: [date], weekday: weekdayIndex(date) }
}

/** Later years are slips, and other calendars. */
const LAST_DATE = '2099-12-31'

function numberIn(words: readonly string[], word: string | undefined): number {
  return words.findIndex(source => new RegExp(`^(?:${source})$`, 'u').test(word ?? ''))
}

/** 0 for Monday. */
export function weekdayNumber(word: string | undefined): number {
  return Math.max(0, numberIn(WEEKDAY_WORDS, word))
}

/** This year, or the next one when the day is long over; yesterday is still this year's, so that we can say it is past. */
export function nearestDate(day: number, month: number, today: CalendarDate): CalendarDate | undefined {
  const { year } = dateParts(today)
  const date = dateOf(year, month, day)
  return date !== undefined && date >= addDays(today, -45) ? date : dateOf(year + 1, month, day)
}

/** The nearest such day of a month, or that of the year which was said. */
export function inMonth(
  day: number,
  month: string | undefined,
  today: CalendarDate,
  said?: string,
): CalendarDate | undefined {
  const year = yearOf(said, today)
  return year === undefined ? nearestDate(day, monthNumber(month), today) : dateOf(year, monthNumber(month), day)
}

/** The year that stands beside a month, if any; a year that nobody books for makes a date that is none. */
export function yearOf(said: string | undefined, today: CalendarDate): number | undefined {
  const figures = /\d+/u.exec(said ?? '')?.[0]
  if (figures !== undefined) return figures.length <= 2 ? 2000 + Number(figures) : Number(figures)
  if (said === undefined) return undefined
  return dateParts(today).year + (/следующ|будущ|next/u.test(said) ? 1 : 0)
}

/** The nearest day with this number. */
export function dayOfMonth(day: number, today: CalendarDate): Found {
  const { year, month, day: now } = dateParts(today)
  const months = day >= now ? [month, month + 1, month + 2] : [month + 1, month + 2]
  const [first, ...later] = months.map(number => dateOf(number > 12 ? year + 1 : year, ((number - 1) % 12) + 1, day))
  if (first !== undefined) return onDate(first)
  // "The 31st" in a month of thirty days may be meant of the next one, or be a slip.
  const next = later.find(date => date !== undefined)
  return next === undefined ? 'unreal' : { dates: [next], isDate: 'exact', unsure: true }
}

function monday(today: CalendarDate, weeks: number): CalendarDate {
  return addDays(today, weeks * 7 - weekdayIndex(today))
}

/** A weekday of this week (0) or one of the next. */
export function inWeek(weeks: number, weekday: number, today: CalendarDate): CalendarDate {
  return addDays(monday(today, weeks), weekday)
}

/** The nearest such weekday. */
export function plainWeekday(weekday: number, today: CalendarDate): Found {
  const ahead = (weekday - weekdayIndex(today) + 7) % 7
  // On a Friday "on Friday" may be today or in a week.
  const dates = ahead === 0 ? [today, addDays(today, 7)] : [addDays(today, ahead)]
  return { dates, weekday, isWeekly: true, ...(ahead === 0 ? { unsure: true } : {}) }
}

/** Some days of this week (0) or one of the next; of the one after it when they are over. */
export function week(today: CalendarDate, weeks: number, from: number, to: number): Found {
  const dates = datesFrom(inWeek(weeks, from, today), inWeek(weeks, to, today)).filter(date => date >= today)
  return dates.length === 0 ? week(today, weeks + 1, from, to) : { dates }
}

/** A month of the year by its name: 1 for January. */
export function monthNumber(word: string | undefined): number {
  return numberIn(MONTH_WORDS, word) + 1
}

/** The days of a month from one number to another, without those that are over. */
export function partOfMonth(month: number, today: CalendarDate, from: number, to: number, said?: string): Found {
  const now = dateParts(today)
  const year = yearOf(said, today) ?? (month < now.month ? now.year + 1 : now.year)
  const first = dateOf(year, month, from)
  const last = dateOf(year, month, Math.min(to, daysInMonth(year, month)))
  if (first === undefined || last === undefined || last < today) return undefined
  return { dates: datesFrom(first < today ? today : first, last) }
}
