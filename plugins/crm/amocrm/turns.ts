import type { Call } from '../../../core/contract/index.ts'
import { ended } from './remember.ts'

/**
 * Runs one write of this process after the other: of many who want the same time at once all but the first see that it
 * is gone before they write. Whoever leaves gives up their place; other processes meet in amoCRM.
 */
export function createTurns(): <T>(call: Call, work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (call, work) => {
    const before = last
    const turn = ended(before, call.signal).then(work)
    // Who gave up must not let the next one pass those in front.
    last = Promise.allSettled([before, turn])
    return turn
  }
}
