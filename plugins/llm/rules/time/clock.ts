import type { ClockTime, TimeRange } from '../../../../core/contract/index.ts'
import { blank, whole } from '../language/text.ts'
import { clockOf, minutesOf } from './calendar.ts'
import type { ClockWindow } from './wish.ts'
import { DAY_PARTS, HALF_DAY_WORDS } from './words.ts'

/** A time of the day that a text names. `open` ends on one side: "after six", "before noon". */
export interface ClockMention {
  start: number
  end: number
  window: ClockWindow
  open?: 'after' | 'before'
}

type Groups = Readonly<Record<string, string | undefined>>
interface ClockRule {
  pattern: RegExp
  read: (groups: Groups, hours: TimeRange) => Omit<ClockMention, 'start' | 'end'> | undefined
}

const HALF = 'утра|дня|вечера|ночи|am|pm|a\\.m\\.?|p\\.m\\.?|in the morning|in the afternoon|in the evening|at night'
const NO_UNIT =
  '(?! ?(?:лет|год|рук|раз|тон|этап|сло|цвет|человек|people|person|hands|times|days|weeks|months|minutes|mins|минут|мин|дней|недел|месяц|мастер|услуг|руб|тыс|балл|бонус|автобус|маршрут|трамва|троллейб|электрич|поезд|рейс|этаж|кабинет|подъезд|офис|квартир|₽|\\$|%|hours|кг|см|quid|pounds|years?|yrs|yo|(?:\\p{L}+ ){1,2}(?:street|lane|road|rd|avenue|ave|crescent|terrace|gardens|mews)(?!\\p{L})))'
const ABOUT =
  '(?:около|примерно в|примерно к|приблизительно в|ориентировочно в|плюс-минус в|примерно|где-то в|где-то к|где то в|в районе|ближе к|часов в|часиков в|часа в|часикам к|часам к|часов на|часиков на|часа на|around|about|roughly at|approximately at|circa)'

function hour(name: string): string {
  return `(?<h${name}>[01]?\\d|2[0-4])(?:[:.-](?<m${name}>[0-5]\\d)(?!\\d)| ?(?:час(?:а|ов)?|ч\\.?) ?(?<k${name}>[0-5]?\\d)(?: ?(?:минут(?:а|ы)?|мин))?(?![:.\\d])| (?<n${name}>[0-5][05])(?! ?(?:числа|-го|го)))?${NO_UNIT}(?: ?(?:час(?:а|у|ом|ов|иков|ика|ам|икам)?|ч|o'clock|oclock|h))?(?: ?(?<p${name}>${HALF}))?`
}

/** The hour before: "half of the first" is half past twelve, for nobody means the night. */
function hourBefore(said: string | undefined): number {
  const hourSaid = said === 'час' ? 1 : Number(said)
  return hourSaid === 1 ? 12 : hourSaid - 1
}

const UNREAL = whole(
  "(?<=(?:^|\\s)(?:в|к|на|at|for) )-\\d{1,2}(?:[:.]\\d\\d)?|(?:2[5-9]|[3-9]\\d)[:.]\\d\\d(?![.:]\\d)(?! ?(?:₽|руб|р|\\$|€|%))|24:(?:0[1-9]|[1-5]\\d)|(?<!(?:до|to|till|until|-) ?|\\d)24[:.]00|(?<=(?:^|\\s)(?:в|к|at) )(?:3[2-9]|[4-9]\\d)(?![\\d.:-]| ?(?:\\p{L}|%|₽|\\$|€))|[0-2]?\\d:[6-9]\\d|(?<!(?:за|через|in|within|after) |\\d[:.-])(?:2[5-9]|[3-9]\\d|[1-9]\\d{2,3}) ?(?:час(?:а|ов|иков)?|o'clock|oclock|am|pm)",
)

const RULES: readonly ClockRule[] = [
  rule(
    `(?<!at )(?:с|со|от|между|в промежутке (?:с|между)|between|from)? ?${hour('1')} ?(?:до|и|по|and|to|till|until) ${hour('2')}`,
    (g, hours) => between(g, hours),
  ),
  rule(
    '(?:с )?(?<h1>[01]?\\d|2[0-3])[:.](?<m1>[0-5]\\d) ?- ?(?<h2>[01]?\\d|2[0-4])[:.](?<m2>[0-5]\\d)(?!\\d)',
    (g, hours) => between(g, hours),
  ),
  rule(
    '(?<h1>[01]?\\d|2[0-4]) ?- ?(?<h2>1?\\d|2[0-4])(?!0)(?: ?(?:час(?:а|ов)?|ч))?(?: ?(?<p2>am|pm|утра|дня|вечера))?',
    (g, hours) => between(g, hours),
  ),
  rule(`(?:at |by )?${hour('1')} (?:at (?:the )?(?:very )?latest|the latest|latest|at most|max)`, (g, hours) =>
    before(g, hours, 1),
  ),
  rule(`(?:actually|no|rather|better|sorry),? ${hour('')}$`, (g, hours) =>
    said(g, Number(g['h']), minute(g, ''), hours),
  ),
  // "I finish at 5, so anything after that."
  rule(`${hour('1')}[^\\d.;!?]{0,40}? after (?:that|then|it)`, (g, hours) => after(g, hours)),
  rule(
    `(?:can't|cannot|can not|couldn't|won't|not)(?: [\\p{L}']+){0,4} (?:until|till|before) ${hour('1')}`,
    (g, hours) => after(g, hours),
  ),
  rule(`(?:не позже(?: чем)?(?: в)?|не позднее|by|no later than|not later than) ${hour('1')}`, (g, hours) =>
    before(g, hours, 1),
  ),
  rule(
    `(?:после|позже|позднее|не раньше(?: чем)?(?: в)?|не ранее|начиная с|(?<!quarter )after|not before|no earlier than|later than|any ?time after) ${hour('1')}`,
    (g, hours) => after(g, hours),
  ),
  rule(`(?:до|раньше|before|until|till|earlier than|any ?time before) ${hour('1')}`, (g, hours) => before(g, hours, 0)),
  rule(`(?<about>${ABOUT} )?(?:в |на |к )?пол-? ?(?<h>\\d{1,2})(?:-?го)?(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 30, hours),
  ),
  rule(`(?<about>${ABOUT} )?(?:в |на |к )?половин[еуа] (?<h>\\d{1,2})(?:-?го)?(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 30, hours),
  ),
  rule(
    `(?<about>${ABOUT} )?(?:в |на |к )?(?<m>[1-5]?\\d) минут[уы]? (?<h>\\d{1,2})-го(?: (?<p>${HALF}))?`,
    (g, hours) => said(g, hourBefore(g['h']), Number(g['m']), hours),
  ),
  rule(`(?:в |к )(?<h>1?\\d) с половиной(?: часа)?(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, Number(g['h']), 30, hours),
  ),
  rule('(?:в |к )?(?<h>1?\\d)-м(?:у)? часу(?: (?<p>утра|дня|вечера|ночи))?', (g, hours) => duringHour(g, hours)),
  rule(`(?:в |на |к )?четверть (?<h>\\d{1,2})-?го(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 15, hours),
  ),
  rule(`(?:в |на |к )?без (?:четверти|15(?: минут)?) (?<h>\\d{1,2}|час)(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 45, hours),
  ),
  rule(`(?:в |на |к )?без (?<m>5|10|20|25)(?: минут)? (?<h>\\d{1,2}|час)(?: (?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 60 - Number(g['m']), hours),
  ),
  rule(`(?:в |на |к )?начале (?<h>\\d{1,2})-?го(?: (?<p>${HALF}))?`, (g, hours) =>
    said({ ...g, about: '1' }, hourBefore(g['h']), 0, hours),
  ),
  rule(`(?<about>${ABOUT} )?(?:at )?half (?:past )?(?<h>\\d{1,2})(?: ?(?<p>${HALF}))?`, (g, hours) =>
    said(g, Number(g['h']), 30, hours),
  ),
  rule(`(?<about>${ABOUT} )?(?:at )?(?:a )?quarter (?:to|of|before) (?<h>\\d{1,2})(?: ?(?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 45, hours),
  ),
  rule(`(?<about>${ABOUT} )?(?:at )?(?:a )?quarter (?:past|after) (?<h>\\d{1,2})(?: ?(?<p>${HALF}))?`, (g, hours) =>
    said(g, Number(g['h']), 15, hours),
  ),
  rule(`(?:at )?(?<m>5|10|20|25)(?: minutes)? past (?<h>\\d{1,2})(?: ?(?<p>${HALF}))?`, (g, hours) =>
    said(g, Number(g['h']), Number(g['m']), hours),
  ),
  rule(`(?:at )?(?<m>5|10|20|25)(?: minutes)? to (?<h>\\d{1,2})(?: ?(?<p>${HALF}))?`, (g, hours) =>
    said(g, hourBefore(g['h']), 60 - Number(g['m']), hours),
  ),
  rule('(?:before|until|till|earlier than) (?:12 )?(?:noon|midday)', (_, hours) => before({ h1: '12' }, hours, 0)),
  rule('by (?:12 )?(?:noon|midday)', (_, hours) => before({ h1: '12' }, hours, 1)),
  rule('(?:after|from|later than|any ?time after) (?:12 )?(?:noon|midday)', (_, hours) => after({ h1: '12' }, hours)),
  rule(`(?:at )?${hour('')} (?:on the dot|sharp|exactly|prompt|precisely)`, (g, hours) =>
    said(g, Number(g['h']), minute(g, ''), hours),
  ),
  rule('(?:в )?полдень|к полудню|(?:at )?(?:noon|midday)', (_, hours) => said({}, 12, 0, hours)),
  // "afternoon 2:15", "in the evening at 6": the part of the day stands before the hour.
  rule(
    `(?:in the )?(?<part>morning|afternoon|evening),?(?: at| around| about| by)? (?!\\d{1,2} (?:to|till|until|and) )${hour('')}`,
    (g, hours) => said({ ...g, p: g['p'] ?? `in the ${g['part']}` }, Number(g['h']), minute(g, ''), hours),
  ),
  rule(`(?<about>${ABOUT}) ${hour('')}`, (g, hours) => said({ ...g }, Number(g['h']), minute(g, ''), hours)),
  rule(
    `(?:в|во|к|на|at|for|@|make it|let's do|let's say|how about|what about) ${hour('')}(?<about>-?ish)?`,
    (g, hours) => said(g, Number(g['h']), minute(g, ''), hours),
  ),
  rule(`с ${hour('1')}|(?:from|starting) ${hour('2')}`, (g, hours) =>
    after(g['h1'] === undefined ? { h1: g['h2'], m1: g['m2'], n1: g['n2'], p1: g['p2'] } : g, hours),
  ),
  rule('(?<h>[01]?\\d|2[0-3])[:.-](?<m>[0-5]\\d)(?: ?(?<p>am|pm|a\\.m\\.?|p\\.m\\.?|утра|дня|вечера))?', (g, hours) =>
    said(g, Number(g['h']), minute(g, ''), hours),
  ),
  rule(`(?<h>1?\\d|2[0-4]) ?(?<p>${HALF})(?<about>-?ish)?`, (g, hours) => said(g, Number(g['h']), 0, hours)),
  // "пт 1530", "в 1530", "суббота 13 00": without a colon only after a day or a preposition.
  rule(`(?:(?:в|на|к) |(?<=\u00b7,? ))(?<h>[01]\\d|2[0-3])(?<m>[0-5][05])${NO_UNIT}`, (g, hours) =>
    said(g, Number(g['h']), minute(g, ''), hours),
  ),
  rule(`(?<=\u00b7,? )(?<h>[01]?\\d|2[0-3]) (?<m>[0-5]0)${NO_UNIT}`, (g, hours) =>
    said(g, Number(g['h']), minute(g, ''), hours),
  ),
  rule("(?<h>1?\\d|2[0-4]) ?(?:час(?:а|ов|иков|ика)|o'clock|oclock|ч|h)", (g, hours) =>
    said(g, Number(g['h']), 0, hours),
  ),
  rule('(?<h>1?\\d|2[0-4])(?<about>-?ish)', (g, hours) => said(g, Number(g['h']), 0, hours)),
  ...DAY_PARTS.map(({ words, range }) =>
    rule(`(?:не|кроме|only not|not|except)(?: в| на)? (?:${words})`, () => without(range)),
  ),
  ...DAY_PARTS.map(({ words, range }) => rule(words, () => ({ window: { kind: 'range' as const, ...range } }))),
]

/** Reads all times of the day that a text names. An hour without half of the day is read by the opening hours; `unreal` is a time that no clock shows. */
export function readClock(text: string, hours: TimeRange): { mentions: ClockMention[]; rest: string; unreal?: string } {
  const mentions: ClockMention[] = []
  const unreal = text.matchAll(UNREAL).next().value
  let rest = unreal === undefined ? text : blank(text, unreal.index, unreal.index + unreal[0].length)
  for (const { pattern, read } of RULES) {
    for (const match of rest.matchAll(pattern)) {
      const found = read(match.groups ?? {}, hours)
      if (found === undefined) continue
      const end = match.index + match[0].length
      mentions.push({ ...found, start: match.index, end })
      rest = blank(rest, match.index, end)
    }
  }
  return {
    mentions: mentions.sort((a, b) => a.start - b.start),
    rest,
    ...(unreal === undefined ? {} : { unreal: unreal[0] }),
  }
}

/** The readings of an hour that the opening hours allow, likelier first. */
export function hourReadings(hourSaid: number, minutes: number, hours: TimeRange): readonly [ClockTime, ClockTime?] {
  const literal = clockOf(hourSaid * 60 + minutes)
  if (hourSaid === 0 || hourSaid >= 12) return [literal]
  const later = clockOf((hourSaid + 12) * 60 + minutes)
  const isOpen = (time: ClockTime) => minutesOf(time) >= minutesOf(hours.from) && minutesOf(time) < minutesOf(hours.to)
  if (isOpen(literal) && isOpen(later)) return [literal, later]
  if (isOpen(literal)) return [literal]
  return isOpen(later) || hourSaid < 8 ? [later] : [literal]
}

function rule(source: string, read: ClockRule['read']): ClockRule {
  return { pattern: whole(source), read }
}

function minute(groups: Groups, name: string): number {
  return Number(groups[`m${name}`] ?? groups[`n${name}`] ?? groups[`k${name}`] ?? 0)
}

function said(
  groups: Groups,
  hourSaid: number,
  minutes: number,
  hours: TimeRange,
): Omit<ClockMention, 'start' | 'end'> | undefined {
  if (hourSaid < 0 || hourSaid > 23) return undefined
  const [time, or] = readings(hourSaid, minutes, groups['p'], hours)
  const kind = groups['about'] === undefined ? 'exact' : 'about'
  return { window: { kind, from: time, to: time, ...(or === undefined ? {} : { or }) } }
}

function readings(hourSaid: number, minutes: number, half: string | undefined, hours: TimeRange) {
  const narrowed = HALF_DAY_WORDS.find(({ words }) => half !== undefined && words.test(half))
  if (narrowed === undefined) return hourReadings(hourSaid, minutes, hours)
  const candidates = [hourSaid, hourSaid === 12 ? 0 : hourSaid + 12]
  const fitting = candidates.find(candidate => candidate >= narrowed.from && candidate <= narrowed.to)
  return [clockOf((fitting ?? hourSaid) * 60 + minutes)] as const
}

function between(groups: Groups, hours: TimeRange): Omit<ClockMention, 'start' | 'end'> | undefined {
  const [to] = readings(Number(groups['h2']), minute(groups, '2'), groups['p2'], hours)
  const half = groups['p1'] ?? groups['p2']
  const starts = [
    readings(Number(groups['h1']), minute(groups, '1'), half, hours),
    readings(Number(groups['h1']), minute(groups, '1'), undefined, hours),
  ]
  const from = starts.flat().find(start => start !== undefined && minutesOf(start) < minutesOf(to))
  return from === undefined ? undefined : { window: { kind: 'range', from, to } }
}

/** "В шестом часу": between five and six. */
function duringHour(groups: Groups, hours: TimeRange): Omit<ClockMention, 'start' | 'end'> {
  const [from] = readings(hourBefore(groups['h']), 0, groups['p'], hours)
  return { window: { kind: 'range', from, to: clockOf(minutesOf(from) + 60) } }
}

/** "Not in the morning": what is left of the day; a part in its middle leaves both ends, and says nothing. */
function without({ from, to }: TimeRange): Omit<ClockMention, 'start' | 'end'> | undefined {
  if (minutesOf(from) < 11 * 60) return { window: { kind: 'range', from: to, to: '24:00' }, open: 'after' }
  if (minutesOf(to) >= 18 * 60) return { window: { kind: 'range', from: '00:00', to: from }, open: 'before' }
  return undefined
}

function after(groups: Groups, hours: TimeRange): Omit<ClockMention, 'start' | 'end'> {
  const [from] = readings(Number(groups['h1']), minute(groups, '1'), groups['p1'], hours)
  return { window: { kind: 'range', from, to: '24:00' }, open: 'after' }
}

function before(groups: Groups, hours: TimeRange, inclusive: 0 | 1): Omit<ClockMention, 'start' | 'end'> {
  const [to] = readings(Number(groups['h1']), minute(groups, '1'), groups['p1'], hours)
  return { window: { kind: 'range', from: '00:00', to: clockOf(minutesOf(to) + inclusive) }, open: 'before' }
}
