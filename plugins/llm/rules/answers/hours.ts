import type {
  CalendarDate,
  EmployeeItem,
  OpeningHours,
  Situation,
  TimeRange,
  Weekday,
} from '../../../../core/contract/index.ts'
import { weekdayOf } from '../../../crm/hours/index.ts'
import { openOn } from '../dialog/opening.ts'
import { capital } from '../speech/slots.ts'
import type { Speaker } from '../speech/speaker.ts'

const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** When the business is open: on the days asked about, or all week; undefined when nobody configured it. */
export function hoursAnswer(
  speaker: Speaker,
  situation: Situation,
  dates: readonly CalendarDate[],
): string | undefined {
  const { hours } = situation.company
  if (hours === undefined) return undefined
  if (dates.length === 0 || dates.length > 3) return weekAnswer(speaker, hours)
  return dates
    .map(date => {
      const ranges = openOn(situation, date) ?? []
      const when = capital(speaker.onDay(date))
      return ranges.length === 0
        ? speaker.say('closed_that_day', { when })
        : speaker.say('open_that_day', { when, hours: rangesInWords(speaker, ranges) })
    })
    .join('\n')
}

/** When somebody works: on the days asked about, or all week. */
export function personHours(speaker: Speaker, { name, hours }: EmployeeItem, dates: readonly CalendarDate[]): string {
  if (hours === undefined) return name
  if (dates.length === 0 || dates.length > 3) return [`${name}:`, ...weekLines(speaker, hours)].join('\n')
  const lines = dates.map(date => {
    const ranges = hours.exceptions[date] ?? hours.week[weekdayOf(date)]
    return `${name}, ${speaker.onDay(date)}: ${ranges.length === 0 ? speaker.say('closed') : rangesInWords(speaker, ranges)}`
  })
  return lines.join('\n')
}

function weekAnswer(speaker: Speaker, hours: OpeningHours): string {
  const all = JSON.stringify(hours.week.mon)
  if (WEEK.every(day => JSON.stringify(hours.week[day]) === all))
    return speaker.say('open_daily', { hours: rangesInWords(speaker, hours.week.mon) })
  return [speaker.say('open_week'), ...weekLines(speaker, hours)].join('\n')
}

/** One line for days in a row with the same hours. */
function weekLines(speaker: Speaker, hours: OpeningHours): string[] {
  const runs: { from: Weekday; to: Weekday; ranges: readonly TimeRange[] }[] = []
  for (const day of WEEK) {
    const ranges = hours.week[day]
    const run = runs.at(-1)
    if (run !== undefined && JSON.stringify(run.ranges) === JSON.stringify(ranges)) run.to = day
    else runs.push({ from: day, to: day, ranges })
  }
  return runs.map(({ from, to, ranges }) => {
    const days =
      from === to
        ? speaker.say('weekday', { weekday: from })
        : speaker.say('weekdays', {
            from: speaker.say('weekday', { weekday: from }),
            to: speaker.say('weekday', { weekday: to }),
          })
    return `${days}: ${ranges.length === 0 ? speaker.say('closed') : rangesInWords(speaker, ranges)}`
  })
}

function rangesInWords(speaker: Speaker, ranges: readonly TimeRange[]): string {
  return speaker.and(ranges.map(({ from, to }) => speaker.say('range', { from, to })))
}
