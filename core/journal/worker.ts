import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import {
  type Claim,
  claimDue,
  complete,
  LEASE_MS,
  LeaseLost,
  postpone,
  renew,
  untilDue,
  type WorkKind,
} from './work.ts'

/**
 * What a handler wants to happen to its row. A turn ends its row in its own transaction and answers `done`, and whether
 * that made other work due.
 */
export type WorkOutcome = { done: true; isWorkDue: boolean } | { againAt: number } | undefined

/** Does one kind of work. */
export interface WorkHandler<Prepared = unknown> {
  /** Runs in the claiming transaction. */
  prepare?(db: Db, claim: Claim): Promise<Prepared>
  run(claim: Claim, prepared: Prepared, signal: AbortSignal): Promise<WorkOutcome>
}

/** The loop that claims what is due and hands it to its handler. */
export interface Worker {
  start(): void
  /** Something may be due now. Cheap; call it after every commit that scheduled work. */
  wake(): void
  /** Who may claim work on this worker's behalf; undefined while it has no room. */
  vacancy(): string | undefined
  /** Does what was claimed on its behalf, prepared with the claim. */
  take(claim: Claim, prepared: unknown): void
  /** Takes no new work and resolves when what runs has ended, or after `graceMs`. */
  stop(graceMs: number): Promise<void>
  running(): number
}

export interface WorkerOptions {
  journal: Journal
  log: Logger
  handlers: Readonly<Record<WorkKind, WorkHandler>>
  /** Items at a time. */
  concurrency: number
  /** How long nothing may be looked for when nobody wakes the worker; other processes' work is found by this. */
  pollMs: number
}

/** Between two looks at rows that are due and can't be claimed: another process has just locked them. */
const MIN_WAIT_MS = 5

/** The longest time that a timer takes. */
const MAX_SLEEP_MS = 2 ** 31 - 1

/** How long what was cut off may take to give its claim back. */
const UNWIND_MS = 1_000

/** One row can't be begun; its claim is rolled back with all others of the batch. */
class CannotBegin extends Error {
  readonly claim: Claim

  constructor(claim: Claim, cause: unknown) {
    super(`the ${claim.kind} cannot be begun`, { cause })
    this.claim = claim
  }
}

/** After a handler failed: 1 s, 2 s, 4 s … 5 min. */
function backoffMs(attempts: number): number {
  return Math.min(1000 * 2 ** Math.min(attempts - 1, 9), 300_000)
}

/** One worker of this process. */
export function createWorker({ journal, log, handlers, concurrency, pollMs }: WorkerOptions): Worker {
  const owner = newId()
  const running = new Map<Claim, AbortController>()
  const closing = new AbortController()
  const over = new AbortController()
  /** Leases and due times go by the database's clock: on SQLite that is the journal's own. */
  const clock = journal.family === 'sqlite' ? journal.clock : systemClock
  let isStarted = false
  let isClaiming = false
  let isWoken = false
  let isBeating = false
  let timer: NodeJS.Timeout | undefined
  let waiting = new AbortController()

  async function runOne(claim: Claim, prepared: unknown): Promise<void> {
    const controller = new AbortController()
    running.set(claim, controller)
    void keepLeases()
    let isWorkDue = true
    try {
      const outcome = await handlers[claim.kind].run(claim, prepared, controller.signal)
      if (outcome && 'done' in outcome) {
        isWorkDue = outcome.isWorkDue
        return
      }
      const again = outcome?.againAt
      await journal.write(db => complete(journal, db, claim, again))
    } catch (error) {
      if (error instanceof LeaseLost) return
      log.error({ err: error, kind: claim.kind, attempts: claim.attempts }, 'work failed and will be tried again')
      const again = journal.clock.now() + backoffMs(claim.attempts)
      await journal.write(db => complete(journal, db, claim, again)).catch(() => {})
    } finally {
      running.delete(claim)
      // A full worker may have left something unclaimed.
      if (isWorkDue || running.size === concurrency - 1) wake()
    }
  }

  async function prepare(db: Db, claim: Claim): Promise<unknown> {
    try {
      return await handlers[claim.kind].prepare?.(db, claim)
    } catch (cause) {
      throw new CannotBegin(claim, cause)
    }
  }

  async function putOff({ claim, cause }: CannotBegin): Promise<void> {
    const { kind, ref, attempts } = claim
    log.error({ err: cause, kind, ref, attempts }, 'work cannot be begun and will be tried again')
    await journal.write(db => postpone(journal, db, claim, journal.clock.now() + backoffMs(attempts)))
  }

  async function claimBatch(): Promise<number> {
    const limit = concurrency - running.size
    if (limit <= 0) return 0
    const claimed = await journal.write(async db => {
      const claims = await claimDue(journal, db, owner, limit)
      const pairs: { claim: Claim; prepared: unknown }[] = []
      for (const claim of claims) pairs.push({ claim, prepared: await prepare(db, claim) })
      return pairs
    })
    for (const { claim, prepared } of claimed) void runOne(claim, prepared)
    return claimed.length
  }

  async function loop(): Promise<void> {
    if (isClaiming || closing.signal.aborted) return
    isClaiming = true
    clearTimeout(timer)
    waiting.abort(ENDED)
    waiting = new AbortController()
    let nextMs: number | undefined
    try {
      do {
        isWoken = false
        await claimBatch().catch(async error => {
          if (!(error instanceof CannotBegin)) throw error
          await putOff(error)
          isWoken = true
        })
      } while (isWoken && !closing.signal.aborted && running.size < concurrency)
      if (running.size < concurrency) nextMs = await untilDue(journal)
    } catch (error) {
      log.error({ err: error }, 'the journal cannot be read; looking again soon')
    } finally {
      isClaiming = false
    }
    if (closing.signal.aborted) return
    if (isWoken) return void setImmediate(loop)
    timer = setTimeout(loop, pollMs)
    timer.unref()
    if (nextMs === undefined) return
    const sleepMs = Math.min(Math.max(MIN_WAIT_MS, nextMs), MAX_SLEEP_MS)
    clock.sleep(sleepMs, waiting.signal).then(loop, () => undefined)
  }

  function wake(): void {
    isWoken = true
    if (!isClaiming && !closing.signal.aborted) void loop()
  }

  async function renewAll(): Promise<void> {
    await Promise.all(
      [...running].map(async ([claim, controller]) => {
        const isMine = await journal.write(db => renew(journal, db, claim)).catch(() => true)
        if (!isMine) controller.abort(new LeaseLost(claim.kind))
      }),
    )
  }

  async function keepLeases(): Promise<void> {
    if (isBeating) return
    isBeating = true
    const sleep = () => clock.sleep(LEASE_MS / 3, over.signal).catch(() => undefined)
    for (await sleep(); running.size > 0 && !over.signal.aborted; await sleep()) await renewAll()
    isBeating = false
  }

  async function untilIdle(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs
    while ((running.size > 0 || isClaiming) && Date.now() < deadline)
      await new Promise(resolve => setTimeout(resolve, 10))
  }

  return {
    start() {
      isStarted = true
      wake()
    },
    wake,
    vacancy: () => (isStarted && running.size < concurrency && !closing.signal.aborted ? owner : undefined),
    take: (claim, prepared) => void runOne(claim, prepared),
    running: () => running.size,
    async stop(graceMs) {
      closing.abort()
      clearTimeout(timer)
      waiting.abort(ENDED)
      await untilIdle(graceMs)
      for (const controller of running.values()) controller.abort(new Error('the process is stopping'))
      // What was cut off gives its claim back: whoever starts next need not wait for the lease to end.
      await untilIdle(UNWIND_MS)
      over.abort(ENDED)
    },
  }
}

/** Given as a reason so that no exception with a stack is made each time. */
const ENDED = 'ended'
