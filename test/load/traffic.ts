import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { performance } from 'node:perf_hooks'
import { until } from '../support/until.ts'

/** What goes over the wire to one address while it is watched. */
export interface Traffic {
  /** When each request began, on the clock that was given. */
  readonly begun: readonly number[]
  /** The most that began within so many milliseconds. */
  mostWithin(spanMs: number): number
  /** The most that were under way at a time. */
  readonly mostAtOnce: number
  /** Resolves when no request is under way and this process has nothing to do but to wait for a clock. */
  quiet(): Promise<void>
  end(): void
}

/** How idle the event loop is shows only over a while: long enough for it to take up whatever is ready. */
const LOOK_MS = 3
/** The loop's share of work that is no work: timers that only look. */
const IDLE = 0.25

/** Watches what this process sends with undici. */
export function watchTraffic(now: () => number): Traffic {
  const begun: number[] = []
  const open = new Set<unknown>()
  let mostAtOnce = 0
  const onBegin = (message: unknown) => {
    begun.push(now())
    open.add(Object(message).request)
    mostAtOnce = Math.max(mostAtOnce, open.size)
  }
  const onEnd = (message: unknown) => void open.delete(Object(message).request)
  const heard = [
    ['undici:request:create', onBegin],
    ['undici:request:trailers', onEnd],
    ['undici:request:error', onEnd],
  ] as const
  for (const [name, hear] of heard) subscribe(name, hear)

  return {
    begun,
    mostWithin: spanMs =>
      begun.reduce((most, at, index) => {
        const first = begun.findIndex(other => other > at - spanMs)
        return Math.max(most, index - first + 1)
      }, 0),
    get mostAtOnce() {
      return mostAtOnce
    },
    async quiet() {
      let [before, seen] = [performance.eventLoopUtilization(), -1]
      await until(() => {
        const { utilization } = performance.eventLoopUtilization(before)
        const isQuiet = open.size === 0 && begun.length === seen && utilization < IDLE
        ;[before, seen] = [performance.eventLoopUtilization(), begun.length]
        return isQuiet
      }, LOOK_MS)
    },
    end() {
      for (const [name, hear] of heard) unsubscribe(name, hear)
    },
  }
}
