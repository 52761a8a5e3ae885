import { parseArgs } from 'node:util'
import { readDialogs } from './schema-guided/dialogs.ts'
import { playDialog } from './schema-guided/playing.ts'
import { note, readTurns, type Tally } from './schema-guided/reading.ts'

// Measures the rules brain on sentences of real people. The dialogues belong to others and stay outside of this repository:
//   npm run brain:schema-guided -- <folder of the training split> [--every=5] [--only=<id>] [--show]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    only: { type: 'string' },
    show: { type: 'boolean', default: false },
    reading: { type: 'boolean', default: false },
  },
})
const [folder] = positionals
if (folder === undefined) {
  process.stderr.write('usage: npm run brain:schema-guided -- <folder of the training split>\n')
  process.exit(64)
}

function print(title: string, tally: Tally): void {
  const total = [...tally.values()].reduce((sum, { count }) => sum + count, 0)
  process.stdout.write(`${title} (${total})\n`)
  for (const [grade, { count, examples }] of [...tally].sort((a, b) => b[1].count - a[1].count)) {
    const share = ((100 * count) / total).toFixed(1)
    process.stdout.write(`  ${grade.padEnd(20)} ${String(count).padStart(5)}  ${share.padStart(5)} %\n`)
    if (values.show) for (const text of new Set(examples)) process.stdout.write(`      ${text}\n`)
  }
}

const every = Number(values.every)
const dialogs = readDialogs(folder).filter(
  ({ id }, index) => (values.only === undefined || id === values.only) && index % every === 0,
)
const { dates, times, silent } = readTurns(dialogs)
print('days as said', dates)
print('times as said', times)
print('turns without day and time', silent)

if (!values.reading) {
  const outcomes = { asked: new Map(), unasked: new Map() } satisfies Record<string, Tally>
  for (const dialog of dialogs) {
    const { outcome, isReminded, transcript } = await playDialog(dialog)
    const tally = dialog.goal === undefined ? outcomes.unasked : outcomes.asked
    note(tally, outcome === 'right' && isReminded ? 'right, after a "yes"' : outcome, { text: dialog.id })
    if (values.show && (outcome !== 'right' || values.only !== undefined))
      process.stdout.write(`=== ${dialog.id} ${outcome} ${JSON.stringify(dialog.goal)}\n${transcript.join('\n')}\n\n`)
  }
  print('dialogues with a booking', outcomes.asked)
  print('dialogues without one', outcomes.unasked)
}
