import type { Logger } from 'pino'
import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { type Claim, claimDue, complete, LEASE_MS, LeaseLost, nextDue, renew, type WorkKind } from './work.ts'

/** What a handler wants to happen to its row. A turn ends its row in its own transaction and answers `done`. */
export type WorkOutcome = { done: true } | { againAt: number } | undefined

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

/** After a handler failed: 1 s, 2 s, 4 s … 5 min. */
function backoffMs(attempts: number): number {
  return Math.min(1000 * 2 ** Math.min(attempts - 1, 9), 300_000)
}

/** One worker of this process. */
export function createWorker({ journal, log, handlers, concurrency, pollMs }: WorkerOptions): Worker {
  const owner = newId()
  const running = new Map<Claim, AbortController>()
  const closing = new AbortController()
  let isClaiming = false
  let isWoken = false
  let timer: NodeJS.Timeout | undefined
  let heartbeat: NodeJS.Timeout | undefined

  async function runOne(claim: Claim, prepared: unknown): Promise<void> {
    const controller = new AbortController()
    running.set(claim, controller)
    try {
      const outcome = await handlers[claim.kind].run(claim, prepared, controller.signal)
      if (outcome && 'done' in outcome) return
      const again = outcome?.againAt
      await journal.write(db => complete(journal, db, claim, again))
    } catch (error) {
      if (error instanceof LeaseLost) return
      log.error({ err: error, kind: claim.kind, attempts: claim.attempts }, 'work failed and will be tried again')
      const again = journal.clock.now() + backoffMs(claim.attempts)
      await journal.write(db => complete(journal, db, claim, again)).catch(() => {})
    } finally {
      running.delete(claim)
      wake()
    }
  }

  async function claimBatch(): Promise<number> {
    const limit = concurrency - running.size
    if (limit <= 0) return 0
    const claimed = await journal.write(async db => {
      const claims = await claimDue(journal, db, owner, limit)
      const pairs: { claim: Claim; prepared: unknown }[] = []
      for (const claim of claims) pairs.push({ claim, prepared: await handlers[claim.kind].prepare?.(db, claim) })
      return pairs
    })
    for (const { claim, prepared } of claimed) void runOne(claim, prepared)
    return claimed.length
  }

  async function loop(): Promise<void> {
    if (isClaiming || closing.signal.aborted) return
    isClaiming = true
    clearTimeout(timer)
    let waitMs = pollMs
    try {
      do {
        isWoken = false
        await claimBatch()
      } while (isWoken && !closing.signal.aborted && running.size < concurrency)
      const due = running.size < concurrency ? await nextDue(journal) : undefined
      if (due !== undefined) waitMs = Math.max(0, Math.min(pollMs, due - journal.clock.now()))
    } catch (error) {
      log.error({ err: error }, 'the journal cannot be read; looking again soon')
      waitMs = 1000
    } finally {
      isClaiming = false
    }
    if (closing.signal.aborted) return
    if (isWoken) return void setImmediate(loop)
    timer = setTimeout(loop, waitMs)
    timer.unref()
  }

  function wake(): void {
    isWoken = true
    if (!isClaiming && !closing.signal.aborted) void loop()
  }

  async function renewAll(): Promise<void> {
    for (const [claim, controller] of running) {
      const isMine = await journal.write(db => renew(journal, db, claim)).catch(() => true)
      if (!isMine) controller.abort(new LeaseLost(claim.kind))
    }
  }

  return {
    start() {
      heartbeat = setInterval(renewAll, LEASE_MS / 3)
      heartbeat.unref()
      wake()
    },
    wake,
    running: () => running.size,
    async stop(graceMs) {
      closing.abort()
      clearTimeout(timer)
      const deadline = Date.now() + graceMs
      while ((running.size > 0 || isClaiming) && Date.now() < deadline)
        await new Promise(resolve => setTimeout(resolve, 10))
      for (const controller of running.values()) controller.abort(new Error('the process is stopping'))
      clearInterval(heartbeat)
    },
  }
}
