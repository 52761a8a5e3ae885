import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays, daysBetween, weekdayIndex } from '../../../crm/hours/index.ts'
import type { DayMention } from './day-finding.ts'
import type { TimePuzzle, TimeReading } from './wish.ts'

/** Between a weekday and its date stand at most small words and what was read as a time of the day. */
const NOTHING_BETWEEN = /^[\s,()·.-]*(?:(?:в|во|на|это|on|the|is|a|at)(?:[\s,()·.-]+|$))*$/u

/** A contradiction; the date that was said stands at this place. */
type DayPuzzle = Omit<TimePuzzle, 'said'> & { start: number; end: number }

/**
 * Makes one day of a weekday and the date beside it: "Monday, 30 November". When the date is another weekday's, both are
 * taken out and the contradiction is told. `rest` is the text in which days and times are blanked.
 */
export function joinDays(
  mentions: readonly DayMention[],
  rest: string,
  today: CalendarDate,
): { mentions: DayMention[]; puzzle?: DayPuzzle } {
  const joined: DayMention[] = []
  let puzzle: DayPuzzle | undefined
  for (const mention of mentions) {
    const before = joined.at(-1)
    const gap = before === undefined ? '' : rest.slice(before.end, mention.start)
    const pair = before === undefined || !NOTHING_BETWEEN.test(gap) ? undefined : pairOf(before, mention)
    const [date] = pair?.date.dates ?? []
    if (before === undefined || pair === undefined || date === undefined) {
      joined.push(mention)
      continue
    }
    const place = { start: before.start, end: mention.end }
    if (weekdayIndex(date) === pair.weekday) joined[joined.length - 1] = { ...place, dates: [date], isDate: 'exact' }
    // "Tomorrow, Saturday" may be two days of a list; without a comma it cannot.
    else if (pair.date.isDate === 'near' && gap.includes(',')) joined.push(mention)
    else {
      joined.pop()
      const { start, end } = pair.date
      puzzle = { kind: 'weekday', dates: [date, weekdayNear(date, pair.weekday, today)], start, end }
    }
  }
  return { mentions: joined, ...(puzzle === undefined ? {} : { puzzle }) }
}

/** The reading as the answer to "which of the two days?": by its weekday, its number, or its place in the question. */
export function answeredDay<Reading extends TimeReading & { touched: boolean }>(
  reading: Reading,
  dates: readonly CalendarDate[],
): Omit<Reading, 'pick' | 'number'> {
  const { pick: _pick, number: _number, ...rest } = reading
  const option = reading.wish?.options[0]
  const date =
    typeof reading.pick === 'number'
      ? dates[reading.pick - 1]
      : (dates.find(known => option?.dates.includes(known)) ??
        dates.find(known => option?.dates.some(said => weekdayIndex(said) === weekdayIndex(known))) ??
        dates.find(known => Number(known.slice(8)) === reading.number))
  if (date === undefined || reading.puzzle !== undefined || (reading.wish?.options.length ?? 0) > 1) return reading
  return { ...rest, touched: true, wish: { options: [{ dates: [date], windows: option?.windows ?? [] }] } }
}

function pairOf(left: DayMention, right: DayMention): { weekday: number; date: DayMention } | undefined {
  if (left.weekday !== undefined && right.isDate !== undefined) return { weekday: left.weekday, date: right }
  if (right.weekday !== undefined && left.isDate !== undefined) return { weekday: right.weekday, date: left }
  return undefined
}

/** The nearest day of that weekday that is not over. */
function weekdayNear(date: CalendarDate, weekday: number, today: CalendarDate): CalendarDate {
  const after = addDays(date, (weekday - weekdayIndex(date) + 7) % 7)
  const before = addDays(after, -7)
  return before >= today && daysBetween(before, date) < daysBetween(date, after) ? before : after
}
