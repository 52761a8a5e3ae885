import type { Verdict } from './grade.ts'
import type { Played } from './play.ts'

const VERDICTS: readonly Verdict[] = ['wished', 'wrong', 'person', 'none', 'answer']
const TITLES = [
  '',
  'dialogs',
  'as wished',
  'wrongly booked',
  'handed over',
  'not booked',
  'wrong answer',
  'rate',
  'turns',
]

/** One line of counts. */
function row(title: string, played: readonly Played[]): string[] {
  const counts = VERDICTS.map(verdict => played.filter(one => one.verdict === verdict).length)
  const turns = played.reduce((sum, one) => sum + one.turns, 0) / Math.max(1, played.length)
  return [title, String(played.length), ...counts.map(String), percent(rateOf(played)), turns.toFixed(1)]
}

/** How many of the dialogs came to what was wished, from 0 to 1. */
export function rateOf(played: readonly Played[]): number {
  return played.filter(one => one.verdict === 'wished').length / Math.max(1, played.length)
}

/** The figures by language and topic. */
export function tableOf(played: readonly Played[]): string {
  const rows = [TITLES]
  for (const [locale, ofLocale] of Map.groupBy(played, one => one.dialog.locale)) {
    for (const [topic, ofTopic] of Map.groupBy(ofLocale, one => one.dialog.topic))
      rows.push(row(`${locale} ${topic}`, ofTopic))
    rows.push(row(`${locale}, all`, ofLocale), [])
  }
  const widths = TITLES.map((_, column) => Math.max(...rows.map(cells => cells[column]?.length ?? 0)))
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map(cells => cells.map(pad).join('  ')).join('\n')
}

/** A percentile of the times that an answer took, in milliseconds. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`
}
