import type { Call, PluginContext } from '../../../core/contract/index.ts'

/** Runs one work after the other for the same name; different names do not wait for each other. */
export type TakeTurn = <T>(name: string, call: Call, work: () => Promise<T>) => Promise<T>

/**
 * Writers of one calendar in this process come one after the other, so that a race costs each loser one read. Between
 * processes the smallest id decides.
 */
export function createTurns({ clock, error }: Pick<PluginContext, 'clock' | 'error'>): TakeTurn {
  const last = new Map<string, Promise<unknown>>()

  return async (name, call, work) => {
    // Whoever has left, or comes too late, is no rival of anybody's.
    const wasLate = call.signal.aborted || clock.now() >= call.deadline
    const noTurn = () =>
      wasLate || call.signal.aborted
        ? error('unavailable', 'no time was left before the turn; nothing was sent', { cause: call.signal.reason })
        : error('rate_limited', 'other bookings of this employee were first; nothing was sent', { retryAfterMs: 1_000 })
    const left = Promise.withResolvers<void>()
    const leave = () => left.resolve()
    call.signal.addEventListener('abort', leave, { once: true })
    const before = last.get(name)
    const done = Promise.withResolvers<void>()
    const settled = Promise.all([before, done.promise])
    last.set(name, settled)
    try {
      await Promise.race([before, left.promise])
      if (call.signal.aborted || clock.now() >= call.deadline) throw noTurn()
      return await work()
    } finally {
      call.signal.removeEventListener('abort', leave)
      done.resolve()
      if (last.get(name) === settled) void settled.then(() => last.get(name) === settled && last.delete(name))
    }
  }
}
