import { addDays } from '../../../plugins/crm/hours/index.ts'
import { normalise } from '../../../plugins/llm/rules/language/text.ts'
import type { TimeContext } from '../../../plugins/llm/rules/time/context.ts'
import { readTime } from '../../../plugins/llm/rules/time/read.ts'

/** Wednesday, 25 November 2026, noon; open from 10 to 20. */
export const wednesdayNoon = { date: '2026-11-25', time: '12:00', hours: () => ({ from: '10:00', to: '20:00' }) }

/** What a text says about time, in short: `11-26 15:00`, `11-27..11-29 13:00-18:00`, `earlier`, `#2`. */
export function timeInShort(text: string, context: TimeContext = wednesdayNoon): string {
  const {
    wish,
    excluded,
    excludedTimes = [],
    relative,
    pick,
    number,
    past,
    puzzle,
  } = readTime(normalise(text), context)
  const options = wish?.options.map(({ dates, windows }) => {
    const times = windows.map(window => {
      if (window.kind === 'range') return `${window.from}-${window.to}`
      return `${window.kind === 'about' ? '~' : ''}${window.from}${window.or === undefined ? '' : `|${window.or}`}`
    })
    return [daysInShort(dates), times.join(',')].filter(part => part !== '').join(' ')
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
    ...excluded.map(date => `not ${short(date)}`),
    ...excludedTimes.map(time => `not ${time}`),
    ...(relative ? [relative.kind + by] : []),
    ...(pick === undefined ? [] : [`#${pick}`]),
    ...(number === undefined ? [] : [`number ${number}`]),
    ...(past ? ['past'] : []),
    ...(puzzle ? [`no ${puzzle.kind} ${puzzle.said}`] : []),
    ...(puzzle?.dates ?? []).map(date => `? ${short(date)}`),
  ].join('; ')
}

/** Three days in a row and more are a range. */
function daysInShort(dates: readonly string[]): string {
  const runs: string[][] = []
  for (const date of dates) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && addDays(last, 1) === date) run.push(date)
    else runs.push([date])
  }
  return runs
    .flatMap(run => (run.length < 3 ? run.map(date => short(date)) : [`${short(run[0])}..${short(run.at(-1))}`]))
    .join(',')
}

/** The year only where it is neither this nor the next one. */
function short(date = ''): string {
  return /^202[67]/u.test(date) ? date.slice(5) : date
}
