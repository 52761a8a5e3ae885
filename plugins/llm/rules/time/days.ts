import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays, weekdayIndex } from '../../../crm/hours/index.ts'
import { blank } from '../language/text.ts'
import { dateOf, datesFrom } from './calendar.ts'
import {
  byWeekday,
  type DayMention,
  type DayRule,
  dayOfMonth,
  type Found,
  inMonth,
  inWeek,
  monthNumber,
  near,
  nearestDate,
  onDate,
  one,
  partOfMonth,
  plainWeekday,
  rule,
  type Saying,
  week,
  weekdayNumber,
  yearOf,
} from './day-finding.ts'
import { ENGLISH_DAYS } from './english-days.ts'
import { RUSSIAN_DAYS } from './russian-days.ts'
import { MONTH_WORDS, WEEKDAY_WORDS, YEAR_AFTER_MONTH } from './words.ts'

const WEEKDAY = WEEKDAY_WORDS.join('|')
const MONTH = MONTH_WORDS.join('|')
const YEAR = YEAR_AFTER_MONTH
const NEXT = 'следующ(?:ий|ую|ее|его|ей|ем)|след|next'
const THIS = 'эт(?:от|у|о|ого|ой)|ближайш(?:ий|ую|ее|его|ей)|this(?: coming)?|the coming|coming'
const DAY_NUMBER = '[0-2]?\\d|3[01]'
/** "The 5th street", "a 6th visit": ordinals that count something else. */
const NO_DATE_AFTER =
  'street|st|ave|avenue|floor|road|rd|block|grade|time|visit|birthday|anniversary|one|option|slot|choice|salon|place|century|person|attempt'

const RULES: readonly DayRule[] = [
  ...RUSSIAN_DAYS,
  rule('(?<y>20\\d\\d)-(?<m>[01]?\\d)-(?<d>[0-3]?\\d)', g =>
    onDate(dateOf(Number(g['y']), Number(g['m']), Number(g['d']))),
  ),
  ...ENGLISH_DAYS,
  rule('(?:3[2-9]|[4-9]\\d)\\.(?:0[1-9]|1[0-2])(?:\\.(?:20)?\\d\\d)?(?! ?(?:₽|руб|р|\\$|€|%))', () => 'unreal'),
  rule(
    '(?<!\\d[./])(?<a>[0-3]?\\d)(?<s>[./])(?<b>[0-3]?\\d)(?:[./](?<y>\\d{4}|\\d\\d))?(?![./]\\d)',
    (g, today, saying) => numericDate(g, today, saying),
  ),
  rule(
    `(?<from>${DAY_NUMBER})(?:-?го|-?е|th|st|nd|rd)? ?(?:-|по|to|until) ?(?<to>${DAY_NUMBER})(?:-?го|-?е|th|st|nd|rd)? (?:of )?(?<month>${MONTH})${YEAR}`,
    (g, today) => monthRange(g, today),
  ),
  rule(`(?<d>${DAY_NUMBER})(?:-?го|-?е|-?ое|th|st|nd|rd)?(?: числа)? (?:of )?(?<month>${MONTH})${YEAR}`, (g, today) =>
    onDate(inMonth(Number(g['d']), g['month'], today, g['y'])),
  ),
  rule(`(?:3[2-9]|[4-9]\\d)(?:-?го|-?е|-?ое|th|st|nd|rd)? (?:of )?(?:${MONTH})`, () => 'unreal'),
  rule(`(?<month>${MONTH}) (?:the )?(?<d>${DAY_NUMBER})(?:th|st|nd|rd)?(?![:.]\\d)${YEAR}`, (g, today) =>
    onDate(inMonth(Number(g['d']), g['month'], today, g['y'])),
  ),
  rule(
    `(?:(?:числа )(?<d>${DAY_NUMBER})(?:-?го|-?е)?|(?<d2>${DAY_NUMBER})(?:-?го|-?е)? числа|(?<!(?:пол|половин[еуа]|четверть|начале|минут) ?)(?<d3>${DAY_NUMBER})-?го|(?<!(?:my|our|his|her|their|your) )(?:the )?(?<d4>${DAY_NUMBER})(?:th|st|nd|rd)(?! (?:${NO_DATE_AFTER})))(?: of (?:this|the) month)?`,
    (g, today) => dayOfMonth(Number(g['d'] ?? g['d2'] ?? g['d3'] ?? g['d4']), today),
  ),
  rule(
    `(?:через (?<ru>\\d+)? ?недел[юиь]|in (?:a|(?<en>\\d+)) weeks?(?: time)?)[ ,]+(?:в |во |on )?(?<w>${WEEKDAY})`,
    (g, today) => byWeekday(inWeek(Number(g['ru'] ?? g['en'] ?? 1), weekdayNumber(g['w']), today)),
  ),
  rule(
    `(?<w>${WEEKDAY}) (?:week|fortnight)|(?:(?:a|one|1|(?<n>\\d)) weeks?|(?<f>a fortnight)) (?:on|from|after) (?:this |next )?(?<v>${WEEKDAY})`,
    (g, today) => {
      const weeks = g['f'] === undefined ? Number(g['n'] ?? 1) : 2
      const weekday = weekdayNumber(g['w'] ?? g['v'])
      return byWeekday(addDays(today, ((weekday - weekdayIndex(today) + 7) % 7) + 7 * weeks))
    },
  ),
  rule(
    "через (?:(?<n>\\d+) )?недел[юиь]|(?:in )?(?:a|one|(?<e>\\d+)) weeks?(?: from (?:now|today)|'?s?'? time)|in (?:a|one|(?<f>\\d+)) weeks?|today week",
    (g, today) => one(addDays(today, 7 * Number(g['n'] ?? g['e'] ?? g['f'] ?? 1))),
  ),
  rule("(?:in )?a fortnight(?:'s time| from (?:now|today))?", (_, today) => one(addDays(today, 14))),
  rule('(?:a|one) week (?:from|after) tomorrow|tomorrow week', (_, today) => one(addDays(today, 8))),
  rule('послезавтра|после завтра|(?:the )?day after tomorrow|overmorrow', (_, today) => near(addDays(today, 2))),
  rule('завтра|завтрашн\\p{L}+|tomorrow|tmrw|tmr|tomorow', (_, today) => near(addDays(today, 1))),
  rule('сегодня|сегодняшн\\p{L}+|(?:later |earlier )?today|tonight|this (?:morning|afternoon|evening)', (_, today) =>
    near(today),
  ),
  rule('вчера|позавчера|yesterday', (_, today) => one(addDays(today, -1))),
  rule(
    'через (?<n>\\d+) (?:дня|дней|день)|in (?<e>\\d+) days?(?: time)?|(?<f>\\d+) days from (?:now|today)',
    (g, today) => one(addDays(today, Number(g['n'] ?? g['e'] ?? g['f']))),
  ),
  rule('через день|every other day', (_, today) => one(addDays(today, 2))),
  rule("через месяц|in a month(?:'s time)?", (_, today) => ({
    dates: datesFrom(addDays(today, 28), addDays(today, 34)),
  })),
  rule(
    `(?:с|со|from) (?<a>${WEEKDAY}) (?:по|до|to|till|until|through) (?<b>${WEEKDAY})|(?<c>${WEEKDAY}) ?- ?(?<d>${WEEKDAY})`,
    (g, today) => weekdayRange(weekdayNumber(g['a'] ?? g['c']), weekdayNumber(g['b'] ?? g['d']), today),
  ),
  rule(
    `(?:через одну|after next|following) (?<w>${WEEKDAY})|(?<v>${WEEKDAY}) (?:after next|через неделю)`,
    (g, today) => byWeekday(inWeek(1, weekdayNumber(g['w'] ?? g['v']), today)),
  ),
  rule(
    `(?<w>${WEEKDAY})(?: на)? (?:следующей недел[еи]|next week|of next week)|(?:на )?(?:следующей недел[еи]|next week)[ ,]+(?:в |во |on )?(?<v>${WEEKDAY})`,
    (g, today) => byWeekday(inWeek(1, weekdayNumber(g['w'] ?? g['v']), today)),
  ),
  rule(`(?<next>${NEXT}) (?<w>${WEEKDAY})`, (g, today) =>
    nextWeekday(weekdayNumber(g['w']), g['next'] === 'next', today),
  ),
  rule(
    `(?:${THIS}) (?<w>${WEEKDAY})|(?<v>${WEEKDAY}) (?:of )?this (?:coming )?week|this week[ ,]+(?:on )?(?<u>${WEEKDAY})`,
    (g, today) => byWeekday(addDays(today, (weekdayNumber(g['w'] ?? g['v'] ?? g['u']) - weekdayIndex(today) + 7) % 7)),
  ),
  rule(`(?<w>${WEEKDAY})`, (g, today) => plainWeekday(weekdayNumber(g['w']), today)),
  rule(`(?:${NEXT})(?:\\p{L}*) (?:выходны(?:е|х|м)|weekend)`, (_, today) => week(today, 1, 5, 6)),
  rule(
    `(?:(?:на|в|по|эти|этих|ближайшие|ближайших|this|the|at|on|over) )*(?:выходны(?:е|х|м)|уикенд|weekends?)`,
    (_, today) => weekend(today),
  ),
  rule(
    '(?:в |по )?(?:будни|будням|будние|будний день|будние дни|рабочие дни)|(?:on )?(?<!same )(?:weekdays?|a weekday|working days)',
    (_, today) => ({ dates: datesFrom(today, addDays(today, 9)).filter(date => weekdayIndex(date) < 5) }),
  ),
  rule(
    '(?:в |к )?начал[еу] следующей недели|early next week|(?:at the )?(?:start|beginning) of next week',
    (_, today) => week(today, 1, 0, 1),
  ),
  rule('(?:в )?(?:середин[еу]|посреди) следующей недели|(?:in the )?middle of next week|mid next week', (_, today) =>
    week(today, 1, 1, 3),
  ),
  rule('(?:в |к |под )?кон(?:ец|це|цу) следующей недели|(?:at the )?end of next week|late next week', (_, today) =>
    week(today, 1, 3, 6),
  ),
  rule('(?:в )?начал[еу] недели|(?:at the )?(?:start|beginning) of the week', (_, today) =>
    week(today, weekdayIndex(today) <= 1 ? 0 : 1, 0, 1),
  ),
  rule('(?:в )?середин[еу] недели|(?:in the )?middle of the week|midweek', (_, today) =>
    week(today, weekdayIndex(today) <= 3 ? 0 : 1, 1, 3),
  ),
  rule(
    '(?:в |к |под )?кон(?:ец|це|цу) (?:этой )?недели|(?:at the )?end of (?:the|this) week|later this week',
    (_, today) => week(today, 0, 3, 6),
  ),
  rule(
    // "The week after, same day": that of a visit, which is no whole week.
    '(?:на )?(?:следующ(?:ей|ую) недел[еюи])|(?<!same (?:day|weekday),? (?:(?:and |same )time )?)(?:(?:some ?time )?next week|the week after)(?!,? (?:but )?(?:on )?(?:the )?same (?:day|weekday))',
    (_, today) => week(today, 1, 0, 6),
  ),
  rule(
    '(?:на )?(?:этой неделе|ближайшие дни|ближайшие пару дней|ближайшее время на неделе|неделе)|this week|the next few days|in the coming days',
    (_, today) => ({ dates: datesFrom(today, addDays(today, Math.max(2, 6 - weekdayIndex(today)))) }),
  ),
  rule(
    `(?:(?:в |к )?начал[еу] (?<r>${MONTH})|(?:early|beginning of|start of)(?: in)? (?<e>${MONTH}))${YEAR}`,
    (g, today) => partOfMonth(monthNumber(g['r'] ?? g['e']), today, 1, 10, g['y']),
  ),
  rule(`(?:(?:в )?середин[еу] (?<r>${MONTH})|(?:mid|middle of) (?<e>${MONTH}))${YEAR}`, (g, today) =>
    partOfMonth(monthNumber(g['r'] ?? g['e']), today, 11, 20, g['y']),
  ),
  rule(`(?:(?:в |к )?кон(?:ец|це|цу) (?<r>${MONTH})|(?:late|end of)(?: in)? (?<e>${MONTH}))${YEAR}`, (g, today) =>
    partOfMonth(monthNumber(g['r'] ?? g['e']), today, 21, 31, g['y']),
  ),
  rule(`(?:в|in|sometime in) (?<m>${MONTH})${YEAR}`, (g, today) =>
    partOfMonth(monthNumber(g['m']), today, 1, 31, g['y']),
  ),
]

/** Reads all days that a text names, and answers the text without them; `unreal` is a date that no calendar has. Expects digits for numbers. */
export function readDays(
  text: string,
  today: CalendarDate,
  isMonthFirst = false,
): { mentions: DayMention[]; rest: string; unreal?: string } {
  const mentions: DayMention[] = []
  let unreal: string | undefined
  let rest = text
  for (const { pattern, read } of RULES) {
    for (const match of rest.matchAll(pattern)) {
      const found = read(match.groups ?? {}, today, { before: rest.slice(0, match.index), isMonthFirst })
      if (found === undefined || (found !== 'unreal' && found.dates.length === 0)) continue
      const end = match.index + match[0].length
      if (found === 'unreal') unreal ??= match[0]
      else mentions.push({ start: match.index, end, ...found })
      // Of "this morning" and "tonight" the part of the day is still to be read.
      if (!/^(?:this |tonight)/u.test(match[0]) || /week|day$/u.test(match[0])) rest = blank(rest, match.index, end)
    }
  }
  return { mentions: mentions.sort((a, b) => a.start - b.start), rest, ...(unreal === undefined ? {} : { unreal }) }
}

function numericDate(
  groups: Readonly<Record<string, string | undefined>>,
  today: CalendarDate,
  { before, isMonthFirst }: Saying,
): Found {
  const [first, second] = [Number(groups['a']), Number(groups['b'])]
  // "3/25" can only be March anywhere, and "25/3" too; with a dot the day stands first everywhere.
  const isSwapped = groups['s'] === '/' && (isMonthFirst ? second <= 31 && first <= 12 : first <= 12 && second > 12)
  const [day, month] = isSwapped ? [second, first] : [first, second]
  // "в 10.30" and "at 11.00" are times; "в 10.05" too, while "на 10.05" is a date.
  const afterClockWord = /(?:^|\s)(?:в|к|до|после|at|before|after|by)\s+$/u.test(before)
  if (month < 1 || month > 12 || (groups['y'] === undefined && day <= 24 && afterClockWord && month % 5 === 0))
    return month > 12 && day > 24 ? 'unreal' : undefined
  if (groups['y'] !== undefined) return onDate(dateOf(yearOf(groups['y'], today) ?? 0, month, day))
  return onDate(nearestDate(day, month, today))
}

function monthRange(groups: Readonly<Record<string, string | undefined>>, today: CalendarDate): Found {
  const from = inMonth(Number(groups['from']), groups['month'], today, groups['y'])
  const to = inMonth(Number(groups['to']), groups['month'], today, groups['y'])
  return from !== undefined && to !== undefined && from <= to ? { dates: datesFrom(from, to) } : undefined
}

function nextWeekday(weekday: number, isEnglish: boolean, today: CalendarDate): Found {
  const nextWeeks = inWeek(1, weekday, today)
  const coming = addDays(today, ((weekday - weekdayIndex(today) + 6) % 7) + 1)
  // "next Friday" is the coming one for some and the one after it for others.
  return isEnglish && coming !== nextWeeks
    ? { dates: [coming, nextWeeks], weekday, unsure: true }
    : byWeekday(nextWeeks)
}

function weekdayRange(from: number, to: number, today: CalendarDate): Found {
  const start = addDays(today, (from - weekdayIndex(today) + 7) % 7)
  return { dates: datesFrom(start, addDays(start, (to - from + 7) % 7)) }
}

function weekend(today: CalendarDate): Found {
  const dates = datesFrom(inWeek(0, 5, today), inWeek(0, 6, today)).filter(date => date >= today)
  return { dates, isWeekly: true }
}
