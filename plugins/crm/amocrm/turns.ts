import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { ended } from '../remembered/index.ts'

/**
 * Runs one write of this process after the other: of many who want the same time at once all but the first see that it
 * is gone before they write. Whoever leaves gives up their place; other processes meet in amoCRM.
 * @throws `rate_limited` when the turn does not come before the deadline; then nothing was done.
 */
export function createTurns({
  clock,
  error,
}: Pick<PluginContext, 'clock' | 'error'>): <T>(call: Call, work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (call, work) => {
    const before = last
    const isLate = () => clock.now() >= call.deadline
    // Whoever has left, or comes too late, is told so by the request that is not sent.
    const wasLate = isLate()
    const turn = ended(before, call.signal).then(() => {
      if (wasLate || call.signal.aborted || !isLate()) return work()
      throw error('rate_limited', 'other bookings were first; nothing was sent', { retryAfterMs: 1_000 })
    })
    // Who gave up must not let the next one pass those in front.
    last = Promise.allSettled([before, turn])
    return turn
  }
}
