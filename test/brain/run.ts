// `npm run brain [-- words of file or name] [--show]`: the measured corpus of dialogs, with its table.
import { createDesks } from './desk.ts'
import { readDialogs } from './dialog.ts'
import { type Played, play } from './play.ts'
import { percentile, tableOf } from './table.ts'

const args = process.argv.slice(2)
const isShowing = args.includes('--show')
const dialogs = readDialogs(args.filter(arg => !arg.startsWith('--')))
const desks = createDesks()
const began = performance.now()
const played: Played[] = []
for (const dialog of dialogs) {
  const one = await play(dialog, desks)
  played.push(one)
  if (one.verdict === 'wished' && !isShowing) continue
  console.log(`${one.verdict === 'wished' ? 'ok   ' : one.verdict} ${dialog.locale}/${dialog.topic}: ${dialog.name}`)
  for (const problem of one.problems) console.log(`     ${problem}`)
  if (isShowing) console.log(`${one.transcript.join('\n')}\n`)
}
desks.close()
console.log(`said what is not so: ${desks.falsehoods()}`)
const { answers } = desks.stopwatch
const seconds = ((performance.now() - began) / 1000).toFixed(0)
const median = percentile(answers, 0.5)
console.log(`\n${tableOf(played)}`)
console.log(
  `${dialogs.length} dialogs, ${answers.length} answers in ${seconds} s; the brain thought ${median.toFixed(2)} ms (p50), ${percentile(answers, 0.95).toFixed(2)} ms (p95) an answer`,
)
if (played.some(({ verdict }) => verdict === 'wrong') || median >= 5 || desks.falsehoods() > 0) process.exitCode = 1
