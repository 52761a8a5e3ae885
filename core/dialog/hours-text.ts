import { addDays, weekdayOf } from '../../plugins/crm/hours/index.ts'
import type { Locale, OpeningHours, TimeRange, Weekday } from '../contract/index.ts'

const NAMES: Readonly<Record<Locale, Readonly<Record<Weekday, string>>>> = {
  ru: { mon: 'пн', tue: 'вт', wed: 'ср', thu: 'чт', fri: 'пт', sat: 'сб', sun: 'вс' },
  en: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
}

const CLOSED: Readonly<Record<Locale, string>> = { ru: 'выходной', en: 'closed' }

function rangesText(ranges: readonly TimeRange[], locale: Locale): string {
  return ranges.length === 0 ? CLOSED[locale] : ranges.map(({ from, to }) => `${from}–${to}`).join(', ')
}

/** The hours as a client reads them: days with the same hours together, exceptions of the coming fortnight after them. */
export function hoursText(hours: OpeningHours, today: string, locale: Locale): string {
  const days = Object.keys(NAMES[locale]) as Weekday[]
  const groups: { first: Weekday; last: Weekday; text: string }[] = []
  for (const day of days) {
    const text = rangesText(hours.week[day], locale)
    const group = groups.at(-1)
    if (group?.text === text) group.last = day
    else groups.push({ first: day, last: day, text })
  }
  const name = (day: Weekday) => NAMES[locale][day]
  const lines = groups.map(({ first, last, text }) =>
    first === last ? `${name(first)}: ${text}` : `${name(first)}–${name(last)}: ${text}`,
  )
  const until = addDays(today, 14)
  const exceptions = Object.entries(hours.exceptions)
    .filter(([date]) => date >= today && date < until)
    .sort()
    .map(([date, ranges]) => {
      const [, month = '', day = ''] = date.split('-')
      return `${name(weekdayOf(date))} ${day}.${month}: ${rangesText(ranges, locale)}`
    })
  return [...lines, ...exceptions].join('\n')
}
