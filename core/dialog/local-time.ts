import { Temporal } from 'temporal-polyfill'
import { addDays, needsYear, weekdayOf } from '../../plugins/crm/hours/index.ts'
import type { CalendarDate, ClockTime, Instant, Locale, Weekday } from '../contract/index.ts'

/** The wall time of a moment in the company's zone. */
export interface LocalMoment {
  instant: Instant
  date: CalendarDate
  time: ClockTime
  weekday: Weekday
}

/** A moment in a zone. */
export function localMoment(epochMs: number, timezone: string): LocalMoment {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timezone)
  const instant = zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
  return { instant, date: instant.slice(0, 10), time: instant.slice(11, 16), weekday: weekdayOf(instant.slice(0, 10)) }
}

/** The date of an instant that carries the company's offset. */
export function dateOf(instant: Instant): CalendarDate {
  return instant.slice(0, 10)
}

/** The time of the day of an instant that carries the company's offset. */
export function timeOf(instant: Instant): ClockTime {
  return instant.slice(11, 16)
}

/** The first moment of a day, which is not always 00:00. */
export function startOfDay(date: CalendarDate, timezone: string): Instant {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime(timezone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** Whether a text is a date that exists. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
}

/** Formats dates as a client reads them; one per runtime, since building a formatter is slow. */
export interface DateFormat {
  /** `среда, 25 ноября`, `Wednesday, 25 November`; with the year where it may be taken for another. */
  long(date: CalendarDate, locale: Locale): string
  /** `ср, 25 нояб.`, `Wed, 25 Nov`. */
  short(date: CalendarDate, locale: Locale): string
}

/** Date formats of both languages. */
export function createDateFormat(today: () => CalendarDate): DateFormat {
  const tags = { ru: 'ru-RU', en: 'en-GB' } as const
  const build = (options: Intl.DateTimeFormatOptions) => {
    const format = { day: 'numeric', timeZone: 'UTC', ...options } as const
    return { ru: new Intl.DateTimeFormat(tags.ru, format), en: new Intl.DateTimeFormat(tags.en, format) }
  }
  const pair = (length: 'long' | 'short') => {
    const near = build({ weekday: length, month: length })
    const far = build({ weekday: length, month: length, year: 'numeric' })
    return (date: CalendarDate, locale: Locale) =>
      (needsYear(date, today()) ? far : near)[locale].format(Date.parse(`${date}T00:00:00Z`))
  }
  return { long: pair('long'), short: pair('short') }
}
