import { type ChildProcess, fork } from 'node:child_process'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chronicle } from './chronicle.ts'
import type { News, Order } from './desk-process.ts'
import { pause, type RunTime } from './run-time.ts'

/** Where a process of the plan dies by itself: at the `pass`-th time that it comes to the point. */
export interface Death {
  point: string
  pass: number
}

/** One process of the desk, started anew after each death. */
export interface Replica {
  readonly url: string
  /** Resolves when it serves, or has ended before it did. */
  start(): Promise<void>
  /** Like a power cut; it is started again after `downMs`. */
  kill(downMs: number): void
  /** Stops it in the middle of whatever it does; resolves when it goes on. */
  freeze(ms: number): Promise<void>
  /** Asks it to end in order, and starts it again: as at every upgrade. */
  restart(): void
  jump(ms: number): void
  isReady(): boolean
  /** Dies no more by itself. */
  calm(): void
  /** Asks it to end, and waits. */
  stop(): Promise<void>
}

const STOP_WITHIN_MS = 8_000

/** Makes the `number`-th replica; its configuration and its log are in `folder`. */
export function createReplica(parts: {
  number: number
  folder: string
  /** The program, and where it may serve. */
  program: string
  port: number
  time: RunTime
  chronicle: Chronicle
  /** The deaths of its lives, one after the other. */
  deaths: readonly (Death | undefined)[]
  /** The text of its `aiadmin.yaml`. */
  config: string
}): Replica {
  const { number, folder, program, port, time, chronicle } = parts
  const file = join(folder, `aiadmin-${number}.yaml`)
  writeFileSync(file, parts.config)
  const url = `http://127.0.0.1:${port}`
  const log = createWriteStream(join(folder, `desk-${number}.log`), { flags: 'a' })
  const deaths = [...parts.deaths]
  let child: ChildProcess | undefined
  let isReady = false
  let isStopping = false
  let frozenUntil = 0
  let isCalm = false
  let starting: Promise<void> = Promise.resolve()

  async function start(): Promise<void> {
    const death = isCalm ? undefined : deaths.shift()
    const { startedAt, offsetMs } = time.state()
    const started = fork(program, [file], {
      cwd: folder,
      execArgv: [],
      env: {
        ...process.env,
        AIADMIN_DATA: join(folder, 'data'),
        NODE_COMPILE_CACHE: join(program, '../compile-cache'),
        CHAOS_STARTED_AT: String(startedAt),
        CHAOS_OFFSET_MS: String(offsetMs),
        CHAOS_FAIL_POINT: death?.point ?? '',
        CHAOS_PASS: String(death?.pass ?? 1),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    started.stdout?.pipe(log, { end: false })
    started.stderr?.pipe(log, { end: false })
    let hasDied = false
    started.on('message', (news: News) => {
      if ('dies' in news) chronicle.note({ what: 'disturbed', by: 'fail-point', replica: number, point: news.dies })
      else if (time.now() - frozenUntil > news.stalledMs)
        chronicle.note({ what: 'disturbed', by: 'stall', replica: number, ms: news.stalledMs })
    })
    started.once('exit', code => {
      hasDied = true
      isReady = false
      // A desk that finds no database at its start says so and ends; a supervisor starts it again.
      if (code !== null && code !== 0) chronicle.note({ what: 'disturbed', by: 'end', replica: number })
      if (!isStopping && child === started) starting = restart(250)
    })
    chronicle.note({ what: 'disturbed', by: 'start', replica: number })
    while (!hasDied && !isStopping && !isReady) {
      const isServing = await serves()
      // It may have been killed while it answered.
      if (isServing && !hasDied) isReady = true
      else await pause(100)
    }
  }

  async function serves(): Promise<boolean> {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
    await answer?.body?.cancel()
    return answer?.ok === true
  }

  async function restart(downMs: number): Promise<void> {
    await pause(downMs)
    if (!isStopping) await start()
  }

  return {
    url,
    start,
    kill(downMs) {
      const killed = child
      if (!killed || killed.exitCode !== null || killed.signalCode !== null) return
      chronicle.note({ what: 'disturbed', by: 'kill', replica: number })
      child = undefined
      isReady = false
      killed.kill('SIGKILL')
      starting = restart(downMs)
    },
    async freeze(ms) {
      const paused = child
      if (!paused || paused.exitCode !== null || paused.signalCode !== null) return
      chronicle.note({ what: 'disturbed', by: 'pause', replica: number })
      paused.kill('SIGSTOP')
      await pause(ms)
      frozenUntil = time.now()
      chronicle.note({ what: 'disturbed', by: 'resume', replica: number })
      paused.kill('SIGCONT')
    },
    restart() {
      if (!isReady) return
      chronicle.note({ what: 'disturbed', by: 'stop', replica: number })
      child?.kill('SIGTERM')
    },
    jump(ms) {
      if (child?.connected) child.send({ jumpMs: ms } satisfies Order)
    },
    isReady: () => isReady,
    calm() {
      isCalm = true
    },
    async stop() {
      isStopping = true
      await starting.catch(() => {})
      const ending = child
      if (ending && ending.exitCode === null && ending.signalCode === null) {
        const ended = new Promise(resolve => ending.once('exit', resolve))
        ending.kill('SIGTERM')
        const late = setTimeout(() => ending.kill('SIGKILL'), STOP_WITHIN_MS)
        await ended
        clearTimeout(late)
      }
      log.end()
    },
  }
}
