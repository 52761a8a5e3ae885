import type { CalendarDate, ClockTime, TimeRange } from '../../../../core/contract/index.ts'

/** What the words of time are read against, all in the company's zone. */
export interface TimeContext {
  date: CalendarDate
  time: ClockTime
  /** From the earliest opening to the latest closing of a date, or of the week. */
  hours: (date?: CalendarDate) => TimeRange | undefined
  /** ISO 3166 alpha-2 of the company: there 3/8 is the eighth of March or the third of August. */
  country?: string
}
