import type { Call, PluginContext } from '../../../core/contract/index.ts'

/** One message in six seconds to one client, and so many at once before that holds: below Meta's 45. */
const EVERY_MS = 6_000
const BURST = 40
/** Whoever was written to longest ago has nothing left to wait for. */
const REMEMBERED = 10_000

/** How fast each client is written to. */
export interface Pace {
  /** Waits for this client's turn. @throws `rate_limited` when it does not come before the deadline. */
  wait(address: string, call: Call): Promise<void>
  /** WhatsApp has counted otherwise: this client's burst is used up. */
  exhaust(address: string): void
}

/** Keeps the pace of one instance; other processes send to other clients as a rule. */
export function createPace({ clock, error }: Pick<PluginContext, 'clock' | 'error'>): Pace {
  /** When the burst is whole again, by address. */
  const fullAt = new Map<string, number>()

  function note(address: string, at: number): void {
    fullAt.delete(address)
    fullAt.set(address, at)
    const [oldest] = fullAt.keys()
    if (fullAt.size > REMEMBERED && oldest !== undefined) fullAt.delete(oldest)
  }

  return {
    async wait(address, { deadline, signal }) {
      const now = clock.now()
      const next = Math.max(fullAt.get(address) ?? now, now) + EVERY_MS
      const waitMs = next - now - BURST * EVERY_MS
      if (now + waitMs >= deadline && waitMs > 0)
        throw error('rate_limited', 'no turn to write to this client before the deadline', { retryAfterMs: waitMs })
      note(address, next)
      if (waitMs <= 0) return
      await clock.sleep(waitMs, signal).catch(cause => {
        throw error('unavailable', 'the call ended before this client’s turn came', { cause })
      })
    },
    exhaust: address => note(address, clock.now() + BURST * EVERY_MS),
  }
}
