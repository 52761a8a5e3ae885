// `npm run bench`: what a turn costs on the built product, beside the bare limit on the same machine in the same run.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bookAtOnce } from './bookings.ts'
import { checkReply, prepareDesk, reference } from './desk.ts'
import { QUESTION } from './dialog.ts'
import { type LoadResult, type LoadTarget, runLoad } from './load.ts'
import { launch, type Measured } from './process.ts'
import { measureReplicas } from './replicas.ts'
import { seedConversations } from './seed.ts'
import { table } from './table.ts'

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '6' },
    /** Leaves out the product: to see what the bare limit does here. */
    'bare-only': { type: 'boolean', default: false },
  },
})
const seconds = Number(options.seconds)
const CONNECTIONS = [1, 16]
const WARM_UP_TURNS = 400
const BOOKINGS = 1_000
const STORED = [10, 1_000, 100_000]
/** Turns are numbered through the whole run, so that each opens a conversation of its own. */
const TURNS_BETWEEN_RUNS = 10_000_000

let runs = 0
const cleanUp: (() => unknown)[] = []

async function measure(target: LoadTarget, server: Measured, connections: number): Promise<LoadResult> {
  runs += 1
  const plan = { connections, warmUpTurns: WARM_UP_TURNS, seconds, firstTurn: runs * TURNS_BETWEEN_RUNS }
  return runLoad(target, server, plan)
}

async function started(server: Promise<Measured>): Promise<Measured> {
  const running = await server
  cleanUp.push(running.stop)
  return running
}

const script = (name: string, ...args: string[]) => ({
  // Node strips the types by itself: a loader would count as the server's memory.
  args: [join(import.meta.dirname, name), ...args],
  ready: (output: string) => /^ready \S+.*\n/m.test(output),
})
const announcedBy = ({ announced }: Measured) => announced.match(/^ready (\S+)(?: (\S+))?/m)?.slice(1) ?? []

function rowOf(name: string, server: Measured, idleMb: number, connections: number, result: LoadResult) {
  return [
    name,
    String(connections),
    result.turnsPerSecond.toFixed(0),
    result.p50Ms.toFixed(2),
    result.p99Ms.toFixed(2),
    result.cpuMsPerTurn.toFixed(2),
    idleMb.toFixed(0),
    result.residentMb.toFixed(0),
    server.readyMs.toFixed(0),
  ]
}
const HEAD = ['', 'connections', 'turns/s', 'p50 ms', 'p99 ms', 'CPU ms/turn', 'idle MB', 'loaded MB', 'ready ms']

async function measureAll(name: string, server: Measured, target: LoadTarget) {
  const idleMb = server.residentMb()
  const results: LoadResult[] = []
  for (const connections of CONNECTIONS) results.push(await measure(target, server, connections))
  const rows = results.map((result, index) => rowOf(name, server, idleMb, CONNECTIONS[index] ?? 0, result))
  return { rows, results, idleMb, readyMs: server.readyMs }
}

function verdict(what: string, value: number, limit: number, { atLeast }: { atLeast: boolean }): string[] {
  const holds = atLeast ? value >= limit : value <= limit
  return [what, value.toFixed(2), `${atLeast ? '≥' : '≤'} ${limit.toFixed(2)}`, holds ? 'yes' : 'NO']
}

async function main() {
  const fake = await started(launch(script('gemini-process.ts')))
  const [baseUrl = '', apiKey = ''] = announcedBy(fake)

  const bareServer = await started(launch(script('bare-limit.ts', baseUrl, apiKey)))
  const bareTarget: LoadTarget = {
    url: `${announcedBy(bareServer)[0]}/turn`,
    headers: {},
    body: () => ({ text: QUESTION }),
    check: checkReply,
  }
  const bare = await measureAll('bare limit (Fastify + fetch)', bareServer, bareTarget)
  await bareServer.stop()
  if (options['bare-only']) return console.log(table(HEAD, bare.rows))

  const gemini = await prepareDesk(
    { gemini: { use: 'gemini', with: { apiKey: reference('BENCH_GEMINI_KEY'), baseUrl } } },
    { BENCH_GEMINI_KEY: apiKey },
  )
  cleanUp.push(gemini.remove)
  const geminiServer = await started(gemini.start())
  const product = await measureAll('aiadmin, gemini', geminiServer, gemini.target)
  await geminiServer.stop()

  const rules = await prepareDesk({ rules: { use: 'rules' } })
  cleanUp.push(rules.remove)
  const rulesServer = await started(rules.start())
  const brain = await measureAll('aiadmin, rules', rulesServer, rules.target)
  await rulesServer.stop()
  console.log(table(HEAD, [...bare.rows, ...product.rows, ...brain.rows]))

  const stored: string[][] = []
  for (const count of STORED) {
    const desk = await prepareDesk({ rules: { use: 'rules' } })
    cleanUp.push(desk.remove)
    // Once, so that the tables are there.
    await (await desk.start()).stop()
    seedConversations(desk.database, count)
    const server = await started(desk.start())
    const result = await measure(desk.target, server, 1)
    await server.stop()
    desk.remove()
    const { p50Ms, p99Ms, cpuMsPerTurn } = result
    stored.push([count.toLocaleString('en'), p50Ms.toFixed(2), p99Ms.toFixed(2), cpuMsPerTurn.toFixed(2)])
  }
  console.log(`\n${table(['stored conversations', 'p50 ms', 'p99 ms', 'CPU ms/turn'], stored)}`)

  const replicas = await measureReplicas(seconds)
  if (replicas)
    console.log(`\n${table(['processes on PostgreSQL', 'turns/s', 'p50 ms', 'p99 ms'], [...replicas.load])}`)
  const bookings = await bookAtOnce(BOOKINGS)
  const booked = [bookings.seconds.toFixed(2), String(bookings.booked), String(bookings.taken)]
  console.log(`\n${table(['bookings at once', 'seconds', 'booked', 'taken'], [[String(BOOKINGS), ...booked]])}`)

  const [, bareWide] = bare.results
  const [, productWide] = product.results
  const [rulesNarrow] = brain.results
  if (!bareWide || !productWide || !rulesNarrow) return
  const ratio = productWide.turnsPerSecond / bareWide.turnsPerSecond
  const goals = [
    verdict('turns/s of the bare limit, 16 connections', ratio, 0.6, { atLeast: true }),
    verdict('MB under load, beside the bare limit', productWide.residentMb, bareWide.residentMb, { atLeast: false }),
    verdict('MB idle', brain.idleMb, 150, { atLeast: false }),
    verdict('seconds to ready', brain.readyMs / 1_000, 1.2, { atLeast: false }),
    verdict('rules brain, p50 ms', rulesNarrow.p50Ms, 5, { atLeast: false }),
    ...(replicas
      ? [verdict('seconds to answer 1,000 turns of a killed process', replicas.recoverySeconds, 5, { atLeast: false })]
      : []),
  ]
  console.log(`\n${table(['goal', 'measured', 'wanted', 'holds'], goals)}`)
}

try {
  await main()
} finally {
  for (const clean of cleanUp.reverse()) await clean()
}
