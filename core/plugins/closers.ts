import type { Logger } from 'pino'

/** Disposal in reverse order of creation, the same after a whole life and after a half-way failure. */
export interface Closers {
  add(dispose: () => void | Promise<void>): void
  /** Calls each once, last in first out; one that fails does not keep the others from closing. */
  closeAll(log: Logger): Promise<void>
}

/** An empty list of things to close. */
export function createClosers(): Closers {
  const waiting: (() => void | Promise<void>)[] = []
  return {
    add: dispose => void waiting.push(dispose),
    async closeAll(log) {
      for (let dispose = waiting.pop(); dispose; dispose = waiting.pop()) {
        try {
          await dispose()
        } catch (error) {
          log.error({ err: error }, 'closing failed')
        }
      }
    },
  }
}
