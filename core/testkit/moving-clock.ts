import type { Clock } from '../contract/index.ts'

/** A clock that stands still until a test moves it. */
export interface MovingClock extends Clock {
  /** Moves on by `ms` and wakes the sleepers whose time has come, in the order of their times. */
  advance(ms: number): Promise<void>
  /** Moves on to an instant, ISO 8601 with offset. */
  advanceTo(instant: string): Promise<void>
  /** How many sleep now: a test waits for it to know that a timer was set. */
  readonly sleeping: number
  /**
   * Waits for `work` and moves on to whoever wakes next, not beyond `until`, whenever nothing else happens for a moment:
   * waiting for a turn under a rate limit, or a back-off of minutes, takes no time at all.
   */
  drive<T>(work: Promise<T>, until?: number): Promise<T>
}

interface Sleeper {
  at: number
  wake(): void
}

/** An exchange with a server on the same machine takes less, in real milliseconds: who still waits then, waits for the clock. */
const QUIET_MS = 10

/**
 * A clock that starts at `instant`: ISO 8601 with offset, or milliseconds since the epoch. `quiet` resolves for `drive`
 * when nothing happens any more but the passing of time; a moment without an end of the work when left out.
 */
export function createMovingClock(
  instant: string | number,
  quiet: () => Promise<void> = () => new Promise(resolve => setTimeout(resolve, QUIET_MS)),
): MovingClock {
  let now = typeof instant === 'number' ? instant : Date.parse(instant)
  if (Number.isNaN(now)) throw new TypeError(`${instant} is no instant`)
  const sleepers = new Set<Sleeper>()

  const nextBefore = (end: number) => [...sleepers].filter(sleeper => sleeper.at <= end).sort((a, b) => a.at - b.at)[0]

  const clock: MovingClock = {
    now: () => now,
    get sleeping() {
      return sleepers.size
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const end = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', abort)
        }
        const abort = () => {
          end()
          reject(signal?.reason)
        }
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake: () => {
            end()
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', abort, { once: true })
      })
    },
    async advance(ms) {
      const end = now + ms
      for (let sleeper = nextBefore(end); sleeper; sleeper = nextBefore(end)) {
        now = Math.max(now, sleeper.at)
        sleeper.wake()
        // What was woken runs, and may go to sleep again, before the clock moves on.
        await new Promise(resolve => setImmediate(resolve))
      }
      now = end
    },
    advanceTo: instant => clock.advance(Date.parse(instant) - now),
    async drive(work, until = Number.POSITIVE_INFINITY) {
      let isDone = false
      const end = () => {
        isDone = true
      }
      const done = work.then(end, end)
      while (!isDone) {
        await Promise.race([done, quiet()])
        const next = isDone ? undefined : nextBefore(until)
        if (next) await clock.advance(Math.max(0, next.at - now))
      }
      return work
    },
  }
  return clock
}
