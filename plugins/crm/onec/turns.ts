import type { Call, PluginContext } from '../../../core/contract/index.ts'

/** Lets one write at a time work on an employee's visits. */
export interface Turns {
  /** @throws `rate_limited` when the turn does not come in time; then nothing was done. */
  alone<T>(name: string, call: Call, work: () => Promise<T>): Promise<T>
}

/**
 * 1C has no lock over "look and write", so that our own writes stand in line: in this process by a queue, between processes
 * by the right to be the only one.
 */
export function createTurns({ exclusive, clock, error }: Pick<PluginContext, 'exclusive' | 'clock' | 'error'>): Turns {
  const last = new Map<string, Promise<unknown>>()

  return {
    async alone(name, call, work) {
      const isOver = () => call.signal.aborted || clock.now() >= call.deadline
      if (isOver()) throw error('unavailable', 'there is no time left for a write; nothing was sent')
      const { promise: gone, reject: leave } = Promise.withResolvers<never>()
      // Who has left is not kept waiting for those before. Work that has begun ends by itself: its requests have this signal.
      let hasBegun = false
      const end = () => hasBegun || leave(noTurn())
      const before = last.get(name) ?? Promise.resolve()
      const turn = before.then(() => {
        if (isOver()) throw noTurn()
        return exclusive(name, () => {
          if (isOver()) throw noTurn()
          hasBegun = true
          return work()
        })
      })
      const settled = turn.then(
        () => undefined,
        () => undefined,
      )
      last.set(name, settled)
      call.signal.addEventListener('abort', end, { once: true })
      try {
        return await Promise.race([turn, gone])
      } finally {
        call.signal.removeEventListener('abort', end)
        void settled.then(() => last.get(name) === settled && last.delete(name))
      }
    },
  }

  function noTurn() {
    return error('rate_limited', 'other bookings of this employee were first; nothing was sent', {
      retryAfterMs: 1_000,
    })
  }
}
