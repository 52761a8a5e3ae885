// `npm run chaos -- --runs N --seed S [--store sqlite|postgres]`: real processes of the desk are killed and frozen while clients
// book, staff edit and everything outside fails; then a checker compares what the CRM, the clients and the journal know.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkWorld } from './checker.ts'
import { addFigures, type Figures, figuresOf, line } from './figures.ts'
import { planOf, type StoreName } from './plan.ts'
import { playRun } from './play.ts'
import { type Store, startStore } from './store.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    /** In each run; by the seed when left out. */
    clients: { type: 'string' },
    /** Both, one after the other, when left out. */
    store: { type: 'string' },
    /** Where the folders of failed runs stay. */
    keep: { type: 'string', default: join(tmpdir(), 'aiadmin-chaos') },
  },
})

let isEnding = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log('ends after this run')
    isEnding = true
  })

const STORES: readonly StoreName[] = ['sqlite', 'postgres']

/** Plays one seed and answers its figures; a run with a violation keeps its folder. */
async function playSeed(seed: string, name: StoreName, store: Store, folder: string): Promise<Figures> {
  const began = Date.now()
  const world = await playRun(
    planOf(seed, name, values.clients === undefined ? undefined : Number(values.clients)),
    store,
    folder,
  )
  const verdict = checkWorld(world)
  const figures = figuresOf(world, verdict)
  const isClean = verdict.violations.length === 0
  const seconds = ((Date.now() - began) / 1_000).toFixed(1)
  console.log(`${isClean ? 'ok  ' : 'FAIL'} ${name} seed ${seed} (${seconds} s): ${line(figures.counts)}`)
  for (const { key, what, because } of verdict.excused)
    console.log(`       ${key} ${what} on a blind channel: ${because}`)
  if (isClean) rmSync(folder, { recursive: true, force: true })
  else {
    writeFileSync(join(folder, 'world.json'), JSON.stringify(world))
    for (const { kind, text } of verdict.violations) console.log(`     ${kind}: ${text}`)
    const again = [
      `--seed ${seed}`,
      `--store ${name}`,
      ...(values.clients === undefined ? [] : [`--clients ${values.clients}`]),
    ]
    console.log(`     everything of it is in ${folder}; the same plan again: npm run chaos -- ${again.join(' ')}`)
  }
  return figures
}

/** Plays all seeds on one store. */
async function playStore(name: StoreName, seeds: readonly string[], folder: string): Promise<Figures | undefined> {
  const store = await startStore(name)
  if ('skip' in store) {
    if (values.store === name) throw new Error(store.skip)
    console.log(`skipped: ${name}: ${store.skip}`)
    return undefined
  }
  let total: Figures | undefined
  try {
    for (const seed of seeds) {
      if (isEnding) break
      const figures = await playSeed(seed, name, store, join(folder, `${name}-${seed}`))
      total = total ? addFigures(total, figures) : figures
    }
  } finally {
    await store.stop()
  }
  return total
}

const stores = STORES.filter(name => values.store === undefined || values.store === name)
const runs = Number(values.runs)
if (stores.length === 0 || !(runs >= 1)) throw new Error('--store is sqlite or postgres, --runs a number')
// `7` plays 7, 8, 9 …; the seed that a failed run names plays that run alone.
const seeds = Array.from({ length: runs }, (_, index) =>
  runs === 1 ? values.seed : String(Number(values.seed) + index),
)
mkdirSync(values.keep, { recursive: true })
const folder = mkdtempSync(join(values.keep, 'runs-'))
let violations = 0
let bookings = Number.POSITIVE_INFINITY
for (const name of stores) {
  const began = Date.now()
  const total = await playStore(name, seeds, folder)
  if (!total) continue
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  console.log(
    `\n${name}: ${total.counts['runs']} runs in ${minutes} min, seeds from ${seeds[0]}\n  ${line(total.counts)}`,
  )
  console.log(`  faults of the CRM: ${line(total.crmFaults)}\n  faults of the messengers: ${line(total.sendFaults)}`)
  console.log(`  violations: ${line(total.violations)}\n`)
  violations += Object.values(total.violations).reduce((sum, count) => sum + count, 0)
  bookings = Math.min(bookings, total.counts['bookings'] ?? 0)
}
if (bookings === 0) console.log('nothing was booked: that proves nothing')
if (violations === 0) rmSync(folder, { recursive: true })
// What clients still wait for would keep the process alive for a while.
process.exit(violations === 0 && bookings > 0 ? 0 : 1)
