import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays } from '../../../crm/hours/index.ts'
import { digits } from '../language/numbers.ts'
import { blank, occurs, whole } from '../language/text.ts'
import { boundDays, settleDoubts } from './bounds.ts'
import { datesFrom } from './calendar.ts'
import { readClock } from './clock.ts'
import { combine, unique } from './combine.ts'
import type { TimeContext } from './context.ts'
import type { DayMention } from './day-finding.ts'
import { readDays } from './days.ts'
import { isUnwanted } from './negation.ts'
import { joinDays } from './one-day.ts'
import { isOwnPlan } from './own-plans.ts'
import { withoutPast } from './past.ts'
import { areTogether, refusedHours } from './refused-hours.ts'
import { readRelative } from './relative.ts'
import { writtenOut } from './shorthand.ts'
import { IN_HOURS, NOW, SOONEST, soon } from './soon.ts'
import { mend } from './spelling.ts'
import { mergeWishes, type TimePuzzle, type TimeReading, type TimeWish, withoutDates } from './wish.ts'
import { USUAL_HOURS } from './words.ts'

const CORRECTION = whole(
  'хотя нет|хотя лучше|ой|тьфу|блин|упс|нет стоп|то есть|имел\\p{L}* в виду|(?:но|а|хотя) (?:все[ -]таки |все же )?лучше|вернее|точнее|а нет|no wait|wait no|oh no|or rather|scratch that|no sorry|sorry no|actually no|no actually|i mean',
)
const LONE_NUMBER =
  /^[^\p{N}]*(?<![\p{L}\p{N}])(?<n>\d{1,2})(?![\p{L}\p{N}])(?! ?(?:лет|год|рук|раз|человек|чел|мастер|услуг|people|persons|hands|times|services|%|₽|\$))[^\p{N}]*$/u
/** A number in a longer sentence counts something. */
const MOST_WORDS_AROUND_NUMBER = 5
/** "At 3:30 instead of 3". */
const INSTEAD_OF = whole(
  "(?:instead of|rather than|вместо|(?:have|had|got) (?:something|plans|work|a meeting)(?: else)?)(?: at| в)? \\d{1,2}(?:[:.]\\d\\d)?(?: ?(?:am|pm|o'clock|часов|часа))?",
)
/** Where "3/4" is the fourth of March. */
const MONTH_FIRST = new Set(['US', 'PH', 'BZ', 'FM', 'PW', 'MH'])

/** Reads everything that a text says about time; `text` is normalised. What the client takes back in the same breath does not count. */
export function readTime(text: string, context: TimeContext): TimeReading & { touched: boolean } {
  const [taken, meant] = corrected(text)
  const reading = readPart(meant, context)
  if (taken === '' || reading.relative !== undefined || reading.pick !== undefined) return reading
  const before = readPart(taken, context)
  if (!reading.touched) return reading.number === undefined ? before : { ...before, number: reading.number }
  return { ...reading, ...(reading.wish === undefined ? {} : { wish: mergeWishes(before.wish, reading.wish) }) }
}

/** "On Thursday, no wait, on Friday": what was said before the correction, and what is meant. */
export function corrected(text: string): [taken: string, meant: string] {
  const last = [...text.matchAll(CORRECTION)].at(-1)
  return last === undefined ? ['', text] : [text.slice(0, last.index), text.slice(last.index + last[0].length)]
}

function readPart(text: string, context: TimeContext): TimeReading & { touched: boolean } {
  let rest = digits(mend(writtenOut(text))).replace(INSTEAD_OF, found => '\u00b7'.repeat(found.length))
  const soonest = occurs(SOONEST, rest)
  if (soonest) rest = rest.replace(SOONEST, found => '\u00b7'.repeat(found.length))
  const inHours = rest.matchAll(IN_HOURS).next().value
  if (inHours !== undefined) rest = blank(rest, inHours.index, inHours.index + inHours[0].length)
  const beforeDays = rest
  const days = readDays(rest, context.date, MONTH_FIRST.has(context.country ?? ''))
  const pointed = readRelative(days.rest)
  const blanked = days.mentions.length > 1 ? readClock(pointed.rest, USUAL_HOURS).rest : pointed.rest
  const { mentions, puzzle: doubt } = joinDays(days.mentions, blanked, context.date)
  const onlyDate = mentions.length === 1 && mentions[0]?.dates.length === 1 ? mentions[0].dates[0] : undefined
  const clock = readClock(pointed.rest, context.hours(onlyDate) ?? context.hours() ?? USUAL_HOURS)

  const unwanted = new Set<DayMention>()
  for (const [index, mention] of mentions.entries()) {
    const previous = mentions[index - 1]
    if (isUnwanted(beforeDays, mention, previous, previous !== undefined && unwanted.has(previous)))
      unwanted.add(mention)
  }
  const refused = refusedHours(beforeDays, clock.mentions, mentions)
  for (const day of refused.days) unwanted.delete(day)
  const excluded = unique([...unwanted].flatMap(mention => mention.dates))
  const named = mentions.filter(mention => !unwanted.has(mention))
  const unfit = new Set(
    named.filter((mention, index) => refused.days.has(mention) || isOwnPlan(beforeDays, mention, named[index - 1])),
  )
  // Days of the client's own plans don't count beside another day; alone they may still be meant.
  const isElsewhen = unfit.size < named.length
  const chosen = isElsewhen ? named.filter(mention => !unfit.has(mention)) : named
  const isDoubtful = !isElsewhen && named.some(mention => unfit.has(mention) && !refused.days.has(mention))
  const hours = clock.mentions.filter(
    mention =>
      !refused.clocks.has(mention) && !(isElsewhen && [...unfit].some(day => areTogether(beforeDays, day, mention))),
  )
  const wanted = settleDoubts(boundDays(chosen, beforeDays, context.date))
  let wish = withoutDates(combine(wanted, hours), excluded)
  if (isDoubtful && wish !== undefined) wish = { ...wish, unsure: true }
  if (inHours !== undefined) wish = soon(inHours.groups ?? {}, context)
  if (wish === undefined && occurs(NOW, clock.rest))
    wish = { options: [{ dates: [context.date], windows: [] }], soonest: true }
  if (soonest) wish = { options: wish?.options ?? [], soonest: true }

  const puzzle: TimePuzzle | undefined =
    doubt?.dates !== undefined
      ? { kind: doubt.kind, said: rest.slice(doubt.start, doubt.end), dates: doubt.dates }
      : days.unreal !== undefined
        ? { kind: 'date', said: days.unreal }
        : clock.unreal === undefined
          ? undefined
          : { kind: 'time', said: clock.unreal }
  const isNamed = wish !== undefined && wish.options.length > 0
  const future = wish === undefined ? undefined : withoutPast(wish, context)
  const reading: TimeReading = { excluded, past: isNamed && future === undefined }
  if (future !== undefined) reading.wish = future
  if (puzzle !== undefined) reading.puzzle = puzzle
  if (wanted.length > 0 && wanted.every(mention => mention.isWeekly === true)) reading.isWeekly = true
  if ([...unwanted].some(mention => mention.isWeekly)) reading.isExcludedWeekly = true
  // "A week later, also on Friday": the weekday says nothing new.
  if (pointed.relative !== undefined && 'days' in pointed.relative && (pointed.relative.days ?? 1) % 7 === 0)
    delete reading.wish
  if (pointed.relative !== undefined) Object.assign(reading, mixed(pointed.relative, future))
  if (pointed.pick !== undefined) reading.pick = pointed.pick
  const times = [...refused.clocks].flatMap(({ window: { from, or } }) => (or === undefined ? [from] : [from, or]))
  if (times.length > 0) reading.excludedTimes = times
  const number = loneNumber(clock.rest)
  if (number !== undefined) reading.number = number
  const touched =
    isNamed ||
    refused.clocks.size > 0 ||
    puzzle !== undefined ||
    soonest ||
    excluded.length > 0 ||
    pointed.relative !== undefined ||
    pointed.pick !== undefined
  return { ...reading, touched }
}

/** "Tomorrow, a bit later" names a day: then "later" is a part of that day and no step from an offer. */
function mixed(relative: NonNullable<TimeReading['relative']>, wish: TimeWish | undefined): Partial<TimeReading> {
  const option = wish?.options[0]
  const isVague =
    (relative.kind === 'earlier' || relative.kind === 'later') &&
    relative.minutes === undefined &&
    relative.days === undefined
  // "A bit earlier, half past two": the hour itself was said.
  const isHourSaid = option?.windows.some(window => window.kind !== 'range') === true
  if (isHourSaid && (isVague || relative.kind === 'other_time')) return {}
  if (relative.kind === 'other_day' && option?.dates.length === 1) return {}
  if (!isVague || option === undefined || option.dates.length === 0) return { relative }
  if (relative.kind === 'earlier' || option.windows.length > 0) return {}
  return { wish: { options: [{ dates: option.dates, windows: [{ kind: 'range', from: '15:00', to: '24:00' }] }] } }
}

function loneNumber(rest: string): number | undefined {
  const text = rest.replaceAll('\u00b7', ' ').trim()
  const match = text.split(/\s+/u).length <= MOST_WORDS_AROUND_NUMBER ? LONE_NUMBER.exec(text) : null
  return match === null ? undefined : Number(match.groups?.['n'])
}

/** The wish for any time of the coming days, for "when have you got time?". */
export function comingDays(from: CalendarDate, days: number): TimeWish {
  return { options: [{ dates: datesFrom(from, addDays(from, days - 1)), windows: [] }] }
}
