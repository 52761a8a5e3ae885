import type { Clock } from './contract/index.ts'

/** A timer that is set for longer rings at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const end = () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      let timer: NodeJS.Timeout
      const wait = (leftMs: number) => {
        const stepMs = Math.min(leftMs, LONGEST_TIMER_MS)
        timer = setTimeout(() => (leftMs > stepMs ? wait(leftMs - stepMs) : end()), stepMs)
        timer.unref()
      }
      wait(ms)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', stop, { once: true })
    })
  },
}
