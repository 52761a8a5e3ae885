// `npm run chaos -- --runs N --seed S [--store sqlite|postgres] [--lanes N]`: real processes of the desk are killed and frozen
// while clients book, staff edit and everything outside fails; then a checker compares what the CRM, the clients and the
// journal know.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkWorld } from './checker.ts'
import { bundleDesk } from './desk-bundle.ts'
import { addFigures, type Figures, figuresOf, line } from './figures.ts'
import { planOf, type StoreName } from './plan.ts'
import { playRun, type Rig } from './play.ts'
import { createPorts } from './ports.ts'
import { type Store, startStore } from './store.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    /** In each run; by the seed when left out. */
    clients: { type: 'string' },
    /** So many runs at a time on each store; one for each core, shared by the stores, when left out. */
    lanes: { type: 'string' },
    /** Both when left out. */
    store: { type: 'string' },
    /** Where the folders of failed runs stay. */
    keep: { type: 'string', default: join(tmpdir(), 'aiadmin-chaos') },
  },
})

let isEnding = false
let isBroken = false
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    console.log('ends after the runs that are under way')
    isEnding = true
  })

const STORES: readonly StoreName[] = ['sqlite', 'postgres']

/** A count of the command line. */
function countOf(name: 'runs' | 'clients' | 'lanes'): number | undefined {
  const text = values[name]
  if (text !== undefined && !/^[1-9]\d*$/.test(text)) throw new Error(`--${name} is a whole number from 1`)
  return text === undefined ? undefined : Number(text)
}

/** Plays one seed and answers its figures; a run with a violation keeps its folder. */
async function playSeed(seed: string, name: StoreName, store: Store): Promise<Figures> {
  const runFolder = join(folder, `${name}-${seed}`)
  const { world, took } = await playRun(planOf(seed, name, clients), rig, store, runFolder)
  const verdict = checkWorld(world)
  const figures = figuresOf(world, verdict)
  const isClean = verdict.violations.length === 0
  const parts = Object.entries(took).map(([part, ms]) => `${part} ${(ms / 1_000).toFixed(1)}`)
  console.log(`${isClean ? 'ok  ' : 'FAIL'} ${name} seed ${seed} (${parts.join(', ')} s): ${line(figures.counts)}`)
  for (const { key, what, because } of verdict.excused)
    console.log(`       ${key} ${what} on a blind channel: ${because}`)
  if (isClean) rmSync(runFolder, { recursive: true, force: true })
  else {
    writeFileSync(join(runFolder, 'world.json'), JSON.stringify(world))
    for (const { kind, text } of verdict.violations) console.log(`     ${kind}: ${text}`)
    const again = `--seed ${seed} --store ${name}${clients === undefined ? '' : ` --clients ${clients}`}`
    console.log(`     everything of it is in ${runFolder}; the same plan again: npm run chaos -- ${again}`)
  }
  return figures
}

/** Starts what the lanes of one store need; a store that this machine does not have is left out, unless it was asked for. */
async function openLanes(name: StoreName): Promise<readonly Store[]> {
  const servers = await Promise.all(Array.from({ length: Math.min(lanes, runs) }, () => startStore(name)))
  const skipped = servers.find(store => 'skip' in store)
  if (!skipped) return servers.flatMap(store => ('skip' in store ? [] : [store]))
  if (values.store === name) throw new Error(skipped.skip)
  console.log(`skipped: ${name}: ${skipped.skip}`)
  return []
}

/** Plays all seeds on one store, each in the first lane that is free. */
async function playStore(name: StoreName, stores: readonly Store[]): Promise<Figures | undefined> {
  const waiting = [...seeds]
  let total: Figures | undefined
  const playLane = async (store: Store) => {
    for (let seed = waiting.shift(); seed !== undefined && !isEnding; seed = waiting.shift()) {
      const figures = await playSeed(seed, name, store).catch(error => {
        console.log(`the run of seed ${seed} on ${name} broke off:`, error)
        isEnding = true
        isBroken = true
      })
      if (figures) total = total ? addFigures(total, figures) : figures
    }
    await store.stop()
  }
  await Promise.all(stores.map(playLane))
  return total
}

const names = STORES.filter(name => values.store === undefined || values.store === name)
if (names.length === 0) throw new Error('--store is sqlite or postgres')
const [runs, clients] = [countOf('runs') ?? 1, countOf('clients')]
const lanes = countOf('lanes') ?? Math.max(1, Math.floor(availableParallelism() / names.length))
// `7` plays 7, 8, 9 …; the seed that a failed run names plays that run alone.
const seeds = Array.from({ length: runs }, (_, index) =>
  runs === 1 ? values.seed : String(Number(values.seed) + index),
)
mkdirSync(values.keep, { recursive: true })
const folder = mkdtempSync(join(values.keep, 'runs-'))
const rig: Rig = { bundle: await bundleDesk(join(folder, 'desk')), ports: createPorts() }
// All servers first: to begin one holds up the clients of a run.
const opened: { name: StoreName; stores: readonly Store[] }[] = []
for (const name of names) opened.push({ name, stores: await openLanes(name) })
const began = Date.now()
const played = await Promise.all(
  opened.map(async ({ name, stores }) => {
    const total = await playStore(name, stores)
    return { name, width: stores.length, total, minutes: ((Date.now() - began) / 60_000).toFixed(1) }
  }),
)
let violations = 0
let bookings = Number.POSITIVE_INFINITY
for (const { name, width, total, minutes } of played) {
  if (!total) continue
  console.log(`\n${name}: ${total.counts['runs']} runs in ${minutes} min, ${width} at a time, seeds from ${seeds[0]}`)
  console.log(`  ${line(total.counts)}`)
  console.log(`  faults of the CRM: ${line(total.crmFaults)}\n  faults of the messengers: ${line(total.sendFaults)}`)
  console.log(`  violations: ${line(total.violations)}\n`)
  violations += Object.values(total.violations).reduce((sum, count) => sum + count, 0)
  bookings = Math.min(bookings, total.counts['bookings'] ?? 0)
}
if (bookings === 0) console.log('nothing was booked: that proves nothing')
const isClean = violations === 0 && !isBroken
if (isClean) rmSync(folder, { recursive: true })
// What clients still wait for would keep the process alive for a while.
process.exit(isClean && bookings > 0 ? 0 : 1)
