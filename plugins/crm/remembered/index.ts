import type { Call, Clock } from '../../../core/contract/index.ts'

/** A value that is read again when it is too old. */
export interface Remembered<T> {
  get(call: Call): Promise<T>
  /** What is being read now was true before: it is not kept either. */
  forget(): void
}

/**
 * Keeps what was read for `maxAgeMs`. Who asks while it is being read gets the same answer, and reads for itself when the
 * other's call failed: a caller who left must not fail those who stay.
 */
export function remember<T>(clock: Clock, maxAgeMs: number, read: (call: Call) => Promise<T>): Remembered<T> {
  let kept: { value: T; at: number } | undefined
  let reading: Promise<{ value: T } | undefined> | undefined
  let generation = 0

  const readNow = async (call: Call) => {
    const begun = generation
    const at = clock.now()
    const value = await read(call)
    if (begun !== generation) return { value, isForgotten: true }
    kept = { value, at }
    return { value, isForgotten: false }
  }

  return {
    async get(call) {
      if (kept && clock.now() - kept.at < maxAgeMs) return kept.value
      while (reading && !call.signal.aborted) {
        const shared = reading
        await ended(shared, call.signal)
        const found = call.signal.aborted ? undefined : await shared
        if (found) return found.value
      }
      const own = readNow(call)
      const shared = own.then(
        ({ value, isForgotten }) => (isForgotten ? undefined : { value }),
        () => undefined,
      )
      reading = shared
      try {
        return (await own).value
      } finally {
        if (reading === shared) reading = undefined
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
