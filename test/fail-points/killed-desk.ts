import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InboundPart, OutboundMessage } from '../../core/contract/index.ts'
import type { FailPoint } from '../../core/ledger/fail-points.ts'
import { newDataFolder } from '../support/data-folder.ts'
import { freePort } from '../support/service.ts'
import { until } from '../support/until.ts'
import type { News, Order } from './desk-process.ts'

/** How the CRM of a run behaves. */
export interface Mood {
  mood: 'sound' | 'late' | 'lost'
  immovable: boolean
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A lease ends, and an unanswered write is settled, within this; the clock is moved by it, nobody waits. */
const MOVE_MS = 20_000
/** The file of what was sent outlives the process that writes it: no event of a killed one tells of it. */
const LOOK_MS = 25
/** Time stands until the desk has had this many turns of its own: on a slow machine it is slow as well. */
const TURNS_BEFORE_MOVE = 40
const MOVES_BEFORE_NEVER = 20

function configOf(port: number, file: string, { mood, immovable }: Mood): string {
  return `
version: 1
company: { name: Salon, timezone: Europe/Moscow, locale: en, currency: RUB, hours: { mon-sun: "09:00-21:00" }, phone: "+74950000000" }
server: { host: 127.0.0.1, port: ${port} }
log: { level: error }
llm: { rules: { use: rules } }
crm:
  use: ${here('moody-crm.ts')}
  with:
    mood: ${mood}
    immovable: ${immovable}
    services: [{ id: manicure, name: Manicure, durationMinutes: 60, price: 2000 }]
    employees: [{ id: olga, name: Olga, services: [manicure] }]
channels: { paper: { use: ${here('paper-channel.ts')}, with: { file: ${file} } } }
`
}

/** A desk in a process of its own that dies at one fail-point, once, and is started again. */
export interface KilledDesk {
  folder: string
  /** Every fail-point that was passed, before and after the kill. */
  reached: Set<string>
  kills: number
  /** Delivers one message, again after a kill, as a provider does until it is answered. */
  deliver(id: string, parts: readonly InboundPart[]): Promise<void>
  /** What a client has received, each key once. */
  received(): readonly OutboundMessage[]
  /** Resolves when a message of these has come; moves the clock when nothing does. */
  until(isThere: (messages: readonly OutboundMessage[]) => boolean): Promise<void>
  stop(): Promise<void>
  /** Its files, after it was stopped. */
  remove(): Promise<void>
}

/** Starts it. */
export async function startKilledDesk(point: FailPoint | undefined, mood: Mood): Promise<KilledDesk> {
  const folder = newDataFolder('kill')
  const paper = join(folder, 'paper.jsonl')
  const port = await freePort()
  await writeFile(join(folder, 'aiadmin.yaml'), configOf(port, paper, mood))
  const reached = new Set<string>()
  let offset = 0
  let kills = 0
  let turns = 0
  let child: ChildProcess | undefined
  let ready = run(point)

  function run(failPoint: FailPoint | undefined): Promise<void> {
    const started = fork(here('desk-process.ts'), [join(folder, 'aiadmin.yaml')], {
      cwd: folder,
      // Node strips the types itself: that begins in half the time.
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, FAIL_POINT: failPoint ?? '', CLOCK_OFFSET_MS: String(offset) },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    child = started
    started.on('message', (news: News) => {
      if ('reached' in news) reached.add(news.reached)
      else turns += 1
    })
    return new Promise((resolve, reject) => {
      started.stderr?.on('data', (text: Buffer) => {
        if (String(text).includes('health')) resolve()
        else process.stderr.write(text)
      })
      started.once('exit', (code, signal) => {
        reject(new Error(`ended with ${code ?? signal} before it was ready`))
        if (signal !== 'SIGKILL') return
        kills += 1
        offset += MOVE_MS
        // A supervisor starts it again, later than any lease lasts.
        ready = run(undefined)
        ready.catch(() => {})
      })
    })
  }

  function move(advanceMs: number): void {
    offset += advanceMs
    // What is sent to a process that is being killed is lost, as it is.
    if (child?.connected) child.send({ advanceMs } satisfies Order, () => {})
  }

  function received(): readonly OutboundMessage[] {
    if (!existsSync(paper)) return []
    const lines = readFileSync(paper, 'utf8')
      .split('\n')
      .filter(line => line !== '')
    const byKey = new Map(lines.map(line => [JSON.parse(line).key, JSON.parse(line).message]))
    return [...byKey.values()]
  }

  async function post(id: string, parts: readonly InboundPart[]): Promise<boolean> {
    await ready.catch(() => {})
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/paper`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, address: 'client-1', parts }),
    }).catch(() => undefined)
    return answer?.status === 204
  }

  await ready
  return {
    folder,
    reached,
    get kills() {
      return kills
    },
    received,
    async deliver(id, parts) {
      for (let attempt = 0; attempt < 200; attempt += 1) {
        if (await post(id, parts)) return
        await new Promise(resolve => setImmediate(resolve))
      }
      throw new Error(`the message ${id} was never accepted`)
    },
    async until(isThere) {
      let moves = 0
      turns = 0
      await until(() => {
        if (isThere(received())) return true
        if (child && child.exitCode !== null) throw new Error(`the desk ended with ${child.exitCode}`)
        const isTime = turns >= TURNS_BEFORE_MOVE
        if (isTime) {
          turns = 0
          moves += 1
        }
        if (moves > MOVES_BEFORE_NEVER) throw new Error(`never said; last: ${received().at(-1)?.text}`)
        move(isTime ? MOVE_MS : 0)
        return false
      }, LOOK_MS)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
    async stop() {
      await ready.catch(() => {})
      const ended = new Promise(resolve => child?.once('exit', resolve))
      child?.kill('SIGTERM')
      await ended
    },
  }
}
