import type { Store } from '../../../core/contract/index.ts'

/** Where a visit stood before a move that the salon has not confirmed yet. */
export interface Before {
  start: string
  end: string
  /** How the calendar puts it back. */
  snapshot: string
}

/** Moves that wait for an answer: by the visit's id. */
export function createMoves(store: Store) {
  const nameOf = (id: string) => `before ${id}`

  return {
    async find(id: string): Promise<Before | undefined> {
      const value = await store.get(nameOf(id))
      const [start, end, snapshot]: readonly unknown[] = Array.isArray(value) ? value : []
      if (typeof start !== 'string' || typeof end !== 'string' || typeof snapshot !== 'string') return undefined
      return { start, end, snapshot }
    },
    /** The first one stays: a move that is moved again goes back to what the salon has in its book. */
    keep: (id: string, { start, end, snapshot }: Before) =>
      store.compareAndSet(nameOf(id), undefined, [start, end, snapshot]),
    forget: (id: string) => store.delete(nameOf(id)),
  }
}
