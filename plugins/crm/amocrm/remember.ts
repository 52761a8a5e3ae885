import type { Call, Clock } from '../../../core/contract/index.ts'

/** A value that is read again when it is too old. */
export interface Remembered<T> {
  get(call: Call): Promise<T>
  /** What is being read now was true before: it is not kept either. */
  forget(): void
}

/**
 * Keeps what was read for `maxAgeMs`. Who asks while it is being read waits for the same answer, and reads for itself
 * when the other's call failed: a caller who left must not fail those who stay.
 */
export function remember<T>(clock: Clock, maxAgeMs: number, read: (call: Call) => Promise<T>): Remembered<T> {
  let kept: { value: T; at: number } | undefined
  let reading: Promise<unknown> | undefined
  let generation = 0
  const fresh = () => (kept && clock.now() - kept.at < maxAgeMs ? kept : undefined)

  const readNow = async (call: Call) => {
    const begun = generation
    const at = clock.now()
    const value = await read(call)
    if (begun === generation) kept = { value, at }
    return value
  }

  return {
    async get(call) {
      if (reading && !fresh()) await ended(reading, call.signal)
      const found = fresh()
      if (found) return found.value
      const own = readNow(call)
      const done = own.then(
        () => undefined,
        () => undefined,
      )
      reading = done
      try {
        return await own
      } finally {
        if (reading === done) reading = undefined
      }
    },
    forget() {
      generation += 1
      kept = undefined
      reading = undefined
    },
  }
}

/** Resolves when the work has ended or the signal aborts. */
export async function ended(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  signal.addEventListener('abort', end, { once: true })
  work.then(end, end)
  await promise
  signal.removeEventListener('abort', end)
}
