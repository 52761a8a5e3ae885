import type { CalendarDate, ClockTime, TimeRange } from '../../../../core/contract/index.ts'
import { slips } from '../language/distance.ts'
import { digits } from '../language/numbers.ts'
import { blank, occurs, whole } from '../language/text.ts'
import { boundDays, settleDoubts } from './bounds.ts'
import { addDays, clockOf, datesFrom, minutesOf } from './calendar.ts'
import { type ClockMention, readClock } from './clock.ts'
import type { DayMention } from './day-finding.ts'
import { readDays } from './days.ts'
import { isUnwanted } from './negation.ts'
import { joinDays } from './one-day.ts'
import { readRelative } from './relative.ts'
import { writtenOut } from './shorthand.ts'
import {
  type ClockWindow,
  mergeWishes,
  type TimeOption,
  type TimePuzzle,
  type TimeReading,
  type TimeWish,
  withoutDates,
} from './wish.ts'
import { MENDED_WORDS, UNMENDED_WORDS, USUAL_HOURS } from './words.ts'

/** What the words of time are read against, all in the company's zone. */
export interface TimeContext {
  date: CalendarDate
  time: ClockTime
  /** From the earliest opening to the latest closing of a date, or of the week. */
  hours: (date?: CalendarDate) => TimeRange | undefined
  /** ISO 3166 alpha-2 of the company: there 3/8 is the eighth of March or the third of August. */
  country?: string
}

const CORRECTION = whole(
  'хотя нет|хотя лучше|ой нет|нет стоп|то есть нет|вернее|точнее|а нет|no wait|wait no|oh no|or rather|scratch that|actually no|no actually|i mean',
)
const LONE_NUMBER =
  /^[^\p{N}]*(?<![\p{L}\p{N}])(?<n>\d{1,2})(?![\p{L}\p{N}])(?! ?(?:лет|год|рук|раз|человек|чел|мастер|услуг|people|persons|hands|times|services|%|₽|\$))[^\p{N}]*$/u
/** A number in a longer sentence counts something. */
const MOST_WORDS_AROUND_NUMBER = 5
const SOONEST = whole(
  'как можно (?:скорее|быстрее|раньше|скорей)|поскорее|поскорей|побыстрее|(?:самое |на )?ближайшее(?: свободное)?(?: время| окно| окошко)?|ближайш(?:ая|ую|ий) (?:запись|время|дату|слот)|первое свободное|срочно|as soon as possible|asap|as early as possible|(?:the )?soonest(?: possible)?|(?:the )?(?:earliest|first|next|nearest) (?:available|possible|free|open|slot|appointment|time|opening)(?: slot| time| appointment| opening)?|urgently',
)
// Alone or beside coming and being free; "not right now", "that's all for now" and "book it now" say nothing about the visit.
const NOW = whole(
  'прямо сейчас|сейчас|(?:come|come in|free|available|open|in|over|there|seen|do|today)(?: right)? now|^(?:right )?now(?: please)?$|(?<!not )(?:right away|straight away|immediately)',
)
/** "At 3:30 instead of 3". */
const INSTEAD_OF = whole(
  "(?:instead of|rather than|вместо|(?:have|had|got) (?:something|plans|work|a meeting)(?: else)?)(?: at| в)? \\d{1,2}(?:[:.]\\d\\d)?(?: ?(?:am|pm|o'clock|часов|часа))?",
)
const IN_HOURS = whole(
  'через (?:(?<n>\\d+)(?<more> с половиной)? )?(?:час(?:а|ов|ик|ика|иков)?|(?<half>полчас(?:а|ика)))|через (?<long>полтора) часа|(?:часа|часов|часика|часиков) через (?<about>\\d+)|через (?<min>\\d+) (?:минут(?:ы|у)?|мин)|минут через (?<mins>\\d+)|in (?:(?<e>\\d+|an|a) hours?|(?<ehalf>half an hour))',
)
/** Where "3/4" is the fourth of March. */
const MONTH_FIRST = new Set(['US', 'PH', 'BZ', 'FM', 'PW', 'MH'])

/** Reads everything that a text says about time; `text` is normalised. What the client takes back in the same breath does not count. */
export function readTime(text: string, context: TimeContext): TimeReading & { touched: boolean } {
  const [taken, meant] = corrected(text)
  const reading = readPart(meant, context)
  if (taken === '' || reading.relative !== undefined || reading.pick !== undefined) return reading
  const before = readPart(taken, context)
  if (!reading.touched) return before
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
  const excluded = unique([...unwanted].flatMap(mention => mention.dates))
  const chosen = mentions.filter(mention => !unwanted.has(mention))
  const wanted = settleDoubts(boundDays(chosen, beforeDays, context.date))
  let wish = withoutDates(combine(wanted, clock.mentions), excluded)
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
  const named = wish !== undefined && wish.options.length > 0
  const future = wish === undefined ? undefined : withoutPast(wish, context)
  const reading: TimeReading = { excluded, past: named && future === undefined }
  if (future !== undefined) reading.wish = future
  if (puzzle !== undefined) reading.puzzle = puzzle
  if (wanted.length > 0 && wanted.every(mention => mention.isWeekly === true)) reading.isWeekly = true
  if ([...unwanted].some(mention => mention.isWeekly)) reading.isExcludedWeekly = true
  // "A week later, also on Friday": the weekday says nothing new.
  if (pointed.relative !== undefined && 'days' in pointed.relative && (pointed.relative.days ?? 1) % 7 === 0)
    delete reading.wish
  if (pointed.relative !== undefined) Object.assign(reading, mixed(pointed.relative, future))
  if (pointed.pick !== undefined) reading.pick = pointed.pick
  const number = loneNumber(clock.rest)
  if (number !== undefined) reading.number = number
  const touched =
    named ||
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

/** Puts days and times that belong together into options: "Friday at 5 or Saturday morning" are two. */
function combine(days: readonly DayMention[], clocks: readonly ClockMention[]): TimeWish | undefined {
  if (days.length === 0 && clocks.length === 0) return undefined
  const sure = inOrder(days)
  const mentions = [...sure, ...clocks].sort((a, b) => a.start - b.start)
  const groups: { days: DayMention[]; clocks: ClockMention[]; closed: boolean }[] = []
  for (const [index, mention] of mentions.entries()) {
    const group = groups.at(-1)
    const isDay = 'dates' in mention
    const previous = mentions[index - 1]
    // A day after "day and time" begins a new option, and so does a time before its own day ("at 5 on Friday or at 6 on Saturday").
    const full = group !== undefined && group.days.length > 0 && group.clocks.length > 0
    const startsNew =
      full && (isDay ? group.closed : nextIsItsDay(mentions, index) && previous !== undefined && 'dates' in previous)
    if (group === undefined || startsNew)
      groups.push({ days: isDay ? [mention] : [], clocks: isDay ? [] : [mention], closed: false })
    else if (isDay) group.days.push(mention)
    else {
      group.clocks.push(mention)
      group.closed = group.days.length > 0
    }
  }
  const options = groups.map(group => ({
    dates: unique(group.days.flatMap(day => day.dates)),
    windows: narrow(group.clocks),
  }))
  const isUnsure = sure.some(day => day.unsure)
  return { options: options.slice(0, 3), ...(isUnsure ? { unsure: true } : {}) }
}

/** "Tuesday or Wednesday", said on a Wednesday, means the one after that Tuesday. */
function inOrder(days: readonly DayMention[]): readonly DayMention[] {
  return days.map((day, index) => {
    const before = days[index - 1]?.dates[0]
    const [first, second, ...others] = day.dates
    if (!day.unsure || second === undefined || others.length > 0 || before === undefined) return day
    if (first === undefined || before <= first) return day
    const { unsure: _settled, ...known } = day
    return { ...known, dates: [second] }
  })
}

function nextIsItsDay(mentions: readonly (DayMention | ClockMention)[], index: number): boolean {
  const next = mentions[index + 1]
  return next !== undefined && 'dates' in next
}

/** "At 7 in the evening" is one time, "after two and before six" one range, "in the morning or in the evening" two. */
function narrow(clocks: readonly ClockMention[]): ClockWindow[] {
  const points = clocks.filter(clock => clock.window.kind !== 'range').map(clock => clock.window)
  const ranges = clocks.filter(clock => clock.window.kind === 'range')
  if (points.length > 0)
    return points.map(point =>
      halfOfDay(
        point,
        ranges.map(range => range.window),
      ),
    )
  const bounds = ranges.filter(range => range.open !== undefined)
  const parts = ranges.filter(range => range.open === undefined).map(range => range.window)
  if (bounds.length === 0) return withoutWider(parts)
  const from = Math.max(...bounds.map(bound => minutesOf(bound.window.from)))
  const to = Math.min(...bounds.map(bound => minutesOf(bound.window.to)))
  const bound: ClockWindow = { kind: 'range', from: clockOf(from), to: clockOf(to) }
  if (parts.length === 0) return from < to ? [bound] : []
  return parts
    .map(part => ({
      ...part,
      from: clockOf(Math.max(from, minutesOf(part.from))),
      to: clockOf(Math.min(to, minutesOf(part.to))),
    }))
    .filter(part => part.from < part.to)
}

/** "In the morning, at ten or eleven": the wider part says nothing new. */
function withoutWider(parts: readonly ClockWindow[]): ClockWindow[] {
  const isWithin = (inner: ClockWindow, outer: ClockWindow) =>
    inner.from >= outer.from && inner.to <= outer.to && (inner.from !== outer.from || inner.to !== outer.to)
  return parts.filter(part => !parts.some(other => isWithin(other, part)))
}

function halfOfDay(point: ClockWindow, ranges: readonly ClockWindow[]): ClockWindow {
  const { or, ...sure } = point
  if (ranges.length === 0) return point
  const twelveLater = clockOf(minutesOf(point.from) + 720)
  const candidates = [point.from, or, minutesOf(point.from) < 720 ? twelveLater : undefined]
  const fitting = candidates.find(
    time => time !== undefined && ranges.some(range => time >= range.from && time < range.to),
  )
  return fitting === undefined ? point : { ...sure, from: fitting, to: fitting }
}

/** Minutes from now that "in an hour", «через полтора часа» and «минут через сорок» mean. */
function minutesAhead(groups: Readonly<Record<string, string | undefined>>): number {
  if (groups['half'] !== undefined || groups['ehalf'] !== undefined) return 30
  if (groups['long'] !== undefined) return 90
  const minutes = groups['min'] ?? groups['mins']
  if (minutes !== undefined) return Number(minutes)
  const count = Number(
    groups['n'] ?? groups['about'] ?? (groups['e'] === 'an' || groups['e'] === 'a' ? 1 : (groups['e'] ?? 1)),
  )
  return 60 * count + (groups['more'] === undefined ? 0 : 30)
}

function soon(groups: Readonly<Record<string, string | undefined>>, context: TimeContext): TimeWish {
  const from = minutesOf(context.time) + minutesAhead(groups)
  if (from >= 1440) return { options: [{ dates: [addDays(context.date, 1)], windows: [] }], unsure: true }
  return {
    options: [
      { dates: [context.date], windows: [{ kind: 'range', from: clockOf(from - 10), to: clockOf(from + 90) }] },
    ],
  }
}

/** The wish without what is over; undefined when nothing else was named. */
function withoutPast(wish: TimeWish, context: TimeContext): TimeWish | undefined {
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

function loneNumber(rest: string): number | undefined {
  const text = rest.replaceAll('\u00b7', ' ').trim()
  const match = text.split(/\s+/u).length <= MOST_WORDS_AROUND_NUMBER ? LONE_NUMBER.exec(text) : null
  return match === null ? undefined : Number(match.groups?.['n'])
}

function unique(dates: readonly CalendarDate[]): CalendarDate[] {
  return [...new Set(dates)].sort()
}

function mend(text: string): string {
  return text.replace(/[\p{L}]{6,}/gu, word => {
    if (MENDED_WORDS.includes(word) || UNMENDED_WORDS.includes(word)) return word
    const allowed = word.length >= 10 ? 2 : 1
    const candidates = MENDED_WORDS.filter(known => known[0] === word[0] && slips(word, known, allowed) <= allowed)
    const [first] = candidates.sort((a, b) => slips(word, a, allowed) - slips(word, b, allowed))
    return first ?? word
  })
}

/** The wish for any time of the coming days, for "when have you got time?". */
export function comingDays(from: CalendarDate, days: number): TimeWish {
  return { options: [{ dates: datesFrom(from, addDays(from, days - 1)), windows: [] }] }
}
