import type { Clock } from '../../../core/contract/index.ts'

/** A clock that goes on by itself from wherever a test has moved it: what waits for milliseconds need not be moved. */
export interface ShiftedClock extends Clock {
  /** Jumps ahead and wakes whoever slept until then. */
  advance(ms: number): void
}

/** A clock that shows `instant` now. */
export function createShiftedClock(instant: string): ShiftedClock {
  let shift = Date.parse(instant) - Date.now()
  const now = () => Date.now() + shift
  const sleepers = new Set<() => void>()
  return {
    now,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const at = now() + ms
        let timer: NodeJS.Timeout
        const end = () => {
          clearTimeout(timer)
          sleepers.delete(look)
          signal?.removeEventListener('abort', stop)
        }
        const stop = () => {
          end()
          reject(signal?.reason)
        }
        const look = () => {
          if (now() < at) return
          end()
          resolve()
        }
        timer = setTimeout(() => {
          end()
          resolve()
        }, ms)
        timer.unref()
        sleepers.add(look)
        signal?.addEventListener('abort', stop, { once: true })
      })
    },
    advance(ms) {
      shift += ms
      for (const look of [...sleepers]) look()
    },
  }
}
