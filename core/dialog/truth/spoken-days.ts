import { addDays, weekdayOf } from '../../../plugins/crm/hours/index.ts'
import type { CalendarDate } from '../../contract/index.ts'
import { words } from './plain.ts'

const all = (source: string) => words(source, 'g')

/** Whether a day that was spoken of may be this date. */
export type SpokenDay = (date: CalendarDate, today: CalendarDate) => boolean

/** A way of saying a day; undefined when what looked like one is none. */
export interface DayPattern {
  pattern: RegExp
  read(match: RegExpMatchArray): SpokenDay | undefined
}

const MONTH =
  String.raw`(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]*|(?:янв|фев|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\.?(?!\p{L})` +
  String.raw`|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?!\p{L})`
const MONTHS = [
  'янв|jan',
  'фев|feb',
  'мар|mar',
  'апр|apr',
  'ма[йя]|may',
  'июн|jun',
  'июл|jul',
  'авг|aug',
  'сен|sep',
  'окт|oct',
  'ноя|nov',
  'дек|dec',
].map(begin => new RegExp(`^(?:${begin})`, 'u'))
const monthOf = (name: string) => MONTHS.findIndex(begin => begin.test(name)) + 1

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const WEEKDAY_BEGINNINGS = [
  'пон|пн|mon',
  'вт|tue',
  'ср|wed',
  'чет|чт|thu',
  'пят|пт|fri',
  'суб|сб|sat',
  'вос|вс|sun',
].map(begin => new RegExp(`^(?:${begin})`, 'u'))

/** In the singular: "on Fridays" and "по пятницам" name no day. */
const WEEKDAY =
  String.raw`\b(?:понедельник[ауе]?|вторник[ауе]?|сред[ауые]|четверг[ауе]?|пятниц[ауые]|пятницей|суббот[ауые]|субботой|воскресень[еяю]|пн|вт|ср|чт|пт|сб|вс` +
  String.raw`|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|thu(?:rs?)?|fri|(?<=\b(?:on|this|next|coming) )(?:wed|sat|sun)|(?:wed|sat|sun)(?=,? (?:at |the )?\d))\b`

const COUNTS: Readonly<Record<string, number>> = {
  день: 1,
  два: 2,
  две: 2,
  три: 3,
  четыре: 4,
  пять: 5,
  неделю: 1,
  пару: 2,
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
}
const countOf = (word: string | undefined) => (word === undefined ? 1 : (COUNTS[word] ?? Number(word)))

const inDays =
  (days: number): SpokenDay =>
  (date, today) =>
    date === addDays(today, days)

const onDay =
  (day: number, month?: number): SpokenDay =>
  date =>
    Number(date.slice(8)) === day && (month === undefined || Number(date.slice(5, 7)) === month)

function ofMonth(day: number, month: number): SpokenDay | undefined {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 ? onDay(day, month) : undefined
}

/** In this order; what one has read the next do not see. */
export const DAY_PATTERNS: readonly DayPattern[] = [
  {
    pattern: /(?<!\d)\d{4}-(\d{2})-(\d{2})(?!\d)/gu,
    read: ([, month, day]) => ofMonth(Number(day), Number(month)),
  },
  {
    pattern: all(
      String.raw`(?<!\d)(\d{1,2})(?:-?(?:го|е|st|nd|rd|th))?(?: of)? (${MONTH})(?: \d{4}(?: г(?:ода|\.)?)?)?`,
    ),
    read: ([, day, month = '']) => ofMonth(Number(day), monthOf(month)),
  },
  {
    pattern: all(String.raw`\b(${MONTH}),? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?![\d:.]\d|\p{L}|\d)(?:,? \d{4}\b)?`),
    read: ([, month = '', day]) => ofMonth(Number(day), monthOf(month)),
  },
  {
    // 15.30 is a time; of 12.10 nobody knows, so that only 27.11 and dates with a year are read.
    pattern: /(?<![\d.:])(\d{1,2})\.(0[1-9]|1[0-2])(?:\.(?:\d{4}|\d{2}))?(?![\d:]|\.\d)/gu,
    read({ 0: whole, 1: day, 2: month, index = 0, input = '' }) {
      const isClock = /(?:^|\s)(?:в|на|к|at) $/u.test(input.slice(0, index)) && Number(day) < 24 && whole.length <= 5
      return isClock && whole.length <= 5 && Number(day) <= 12 ? undefined : ofMonth(Number(day), Number(month))
    },
  },
  {
    pattern: /(?<![\d/])(\d{1,2})\/(\d{1,2})(?:\/\d{2,4})?(?![\d/])/gu,
    read([, one, other]) {
      const [first, second] = [Number(one), Number(other)]
      const readings = [ofMonth(first, second), ofMonth(second, first)].filter(reading => reading !== undefined)
      return readings.length === 0 ? undefined : (date, today) => readings.some(reading => reading(date, today))
    },
  },
  { pattern: all(String.raw`\b(\d{1,2})(?:-?го|-?е| числа| число)(?!\p{L})`), read: ([, day]) => onDay(Number(day)) },
  { pattern: all(String.raw`\b(?:the )(\d{1,2})(?:st|nd|rd|th)\b`), read: ([, day]) => onDay(Number(day)) },
  { pattern: all(String.raw`\b(?:послезавтра|(?:the )?day after tomorrow)\b`), read: () => inDays(2) },
  { pattern: all(String.raw`\b(?:завтра(?:шн\p{L}+)?|tomorrow(?:'s)?)\b`), read: () => inDays(1) },
  {
    pattern: all(String.raw`\b(?:сегодня(?:шн\p{L}+)?|today(?:'s)?|tonight|this (?:morning|afternoon|evening))\b`),
    read: () => inDays(0),
  },
  {
    pattern: all(String.raw`\bчерез (день|два|две|три|четыре|пять|пару|\d{1,2})?(?: ?)(день|дня|дней|недел[юи])\b`),
    read([, count, unit = '']) {
      const days = countOf(count)
      return Number.isNaN(days) ? undefined : inDays(unit.startsWith('н') ? days * 7 : days)
    },
  },
  {
    pattern: all(
      String.raw`\b(?:in )?(a|one|two|three|four|five|\d{1,2}) (day|week)s?(?: from (?:today|now))\b|\bin (a|one|two|three|four|five|\d{1,2}) (day|week)s?(?! before|')\b`,
    ),
    read([, a, unitA, b, unitB]) {
      const days = countOf(a ?? b)
      return Number.isNaN(days) ? undefined : inDays((unitA ?? unitB) === 'week' ? days * 7 : days)
    },
  },
  {
    pattern: all(WEEKDAY),
    read([name]) {
      const weekday = WEEKDAYS[WEEKDAY_BEGINNINGS.findIndex(begin => begin.test(name))]
      return date => weekdayOf(date) === weekday
    },
  },
]
