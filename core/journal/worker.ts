import type { Logger } from 'pino'
import { systemClock } from '../clock.ts'
import { claimDue, countDue, type Room, untilDue } from './due-work.ts'
import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import { createLeaseKeeper } from './lease-keeper.ts'
import type { Db } from './schema.ts'
import { type Claim, complete, LeaseLost, postpone, type WorkKind } from './work.ts'

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
  /** A turn may be due now. Costs next to nothing while there is no room for it: the turn that ends first looks for it. */
  wakeForTurn(): void
  /** Who may claim a turn on this worker's behalf; undefined while it has no room. */
  vacancy(): string | undefined
  /** How many turns nobody has room for, as it was seen last; 0 while this worker has room. */
  waitingTurns(): number
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
  /** Items at a time, by kind: what is slow never holds up what is in another room. Every kind stands in one of them. */
  rooms: readonly Room[]
  /** How long nothing may be looked for when nobody wakes the worker; other processes' work is found by this. */
  pollMs: number
}

/** Between two looks at rows that are due and can't be claimed: another process has just locked them. */
const MIN_WAIT_MS = 5

/** The longest time that a timer takes. */
const MAX_SLEEP_MS = 2 ** 31 - 1

/** Further than this nobody needs to know how many turns wait. */
const MOST_COUNTED = 10_000
const COUNT_EVERY_MS = 250

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
export function createWorker({ journal, log, handlers, rooms, pollMs }: WorkerOptions): Worker {
  const owner = newId()
  const running = new Map<Claim, AbortController>()
  const closing = new AbortController()
  const over = new AbortController()
  /** Leases and due times go by the database's clock: on SQLite that is the journal's own. */
  const clock = journal.family === 'sqlite' ? journal.clock : systemClock
  const keepLeases = createLeaseKeeper({ journal, clock, running, over: over.signal })
  let isStarted = false
  let waitingTurns = 0
  let countedAt = 0
  let isClaiming = false
  let isWoken = false
  let timer: NodeJS.Timeout | undefined
  let waiting = new AbortController()

  const taken = new Map(rooms.map(room => [room, 0]))
  const leftIn = (room: Room) => room.limit - (taken.get(room) ?? 0)
  const isFull = (room: Room) => leftIn(room) <= 0
  const roomOf = (kind: WorkKind) => rooms.find(({ kinds }) => kinds.includes(kind))
  const hasTurnRoom = () => {
    const room = roomOf('turn')
    return room !== undefined && !isFull(room)
  }

  /** What came in faster than it is answered. Asked seldom: under load it is asked after every turn. */
  async function countWaitingTurns(): Promise<void> {
    if (hasTurnRoom()) waitingTurns = 0
    else if (Date.now() - countedAt >= COUNT_EVERY_MS) {
      countedAt = Date.now()
      waitingTurns = await countDue(journal, 'turn', MOST_COUNTED)
    }
  }

  async function runOne(claim: Claim, prepared: unknown): Promise<void> {
    const controller = new AbortController()
    const room = roomOf(claim.kind)
    const take = (change: 1 | -1) => room && taken.set(room, (taken.get(room) ?? 0) + change)
    running.set(claim, controller)
    keepLeases()
    take(1)
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
      const wasFull = room !== undefined && isFull(room)
      running.delete(claim)
      take(-1)
      // A full room may have left something unclaimed.
      if (isWorkDue || wasFull) wake()
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
    const left = rooms.map(room => ({ kinds: room.kinds, limit: leftIn(room) })).filter(({ limit }) => limit > 0)
    if (left.length === 0) return 0
    const claimed = await journal.write(async db => {
      const claims = await claimDue(journal, db, owner, left)
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
      } while (isWoken && !closing.signal.aborted && rooms.some(room => !isFull(room)))
      await countWaitingTurns()
      const kinds = rooms.flatMap(room => (isFull(room) ? [] : room.kinds))
      if (kinds.length > 0) nextMs = await untilDue(journal, kinds)
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
    wakeForTurn() {
      if (hasTurnRoom()) wake()
      else countWaitingTurns().catch(error => log.debug({ err: error }, 'the turns that wait could not be counted'))
    },
    vacancy: () => (isStarted && hasTurnRoom() && !closing.signal.aborted ? owner : undefined),
    waitingTurns: () => waitingTurns,
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
