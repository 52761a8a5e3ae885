import type { CalendarDate, ClockTime } from '../../../../core/contract/index.ts'
import { minutesOf } from './calendar.ts'

/** A wished time of the day. `exact` has `from === to`; `or` is its other reading where "at 9" may be morning or evening. */
export interface ClockWindow {
  kind: 'exact' | 'about' | 'range'
  from: ClockTime
  to: ClockTime
  or?: ClockTime
}

/** Days and times of the day that belong together. No dates: any day; no windows: any time. */
export interface TimeOption {
  dates: readonly CalendarDate[]
  windows: readonly ClockWindow[]
}

/** When the client wants to come: one of the options. `unsure`: the words allow more than one day, so never book unasked. */
export interface TimeWish {
  options: readonly TimeOption[]
  soonest?: boolean
  unsure?: boolean
}

/** A wish relative to the times on the table. */
export type RelativeTime =
  | { kind: 'earlier' | 'later'; minutes?: number; days?: number }
  | { kind: 'other_day' | 'next_day' | 'same_time' | 'other_time' }

/** Which of the offered times is meant; counted from 1. */
export type Pick = number | 'last' | 'earliest' | 'latest'

/** All that a text says about time. */
export interface TimeReading {
  wish?: TimeWish
  /** Days that won't do: "not on Friday". */
  excluded: readonly CalendarDate[]
  /** Times of the day that won't do: "not at 3". */
  excludedTimes?: readonly ClockTime[]
  relative?: RelativeTime
  pick?: Pick
  /** A number standing alone: an hour or a day of the month, by what was asked. */
  number?: number
  /** Days of the week that won't do in any week are in `excluded` by their next dates. */
  isExcludedWeekly?: boolean
  /** The client named a time that is over. */
  past: boolean
  /** The days were named by their weekdays alone. */
  isWeekly?: boolean
  puzzle?: TimePuzzle
}

/**
 * What cannot be right as it was said: a date or a time that does not exist, or a weekday that is not that of its date;
 * then `dates` are those that may be meant, the named date first.
 */
export interface TimePuzzle {
  kind: 'date' | 'time' | 'weekday'
  said: string
  dates?: readonly [CalendarDate, CalendarDate]
}

/** Joins what was said before with what is said now: new days keep the old time of the day and the other way round. */
export function mergeWishes(before: TimeWish | undefined, now: TimeWish): TimeWish {
  if (before === undefined || now.soonest) return now
  const first = now.options[0]
  if (first === undefined || now.options.length > 1) return now
  const old = before.options.length === 1 ? before.options[0] : undefined
  if (first.dates.length === 0) {
    const dates = first.windows.length === 0 ? [] : (old?.dates ?? unionOfDates(before))
    return {
      options: [{ dates, windows: first.windows }],
      ...(now.unsure || (before.unsure && dates.length > 0) ? { unsure: true } : {}),
    }
  }
  if (first.windows.length > 0) return now
  return { ...now, options: [{ dates: first.dates, windows: old?.windows ?? [] }] }
}

/** Without the days that won't do; undefined when no day is left of a wish that named days. */
export function withoutDates(wish: TimeWish | undefined, excluded: readonly CalendarDate[]): TimeWish | undefined {
  if (wish === undefined || excluded.length === 0) return wish
  const options = wish.options
    .map(option => ({
      ...option,
      dates: option.dates.filter(date => !excluded.includes(date)),
      had: option.dates.length,
    }))
    .filter(option => option.had === 0 || option.dates.length > 0)
    .map(({ dates, windows }) => ({ dates, windows }))
  return options.length === 0 ? undefined : { ...wish, options }
}

/** Whether a free time is what the wish asks for. */
export function satisfies(wish: TimeWish, slot: { date: CalendarDate; time: ClockTime }): boolean {
  return wish.options.some(
    option =>
      (option.dates.length === 0 || option.dates.includes(slot.date)) &&
      (option.windows.length === 0 || option.windows.some(window => within(window, slot.time))),
  )
}

/** The wish for one minute of one day. */
export function exactWish(date: CalendarDate, time: ClockTime): TimeWish {
  return { options: [{ dates: [date], windows: [{ kind: 'exact', from: time, to: time }] }] }
}

/** One date and one time of the day, said without any doubt. */
export function exactMoment(wish: TimeWish | undefined): { date: CalendarDate; time: ClockTime } | undefined {
  const option = wish?.options[0]
  if (wish === undefined || option === undefined || wish.unsure || wish.options.length > 1) return undefined
  const [date, ...otherDates] = option.dates
  const [window, ...otherWindows] = option.windows
  if (date === undefined || window === undefined || otherDates.length > 0 || otherWindows.length > 0) return undefined
  return window.kind !== 'range' && window.or === undefined ? { date, time: window.from } : undefined
}

/** Whether a time of the day lies in the window. */
function within(window: ClockWindow, time: ClockTime): boolean {
  if (window.kind !== 'range') return time === window.from || time === window.or
  return minutesOf(time) >= minutesOf(window.from) && minutesOf(time) < minutesOf(window.to)
}

function unionOfDates(wish: TimeWish): readonly CalendarDate[] {
  return [...new Set(wish.options.flatMap(option => option.dates))].sort()
}
