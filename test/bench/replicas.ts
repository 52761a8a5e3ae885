import { once } from 'node:events'
import { createServer } from 'node:net'
import { startPostgres } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { type Desk, prepareDesk, reference } from './desk.ts'
import { runLoad } from './load.ts'
import type { Measured } from './process.ts'

const PROCESSES = [1, 2, 4]
const CONNECTIONS = 16
const WARM_UP_TURNS = 200
const IN_FLIGHT = 1_000
const AT_A_TIME = 20
/** How long a killed process keeps its conversations; core/journal/work.ts. */
const LEASE_SECONDS = 10
const GIVE_UP_SECONDS = 120
/** Between looks at the database, which has the desk to serve. */
const ASK_EVERY_MS = 50

/** What several processes do on PostgreSQL; `undefined` where it is not installed. */
export interface ReplicaResults {
  /** Processes, turns/s, p50, p99. */
  load: readonly string[][]
  /** Seconds from the end of the leases until the last of the turns was answered. */
  recoverySeconds: number
}

const RULES = { rules: { use: 'rules' } }

/** Measures 1, 2 and 4 processes, one without durability, and how fast turns of a killed process are answered. */
export async function measureReplicas(seconds: number): Promise<ReplicaResults | undefined> {
  const server = await startPostgres()
  if ('skip' in server) return undefined
  const { ask, createDatabase } = server
  const cleanUp: (() => unknown)[] = [server.stop]
  const storageAt = (url: string) => ({ journal: { use: 'postgres', with: { url } } })
  async function started(url: string, llm: object = RULES): Promise<{ desk: Desk; process: Measured }> {
    const desk = await prepareDesk(llm, { BENCH_GEMINI_KEY: 'a-made-up-key' }, storageAt(url))
    cleanUp.push(desk.remove)
    const process = await desk.start()
    cleanUp.push(process.stop)
    return { desk, process }
  }

  async function measure(name: string, count: number, url: string): Promise<string[]> {
    const running = []
    for (let index = 0; index < count; index += 1) running.push(await started(url))
    const plan = { connections: CONNECTIONS / count, warmUpTurns: WARM_UP_TURNS / count, seconds }
    const results = await Promise.all(
      running.map(({ desk, process }, index) => runLoad(desk.target, process, { ...plan, firstTurn: index * 1e7 })),
    )
    for (const { process } of running) await process.stop()
    const turns = results.reduce((sum, { turnsPerSecond }) => sum + turnsPerSecond, 0)
    const worst = (of: 'p50Ms' | 'p99Ms') => Math.max(...results.map(result => result[of]))
    return [name, turns.toFixed(0), worst('p50Ms').toFixed(2), worst('p99Ms').toFixed(2)]
  }

  async function recovery(): Promise<number> {
    const url = await createDatabase()
    // A model that never answers keeps in flight what the process that is killed has begun.
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    const llm = {
      gemini: { use: 'gemini', with: { apiKey: reference('BENCH_GEMINI_KEY'), baseUrl, timeoutMs: 60_000 } },
    }
    const dying = await started(url, llm)
    const { target } = dying.desk
    const headers = { 'content-type': 'application/json', ...target.headers }
    for (let first = 0; first < IN_FLIGHT; first += AT_A_TIME)
      await Promise.all(
        Array.from({ length: AT_A_TIME }, async (_, index) => {
          const body = JSON.stringify({ ...target.body(first + index), conversation: `recovery-${first + index}` })
          const { status } = await fetch(`${target.url}?wait=0`, { method: 'POST', headers, body })
          if (status !== 202) throw new Error(`a message was answered ${status}`)
        }),
      )
    dying.process.kill()
    silent.close()
    const killed = performance.now()
    await started(url)
    const leaseEnd = killed + LEASE_SECONDS * 1_000
    await until(async () => {
      const [row] = await ask(url, 'select count(*)::int as n from conversation where inbound_seq > answered_seq')
      if (row?.['n'] === 0) return true
      if (performance.now() - killed > GIVE_UP_SECONDS * 1_000) throw new Error(`${row?.['n']} turns were not answered`)
      return false
    }, ASK_EVERY_MS)
    return Math.max(0, (performance.now() - leaseEnd) / 1_000)
  }

  try {
    const load: string[][] = []
    for (const count of PROCESSES) load.push(await measure(`${count}`, count, await createDatabase()))
    const careless = await createDatabase()
    await ask(careless, `alter database ${new URL(careless).pathname.slice(1)} set synchronous_commit = off`)
    load.push(await measure('1, without durability', 1, careless))
    return { load, recoverySeconds: await recovery() }
  } finally {
    for (const clean of cleanUp.reverse()) await clean()
  }
}
