import type { TimeContext } from './context.ts'
import type { TimeOption, TimeWish } from './wish.ts'

/** The wish without what is over; undefined when nothing else was named. */
export function withoutPast(wish: TimeWish, context: TimeContext): TimeWish | undefined {
  if (wish.options.length === 0) return wish
  const options = wish.options.map(option => withoutPastDays(option, context)).filter(option => option !== undefined)
  if (options.length === 0) return undefined
  // "On Wednesday at 11" on a Wednesday noon can only be the next one.
  const isSettled =
    options.every(option => option.dates.length === 1) && countOfDates(wish.options) > countOfDates(options)
  const { unsure, ...rest } = wish
  return { ...rest, options, ...(unsure && !isSettled ? { unsure } : {}) }
}

function countOfDates(options: readonly TimeOption[]): number {
  return options.reduce((sum, option) => sum + option.dates.length, 0)
}

function withoutPastDays(option: TimeOption, context: TimeContext): TimeOption | undefined {
  if (option.dates.length === 0) return option
  const isOver =
    option.windows.length > 0 &&
    option.windows.every(window => (window.or ?? (window.kind === 'range' ? window.to : window.from)) <= context.time)
  const dates = option.dates.filter(date => date > context.date || (date === context.date && !isOver))
  return dates.length === 0 ? undefined : { ...option, dates }
}
