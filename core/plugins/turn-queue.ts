import type { Call, Clock } from '../contract/index.ts'

/** Which of those who wait goes first. */
export type Lane = 'commit' | 'client' | 'background'

/** The lane of a call; one without a call is somebody's who waits. */
export const laneOf = (call: Call | undefined): Lane => call?.priority ?? 'client'

/** Those who wait for a turn. */
export interface TurnQueue<Turn> {
  isEmpty(): boolean
  /** Resolves with the turn. @throws what `noTurn` makes when it can't come before the call's deadline. */
  wait(call: Call | undefined): Promise<Turn>
  /** What is allowed has changed: somebody may go now. */
  look(): void
}

/** What a queue hands out turns by. */
export interface TurnRules<Turn> {
  clock: Clock
  /** In how many milliseconds the next turn of this lane is allowed; infinite while only `look` can tell. */
  untilAllowed(lane: Lane): number
  begin(): Turn
  noTurn(retryAfterMs: number): Error
}

interface Waiter<Turn> {
  lane: Lane
  deadline: number
  give(turn: Turn): void
  refuse(error: unknown): void
}

const LANES: readonly Lane[] = ['commit', 'client', 'background']

/** After so many turns of others the first one of a lane that was passed over goes next. */
const PASSED_OVER = 7

/** A queue in lanes: the first lane goes first, and none is passed over for ever. */
export function createTurnQueue<Turn>({ clock, untilAllowed, begin, noTurn }: TurnRules<Turn>): TurnQueue<Turn> {
  const waiting = new Map<Lane, Waiter<Turn>[]>(LANES.map(lane => [lane, []]))
  const passedOver = new Map<Lane, number>()
  let isServing = false
  let awake = new AbortController()

  const firstOf = (lane: Lane) => waiting.get(lane)?.[0]
  const isEmpty = () => LANES.every(lane => firstOf(lane) === undefined)
  const remove = (waiter: Waiter<Turn>) => {
    const lane = waiting.get(waiter.lane)
    const at = lane?.indexOf(waiter) ?? -1
    if (at >= 0) lane?.splice(at, 1)
    return at >= 0
  }

  /** Who goes next, and the lane whose share of the limit counts for them. */
  const next = (): { waiter: Waiter<Turn>; lane: Lane } | undefined => {
    const patient = LANES.find(lane => (passedOver.get(lane) ?? 0) >= PASSED_OVER && firstOf(lane))
    const lane = patient ?? LANES.find(firstOf)
    const waiter = lane && firstOf(lane)
    // Who was passed over so often may use what is kept free for the others.
    return waiter && { waiter, lane: patient ? 'client' : waiter.lane }
  }

  const take = (waiter: Waiter<Turn>) => {
    remove(waiter)
    passedOver.set(waiter.lane, 0)
    for (const lane of LANES.slice(LANES.indexOf(waiter.lane) + 1))
      passedOver.set(lane, firstOf(lane) ? (passedOver.get(lane) ?? 0) + 1 : 0)
    waiter.give(begin())
  }

  /** Until so much time has passed, or something changes. */
  const pause = async (ms: number) => {
    const { signal } = awake
    if (Number.isFinite(ms)) return clock.sleep(ms, signal).catch(() => undefined)
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  const serve = async () => {
    if (isServing) return
    isServing = true
    for (let found = next(); found; found = next()) {
      const { waiter, lane } = found
      const waitMs = untilAllowed(lane)
      // Not even at the head of all: who waits in the last lane may yet be let through before its own share is free.
      const leastMs = untilAllowed('commit')
      if (Number.isFinite(leastMs) && clock.now() + leastMs >= waiter.deadline) {
        remove(waiter)
        waiter.refuse(noTurn(leastMs))
      } else if (waitMs <= 0) take(waiter)
      else await pause(waitMs)
    }
    isServing = false
  }

  const look = () => {
    awake.abort(CHANGED)
    awake = new AbortController()
    void serve()
  }

  return {
    isEmpty,
    look,
    async wait(call) {
      const { promise, resolve: give, reject: refuse } = Promise.withResolvers<Turn>()
      const waiter = { lane: laneOf(call), deadline: call?.deadline ?? Number.POSITIVE_INFINITY, give, refuse }
      call?.signal.throwIfAborted()
      waiting.get(waiter.lane)?.push(waiter)
      const served = new AbortController()
      if (call) {
        const leave = (error: unknown) => {
          if (!remove(waiter)) return
          refuse(error)
          look()
        }
        clock.sleep(call.deadline - clock.now(), AbortSignal.any([call.signal, served.signal])).then(
          () => leave(noTurn(0)),
          () => call.signal.aborted && leave(call.signal.reason),
        )
      }
      look()
      try {
        return await promise
      } finally {
        served.abort(CHANGED)
      }
    },
  }
}

/** Given as a reason so that no exception with a stack is made each time. */
const CHANGED = 'changed'
