import type { CalendarDate } from '../../../../core/contract/index.ts'
import { addDays, weekdayIndex } from '../../../crm/hours/index.ts'
import { dateOf, dateParts, datesFrom, daysInMonth } from './calendar.ts'
import {
  byWeekday,
  type DayRule,
  dayOfMonth,
  type Found,
  inMonth,
  inWeek,
  monthNumber,
  one,
  partOfMonth,
  rule,
  week,
  weekdayNumber,
  yearOf,
} from './day-finding.ts'
import { MONTH_WORDS, WEEKDAY_WORDS, YEAR_AFTER_MONTH } from './words.ts'

type Groups = Readonly<Record<string, string | undefined>>

const WEEKDAY = WEEKDAY_WORDS.join('|')
const MONTH = MONTH_WORDS.join('|')
const DAY = '[0-2]?\\d|3[01]'
const OTHER_DAYS = `(?<![:.])(?:(?:${DAY})(?:-?го|-?е|-?ое)?(?: ?, ?| или | либо | и |, или ))+`
/** "Этого месяца", "декабря": a month by its name or seen from now. */
const OF_MONTH = `(?:(?<next>следующего|будущего)|(?:этого |текущего )?(?=месяца)|(?<month>${MONTH})${YEAR_AFTER_MONTH})(?: ?месяца)?`
const ORDER: readonly string[] = ['перв', 'втор', 'трет', 'четверт']

/** What only Russian says about days; read before what both languages have in common. */
export const RUSSIAN_DAYS: readonly DayRule[] = [
  // "Not this Monday but the next": the second one is a week later, whatever "next" means alone.
  rule(
    `не (?:в |во |на )?(?:эт\\p{L}+|ближайш\\p{L}+) (?<w>${WEEKDAY})(?:,? а|,)? (?:уже )?(?:в |во |на |через )(?:следующ\\p{L}+|одну|неделю)(?! (?:${WEEKDAY}|недел|месяц))`,
    (g, today) => byWeekday(addDays(today, ((weekdayNumber(g['w']) - weekdayIndex(today) + 7) % 7) + 7)),
  ),
  rule('после ?послезавтра', (_, today) => one(addDays(today, 3))),
  rule(
    `(?:на |в |во )?(?:прошл\\p{L}+|прошедш\\p{L}+|минувш\\p{L}+) (?:${WEEKDAY}|недел\\p{L}+|месяц\\p{L}*|выходн\\p{L}+)`,
    (_, today) => one(addDays(today, -7)),
  ),
  rule(
    `(?<list>${OTHER_DAYS})(?<last>${DAY})(?:-?го|-?е|-?ое)?(?: числа)? (?<month>${MONTH})${YEAR_AFTER_MONTH}`,
    (g, today) => listed(g, date => inMonth(date, g['month'], today, g['y'])),
  ),
  rule(`(?<list>${OTHER_DAYS})(?<last>${DAY})(?:-?го|-?е)? числ(?:а|о)`, (g, today) =>
    listed(g, date => onlyDate(dayOfMonth(date, today))),
  ),
  rule(`(?:с |со )?(?<from>${DAY})(?:-?го|-?е)? ?(?:по|до|-) ?(?<to>${DAY})(?:-?го|-?е)? числ(?:а|о)`, (g, today) => {
    const from = onlyDate(dayOfMonth(Number(g['from']), today))
    const to = onlyDate(dayOfMonth(Number(g['to']), today))
    return from !== undefined && to !== undefined && from <= to ? { dates: datesFrom(from, to) } : undefined
  }),
  rule(
    `(?:на |к |в )?(?:(?<a>[5-9]|[12]\\d|3[01]|(?<=на )[1-4])-(?:е|ое)|(?<b>${DAY})-?(?:е|ое|му|го)? число|(?<c>${DAY})-му(?: числу)?)(?! ?(?:мест|окн|врем|вариант|${MONTH}))`,
    (g, today) => dayOfMonth(Number(g['a'] ?? g['b'] ?? g['c']), today),
  ),
  rule(`(?<o>перв|втор|трет|четверт|последн)\\p{L}+ (?<w>${WEEKDAY}) ${OF_MONTH}`, (g, today) =>
    weekdayInMonth(g, today),
  ),
  rule(`(?:в |на )?перв(?:ый|ого) день ${OF_MONTH}`, (g, today) => partOf(g, today, 1, 1)),
  rule(`(?:в |на )?последн(?:ий|его) день ${OF_MONTH}`, (g, today) => partOf(g, today, 0, 31)),
  rule(`(?:в )?(?:первых|самых первых) числах ${OF_MONTH}`, (g, today) => partOf(g, today, 1, 5)),
  rule(`(?:в )?последних числах ${OF_MONTH}`, (g, today) => partOf(g, today, -4, 31)),
  rule(`(?:в )?(?:20-х|двадцатых) числах ${OF_MONTH}`, (g, today) => partOf(g, today, 20, 29)),
  rule(`(?:в )?перв(?:ой|ую|ая) половин[еуа] ${OF_MONTH}`, (g, today) => partOf(g, today, 1, 15)),
  rule(`(?:во? )?втор(?:ой|ую|ая) половин[еуа] ${OF_MONTH}`, (g, today) => partOf(g, today, 16, 31)),
  rule(`(?:в |к |с )?(?:самом )?начал[еуа] ${OF_MONTH}`, (g, today) => partOf(g, today, 1, 10)),
  rule(`(?:в |к |до )?(?:середин[еуы]|посреди) ${OF_MONTH}`, (g, today) => partOf(g, today, 11, 20)),
  rule(`до конца ${OF_MONTH}`, (g, today) =>
    from(today, partOf({ ...g, month: g['month'] ?? String(dateParts(today).month) }, today, 1, 31)),
  ),
  rule(`(?:в |к |под )?(?:самый |самом )?кон(?:ец|це|цу) ${OF_MONTH}`, (g, today) => partOf(g, today, 21, 31)),
  rule('(?:в )?(?:(?<next>следующем|будущем)|этом|текущем) месяце', (g, today) => partOf(g, today, 1, 31)),
  rule('(?:в )?перв(?:ой|ую) половин[еу] (?:(?<next>следующей) )?недели', (g, today) =>
    week(today, g['next'] === undefined && weekdayIndex(today) < 3 ? 0 : 1, 0, 2),
  ),
  rule('(?:во? )?втор(?:ой|ую) половин[еу] (?:(?<next>следующей) )?недели', (g, today) =>
    week(today, g['next'] === undefined ? 0 : 1, 3, 6),
  ),
  rule('до конца (?:этой )?недели|(?:до )?конца недели', (_, today) => from(today, week(today, 0, 0, 6))),
  rule('до конца следующей недели', (_, today) => from(today, week(today, 1, 0, 6))),
  rule(`(?:на )?этой неделе[ ,]+(?:в |во |на )?(?<w>${WEEKDAY})`, (g, today) =>
    byWeekday(addDays(today, (weekdayNumber(g['w']) - weekdayIndex(today) + 7) % 7)),
  ),
  rule(`(?:на )?(?:той|будущей) неделе[ ,]+(?:в |во |на )?(?<w>${WEEKDAY})`, (g, today) =>
    byWeekday(inWeek(1, weekdayNumber(g['w']), today)),
  ),
  rule('(?:на )?(?:той|будущей) неделе', (_, today) => week(today, 1, 0, 6)),
  rule(`(?<w>${WEEKDAY}) через (?:(?<n>\\d+) )?недел[юиь]`, (g, today) => {
    const ahead = (weekdayNumber(g['w']) - weekdayIndex(today) + 7) % 7
    return byWeekday(addDays(today, ahead + 7 * Number(g['n'] ?? 1)))
  }),
  rule('(?:на |в )?выходны(?:е|х) через неделю|через (?:1 |одни )?выходны(?:е|х)', (_, today) => week(today, 1, 5, 6)),
  rule('через пару (?:дней|деньков)', (_, today) => ({
    dates: [2, 3].map(days => addDays(today, days)),
    unsure: true,
  })),
  rule('через несколько дней', (_, today) => ({ dates: datesFrom(addDays(today, 3), addDays(today, 5)) })),
  rule('(?:дня|дней|денька|деньков) через (?<n>\\d+)', (g, today) => one(addDays(today, Number(g['n'])))),
  rule('через недел(?:ьку|ечку)', (_, today) => one(addDays(today, 7))),
  rule('через пару недел(?:ь|ек)|(?:недели|недельки|недель) через (?<n>\\d+|пару)', (g, today) => {
    const days = 7 * (Number(g['n'] ?? 2) || 2)
    return { dates: datesFrom(addDays(today, days - 1), addDays(today, days + 1)) }
  }),
  rule('через полтор[ыа] недел[иь]', (_, today) => ({ dates: [10, 11].map(days => addDays(today, days)) })),
  rule('через полтора месяца', (_, today) => ({ dates: datesFrom(addDays(today, 42), addDays(today, 48)) })),
  rule('до (?:нового года|новогодних праздников)', (_, today) => ({
    dates: datesFrom(today, `${dateParts(today).year}-12-31`, 60),
  })),
  rule('после (?:нового года|новогодних праздников|нг)', (_, today) => {
    const newYear = `${dateParts(today).year + 1}-01-01`
    return { dates: datesFrom(addDays(newYear, 1), addDays(newYear, 14)) }
  }),
  rule('на днях|в ближайшие пару дней|(?:за )?ближайшие несколько дней', (_, today) => ({
    dates: datesFrom(today, addDays(today, 3)),
  })),
  rule('(?:в |за |на )?(?:ближайш\\p{L}+|следующ\\p{L}+|течение) (?<n>\\d+)(?:-?х)? (?:дня|дней|дни)', (g, today) => ({
    dates: datesFrom(today, addDays(today, Number(g['n']) - 1)),
  })),
  rule('в течение недели|(?:за )?ближайшую неделю|в ближайшую неделю', (_, today) => ({
    dates: datesFrom(today, addDays(today, 6)),
  })),
]

/** The days of a list: "28, 29 или 30 ноября". */
function listed(groups: Groups, read: (day: number) => CalendarDate | undefined): Found {
  const days = [...(groups['list'] ?? '').matchAll(/\d+/gu)].map(match => Number(match[0]))
  const dates = [...days, Number(groups['last'])].map(read)
  const known = dates.filter(date => date !== undefined)
  return known.length < dates.length ? 'unreal' : { dates: known.toSorted() }
}

function onlyDate(found: Found): CalendarDate | undefined {
  return found === undefined || found === 'unreal' ? undefined : found.dates[0]
}

/** The month that a rule names: by its name, or this one or the next. */
function monthOf(groups: Groups, today: CalendarDate): number {
  const { month } = dateParts(today)
  const named = groups['month']
  if (named !== undefined) return /^\d/u.test(named) ? Number(named) : monthNumber(named)
  return groups['next'] === undefined ? month : (month % 12) + 1
}

function yearOfMonth(groups: Groups, month: number, today: CalendarDate): number {
  const now = dateParts(today)
  return yearOf(groups['y'], today) ?? (month < now.month ? now.year + 1 : now.year)
}

function partOf(groups: Groups, today: CalendarDate, first: number, last: number): Found {
  const month = monthOf(groups, today)
  const length = daysInMonth(yearOfMonth(groups, month, today), month)
  const found = partOfMonth(month, today, first < 1 ? length + first : first, last, groups['y'])
  // In the last days of a month its middle is the next one's.
  const isOver = found === undefined && groups['month'] === undefined && groups['next'] === undefined
  return isOver ? partOf({ ...groups, next: 'следующего' }, today, first, last) : found
}

/** Everything from today on, up to the end of what was found. */
function from(today: CalendarDate, found: Found): Found {
  const last = found === undefined || found === 'unreal' ? undefined : found.dates.at(-1)
  return last === undefined ? found : { dates: datesFrom(today, last) }
}

function weekdayInMonth(groups: Groups, today: CalendarDate): Found {
  const month = monthOf(groups, today)
  const year = yearOfMonth(groups, month, today)
  const first = dateOf(year, month, 1)
  if (first === undefined) return undefined
  const all = datesFrom(first, addDays(first, daysInMonth(year, month) - 1)).filter(
    date => weekdayIndex(date) === weekdayNumber(groups['w']),
  )
  const place = ORDER.indexOf(groups['o'] ?? '')
  const date = place < 0 ? all.at(-1) : all[place]
  return date === undefined ? undefined : { dates: [date], isDate: 'exact' }
}
