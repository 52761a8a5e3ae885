import type { Call, Clock } from '../../../core/contract/index.ts'

/** A value that is asked for once and then stands in for the question for a while. */
export interface Remembered<T> {
  get(call: Call): Promise<T>
  /** The next one asks again. */
  forget(): void
}

/** Remembers what `load` answers. Many who ask at once share one question; nobody fails because another one left. */
export function remember<T>(clock: Clock, maxAgeMs: number, load: (call: Call) => Promise<T>): Remembered<T> {
  let kept: { value: T; at: number } | undefined
  let pending: Promise<T> | undefined

  const ask = (call: Call): Promise<T> => {
    const asked = load(call)
      .then(value => {
        kept = { value, at: clock.now() }
        return value
      })
      .finally(() => {
        if (pending === asked) pending = undefined
      })
    pending = asked
    return asked
  }

  return {
    async get(call) {
      if (kept && clock.now() - kept.at < maxAgeMs) return kept.value
      if (!pending) return ask(call)
      try {
        return await unlessGone(pending, call)
      } catch (error) {
        if (call.signal.aborted) throw error
        return pending ? unlessGone(pending, call) : ask(call)
      }
    },
    forget() {
      kept = undefined
    },
  }
}

/** Whoever leaves does not wait for what another one asked. */
function unlessGone<T>(work: Promise<T>, { signal }: Call): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
