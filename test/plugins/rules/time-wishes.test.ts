import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { normalise } from '../../../plugins/llm/rules/language/text.ts'
import { readTime } from '../../../plugins/llm/rules/time/read.ts'

// Wednesday, 25 November 2026, noon; open from 10 to 20.
const context = { date: '2026-11-25', time: '12:00', hours: () => ({ from: '10:00', to: '20:00' }) }

/** The reading in short: `2026-11-26 15:00`, `2026-11-27..2026-11-29 13:00-18:00`, `earlier`, `#2`. */
function read(text: string): string {
  const { wish, excluded, relative, pick, number, past, puzzle } = readTime(normalise(text), context)
  const options = wish?.options.map(({ dates, windows }) => {
    const days = dates.map(date => date.slice(5)).join(',')
    const times = windows.map(window => {
      if (window.kind === 'range') return `${window.from}-${window.to}`
      return `${window.kind === 'about' ? '~' : ''}${window.from}${window.or === undefined ? '' : `|${window.or}`}`
    })
    return [days, times.join(',')].filter(part => part !== '').join(' ')
  })
  const by =
    relative && 'minutes' in relative
      ? ` ${relative.minutes}`
      : relative && 'days' in relative
        ? ` ${relative.days}d`
        : ''
  return [
    ...(options ?? []),
    ...(wish?.soonest ? ['soonest'] : []),
    ...(wish?.unsure ? ['unsure'] : []),
    ...excluded.map(date => `not ${date.slice(5)}`),
    ...(relative ? [relative.kind + by] : []),
    ...(pick === undefined ? [] : [`#${pick}`]),
    ...(number === undefined ? [] : [`number ${number}`]),
    ...(past ? ['past'] : []),
    ...(puzzle ? [`no ${puzzle.kind} ${puzzle.said}`] : []),
    ...(puzzle?.dates ?? []).map(date => `? ${date.slice(5)}`),
  ].join('; ')
}

const RUSSIAN: readonly [string, string][] = [
  ['сегодня вечером', '11-25 17:00-24:00'],
  ['завтра', '11-26'],
  ['на завтра в 15:00', '11-26 15:00'],
  ['послезавтра после обеда', '11-27 13:00-18:00'],
  ['в субботу часиков в пять', '11-28 ~17:00'],
  ['в полседьмого', '18:30'],
  ['пол седьмого вечера', '18:30'],
  ['в половине второго', '13:30'],
  ['без четверти пять', '16:45'],
  ['без десяти три', '14:50'],
  ['четверть шестого', '17:15'],
  ['на выходных', '11-28,11-29'],
  ['на следующей неделе', '11-30,12-01,12-02,12-03,12-04,12-05,12-06'],
  ['через неделю', '12-02'],
  ['через две недели в пятницу', '12-11'],
  ['через 3 дня', '11-28'],
  ['числа 28-го', '11-28'],
  ['двадцать восьмого ноября в пять вечера', '11-28 17:00'],
  ['3 декабря', '12-03'],
  ['28.11 в 14.30', '11-28 14:30'],
  ['1 числа', '12-01'],
  ['в пятницу', '11-27'],
  ['в эту пятницу', '11-27'],
  ['в следующую пятницу', '12-04'],
  ['в среду', '11-25,12-02; unsure'],
  ['во вторник или в четверг после шести', '11-26,12-01 18:00-24:00'],
  ['в пятницу в 5 или в субботу утром', '11-27 17:00; 11-28 06:00-12:00'],
  ['завтра в 3 или в 5', '11-26 15:00,17:00'],
  ['с двух до четырёх', '14:00-16:00'],
  ['между 14 и 16 в четверг', '11-26 14:00-16:00'],
  ['после двух но до пяти', '14:00-17:00'],
  ['не раньше трёх', '15:00-24:00'],
  ['не позже пяти', '00:00-17:01'],
  ['до обеда', '06:00-13:00'],
  ['во второй половине дня', '13:00-18:00'],
  ['после работы', '18:00-24:00'],
  ['в 7 вечера', '19:00'],
  ['вечером в семь', '19:00'],
  ['в час дня', '13:00'],
  ['в 14 30', '14:30'],
  ['14-30', '14:30'],
  ['как можно скорее', 'soonest'],
  ['на ближайшее время', 'soonest'],
  ['через час', '11-25 12:50-14:30'],
  ['завтра пораньше', '11-26'],
  ['а пораньше есть?', 'earlier'],
  ['на час позже', 'later 60'],
  ['на полчаса раньше', 'earlier 30'],
  ['на день позже', 'later 1d'],
  ['в другой день', 'other_day'],
  ['на следующий день', 'next_day'],
  ['в то же время', 'same_time'],
  ['второе', '#2'],
  ['последний вариант', '#last'],
  ['ой, не в пятницу, а в субботу', '11-28; not 11-27'],
  ['в пятницу не могу', 'not 11-27'],
  ['любой день кроме субботы', 'not 11-28'],
  ['в четверг, хотя нет, в пятницу', '11-27'],
  ['в пятницу в 12, точнее в 14', '11-27 14:00'],
  ['вчера', 'past'],
  ['сегодня в 10', 'past'],
  ['в суботу', '11-28'],
  ['послезавтро', '11-27'],
  ['15', 'number 15'],
  ['в понедельник 30 ноября', '11-30'],
  ['30 ноября, понедельник, в 10', '11-30 10:00'],
  ['в понедельник в 10:00, 30 ноября', '11-30 10:00'],
  ['в следующую пятницу, 4 декабря', '12-04'],
  ['завтра, в четверг', '11-26'],
  ['в понедельник 7 декабря', '12-07'],
  ['во вторник 26 ноября в 15', '15:00; no weekday 26 ноября; ? 11-26; ? 12-01'],
  ['31 ноября в 15:00', '15:00; no date 31 ноября'],
  ['30.02', 'no date 30.02'],
  ['32.11', 'no date 32.11'],
  ['завтра в 25:00', '11-26; no time 25:00'],
  ['завтра в 26:99', '11-26; no time 26:99'],
  ['99 часов', 'no time 99 часов'],
  ['через 48 часов', '11-26; unsure'],
  ['полпервого', '12:30'],
  ['в половине первого', '12:30'],
  ['без четверти час', '12:45'],
  ['без десяти час', '12:50'],
  ['любой день, кроме понедельника и вторника', 'not 11-30; not 12-01'],
  ['кроме понедельника, вторника и субботы', 'not 11-28; not 11-30; not 12-01'],
  ['на следующей неделе, кроме понедельника', '12-01,12-02,12-03,12-04,12-05,12-06; not 11-30'],
  ['не хочу в воскресенье', 'not 11-29'],
  ['не хочу ждать до воскресенья', '11-29'],
  ['не хочу стричься в воскресенье', 'not 11-29'],
  ['не хочу в пятницу, хочу в субботу', '11-28; not 11-27'],
  ['не в пятницу и не в субботу', 'not 11-27; not 11-28'],
  ['завтрак включён?', ''],
  ['массаж в 4 руки', ''],
]

const ENGLISH: readonly [string, string][] = [
  ['today at 5', '11-25 17:00'],
  ['tomorrow morning', '11-26 06:00-12:00'],
  ['the day after tomorrow', '11-27'],
  ['on Friday', '11-27'],
  ['this Friday', '11-27'],
  ['next Friday at 5pm', '11-27,12-04 17:00; unsure'],
  ['next week', '11-30,12-01,12-02,12-03,12-04,12-05,12-06'],
  ['Monday next week', '11-30'],
  ['this weekend', '11-28,11-29'],
  ['the 28th', '11-28'],
  ['December 3rd', '12-03'],
  ['the 3rd of December at half past two', '12-03 14:30'],
  ['2026-12-03', '12-03'],
  ['in two weeks', '12-09'],
  ['in 3 days', '11-28'],
  ['after six', '18:00-24:00'],
  ['before lunch', '06:00-13:00'],
  ['between 2 and 4', '14:00-16:00'],
  ['2-4pm', '14:00-16:00'],
  ['from 10 to 12 on Saturday', '11-28 10:00-12:00'],
  ['half past two', '14:30'],
  ['quarter to three', '14:45'],
  ['quarter past 3', '15:15'],
  ['at ten to four', '15:50'],
  ['at noon', '12:00'],
  ['at one', '13:00'],
  ['5 pm', '17:00'],
  ['around 5', '~17:00'],
  ['5ish', '~17:00'],
  ["3 o'clock", '15:00'],
  ['11:30 in the morning', '11:30'],
  ['as soon as possible', 'soonest'],
  ['the earliest available', 'soonest'],
  ['Tuesday or Thursday afternoon', '11-26,12-01 12:00-18:00'],
  ['Friday at 5 or Saturday morning', '11-27 17:00; 11-28 06:00-12:00'],
  ['tonight', '11-25 17:00-24:00'],
  ['in an hour', '11-25 12:50-14:30'],
  ['an hour later', 'later 60'],
  ['anything earlier?', 'earlier'],
  ['another day', 'other_day'],
  ['the second one', '#2'],
  ['the last one', '#last'],
  ['not on Friday', 'not 11-27'],
  ["Friday doesn't work", 'not 11-27'],
  ['any day but Saturday', 'not 11-28'],
  ['on Thursday, no wait, Friday', '11-27'],
  ['yesterday', 'past'],
  ['tommorow', '11-26'],
  ['wednsday', '11-25,12-02; unsure'],
  ['haircut on Monday 30 November at 10:00', '11-30 10:00'],
  ['Monday, 30.11', '11-30'],
  ['haircut on Monday 7 December', '12-07'],
  ['Monday the 30th', '11-30'],
  ['November 30 (Monday)', '11-30'],
  ['Tuesday 25 November', 'no weekday 25 november; ? 11-25; ? 12-01'],
  ['Tuesday, 25.11', 'no weekday 25.11; ? 11-25; ? 12-01'],
  ['Friday or 30 November', '11-27,11-30'],
  ['31 November', 'no date 31 november'],
  ['February 30th', 'no date february 30th'],
  ['30 February at 11', '11:00; no date 30 february'],
  ['the 31st', '12-31; unsure'],
  ['at 25 o’clock', "no time 25 o'clock"],
  ['quarter to one', '12:45'],
  ['any day except Monday and Tuesday', 'not 11-30; not 12-01'],
  ['I do not want a haircut on Sunday', 'not 11-29'],
  ["don't book me for Sunday", 'not 11-29'],
  ["I can't come Monday or Tuesday", 'not 11-30; not 12-01'],
  ['any time but Monday', 'not 11-30'],
  ['4 hands massage', ''],
]

describe('what people say about time', () => {
  for (const [text, expected] of [...RUSSIAN, ...ENGLISH]) {
    it(`${text} → ${expected === '' ? 'nothing' : expected}`, () => assert.equal(read(text), expected))
  }

  it('reads an hour by the opening hours, and keeps both readings where both are open', () => {
    const late = { ...context, hours: () => ({ from: '08:00', to: '23:00' }) }
    const [option] = readTime('в 9', late).wish?.options ?? []
    assert.deepEqual(option?.windows, [{ kind: 'exact', from: '09:00', to: '09:00', or: '21:00' }])
  })

  it('takes the next year for a day that is long over', () => {
    assert.equal(readTime('10 января', context).wish?.options[0]?.dates[0], '2027-01-10')
  })
})
