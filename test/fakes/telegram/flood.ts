import { Refused } from './refusal.ts'

/** Telegram's patience with one chat, or with one bot. */
export interface Patience {
  /** Messages a second on the average. */
  perSecond: number
  /** So many may come at once. */
  burst: number
}

/** A bucket that leaks evenly; who makes it run over is told how long to wait. */
export function createFlood(now: () => number, { perSecond, burst }: Patience): () => void {
  let level = 0
  let at = now()
  return () => {
    level = Math.max(0, level - ((now() - at) / 1_000) * perSecond)
    at = now()
    if (level + 1 > burst) {
      const seconds = Math.ceil((level + 1 - burst) / perSecond)
      throw new Refused(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
    }
    level += 1
  }
}
