import { normalise } from '../../../plugins/llm/rules/language/text.ts'
import type { TimeContext } from '../../../plugins/llm/rules/time/context.ts'
import { readTime } from '../../../plugins/llm/rules/time/read.ts'
import type { TimeWish } from '../../../plugins/llm/rules/time/wish.ts'
import type { PersonsDialog, SaidTurn } from './dialogs.ts'

/** The day on which all these dialogues are held, a Friday. */
export const TODAY = '2019-03-01'

/** How often something came out in each way. */
export type Tally = Map<string, { count: number; examples: string[] }>

/** What the time reader makes of the days and times that clients say, turn by turn. */
export function readTurns(dialogs: readonly PersonsDialog[]): { dates: Tally; times: Tally; silent: Tally } {
  const tally = { dates: new Map(), times: new Map(), silent: new Map() } satisfies Record<string, Tally>
  const context: TimeContext = {
    date: TODAY,
    time: '08:00',
    country: 'US',
    hours: () => ({ from: '08:00', to: '20:00' }),
  }
  for (const turn of dialogs.flatMap(({ turns }) => turns)) {
    const { wish } = readTime(normalise(turn.text), context)
    const [date] = turn.dates
    const [time] = turn.times
    if (date?.means !== undefined && turn.dates.length === 1) note(tally.dates, dateGrade(wish, date.means), turn)
    if (time?.means !== undefined && turn.times.length === 1) note(tally.times, timeGrade(wish, time.means), turn)
    if (turn.dates.length + turn.times.length === 0 && !turn.isShared)
      note(tally.silent, (wish?.options.length ?? 0) === 0 ? 'right' : 'wrong', turn)
  }
  return tally
}

function dateGrade(wish: TimeWish | undefined, means: string): string {
  const dates = [...new Set(wish?.options.flatMap(option => option.dates) ?? [])]
  return grade(dates, means, wish?.unsure === true)
}

function timeGrade(wish: TimeWish | undefined, means: string): string {
  const windows = wish?.options.flatMap(option => option.windows) ?? []
  const times = windows.flatMap(({ kind, from, or }) =>
    kind === 'range' ? [] : or === undefined ? [from] : [from, or],
  )
  return grade([...new Set(times)], means, false)
}

/** Several values, one of which is right, are asked about and never booked. */
function grade(found: readonly string[], means: string, isUnsure: boolean): string {
  const [only] = found
  if (only === undefined) return 'none'
  if (!found.includes(means)) return 'wrong'
  return found.length > 1 || isUnsure ? 'asks' : 'right'
}

/** Counts one more, with the text when it is worth reading. */
export function note(tally: Tally, grade: string, { text }: Pick<SaidTurn, 'text'>): void {
  const entry = tally.get(grade) ?? { count: 0, examples: [] }
  tally.set(grade, { count: entry.count + 1, examples: grade === 'right' ? [] : [...entry.examples, text] })
}
