import { addDays, weekdayIndex } from '../../../crm/hours/index.ts'
import { dateOf, dateParts } from './calendar.ts'
import { byWeekday, type DayRule, inWeek, nearestDate, onDate, one, rule, weekdayNumber } from './day-finding.ts'
import { WEEKDAY_WORDS } from './words.ts'

const WEEKDAY = WEEKDAY_WORDS.join('|')
const DAY_NUMBER = '[0-2]?\\d|3[01]'

/** Feasts that English speakers name days by: month and day. */
const FEASTS: readonly { words: string; month: number; day: number }[] = [
  { words: "new year'?s eve|nye", month: 12, day: 31 },
  { words: "new year'?s day", month: 1, day: 1 },
  { words: 'christmas eve|xmas eve', month: 12, day: 24 },
  { words: 'christmas day|xmas day', month: 12, day: 25 },
  { words: 'boxing day', month: 12, day: 26 },
  { words: "valentine'?s(?: day)?", month: 2, day: 14 },
  { words: "hallowe'?en", month: 10, day: 31 },
]

/** What English speakers say of days that Russian has no like of; read before the plainer words in it. */
export const ENGLISH_DAYS: readonly DayRule[] = [
  ...FEASTS.map(({ words, month, day }) => rule(words, (_, today) => onDate(nearestDate(day, month, today)))),
  // "The first of next month", "the 3rd of this month".
  rule(`(?:the )?(?<d>${DAY_NUMBER})(?:th|st|nd|rd)? of (?:next|the (?:next|following|coming)) month`, (g, today) => {
    const { year, month } = dateParts(today)
    return onDate(month === 12 ? dateOf(year + 1, 1, Number(g['d'])) : dateOf(year, month + 1, Number(g['d'])))
  }),
  // "Not this Monday but the one after", "Friday, not this one but the next".
  rule(
    `(?:not )?(?:this|the coming|this coming|next)?(?: this)? ?(?<w>${WEEKDAY}),? (?:but )?(?:the )?(?:one after(?: that| next)?|following one|week after(?: that)?)|(?:the )?(?<v>${WEEKDAY}) (?:after (?:that|this one)|not this (?:one|week),? (?:but )?(?:the )?(?:next(?: one| week)?|one after|following)(?: one| week)?)`,
    (g, today) => {
      const weekday = weekdayNumber(g['w'] ?? g['v'])
      return byWeekday(addDays(today, ((weekday - weekdayIndex(today) + 6) % 7) + 8))
    },
  ),
  // What was, so that nobody takes it for the coming one.
  rule(`(?<!the )last (?:(?<w>${WEEKDAY})(?! (?:of|in|before))|(?<n>night))`, (g, today) =>
    one(addDays(today, g['n'] === undefined ? -((weekdayIndex(today) - weekdayNumber(g['w']) + 6) % 7) - 1 : -1)),
  ),
  // "In a fortnight, on Wednesday": that week's.
  rule(`in (?:a fortnight|2 weeks)(?:'s)?(?: time)?[ ,]+(?:on )?(?:the )?(?<w>${WEEKDAY})`, (g, today) =>
    byWeekday(inWeek(2, weekdayNumber(g['w']), today)),
  ),
]
