import type { Ending } from './ending.ts'

/** Disposal in reverse order of creation, the same after a whole life and after a half-way failure. */
export interface Closers {
  /** `instance` is whose it is, for the log. */
  add(instance: string, dispose: () => void | Promise<void>): void
  /** Calls each once, last in first out; one that fails, or never ends, does not keep the others from closing. */
  closeAll(ending: Ending): Promise<void>
}

/** An empty list of things to close. */
export function createClosers(): Closers {
  const waiting: { instance: string; dispose: () => void | Promise<void> }[] = []
  return {
    add: (instance, dispose) => void waiting.push({ instance, dispose }),
    async closeAll(ending) {
      for (let one = waiting.pop(); one; one = waiting.pop()) await ending(one.instance, one.dispose)
    },
  }
}
