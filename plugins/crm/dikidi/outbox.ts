import type { Json, Store } from '../../../core/contract/index.ts'

/** What the bridge is told of. */
export type BridgeEvent = (typeof EVENTS)[number]

const EVENTS = ['visit.requested', 'visit.move_requested', 'visit.move_withdrawn', 'visit.cancelled'] as const

/** Something that the bridge has not taken yet. */
export interface Untold {
  event: BridgeEvent
  /** The operation's key: the bridge knows by it what it has had before. */
  key: string
  /** The visit; a request has none before it is written. */
  id?: string
  attempts: number
  dueAt: number
}

const NAME = 'outbox'

/** What must still be told, in one value that is changed as a whole: it is short unless the bridge is down. */
export function createOutbox(store: Store) {
  async function change(next: (items: readonly Untold[]) => readonly Untold[]): Promise<void> {
    for (;;) {
      const before = await store.get(NAME)
      if (await store.compareAndSet(NAME, before, next(read(before)).map(toJson))) return
    }
  }
  const isSame = (one: Untold, { event, key }: Pick<Untold, 'event' | 'key'>) => one.event === event && one.key === key

  return {
    list: async () => read(await store.get(NAME)),
    put: (item: Untold) => change(items => [...items.filter(one => !isSame(one, item)), item]),
    remove: (item: Pick<Untold, 'event' | 'key'>) => change(items => items.filter(one => !isSame(one, item))),
  }
}

const toJson = ({ event, key, id, attempts, dueAt }: Untold): Json => [event, key, id ?? null, attempts, dueAt]

function read(value: Json | undefined): readonly Untold[] {
  return (Array.isArray(value) ? value : []).flatMap((row): Untold[] => {
    const [name, key, id, attempts, dueAt]: readonly unknown[] = Array.isArray(row) ? row : []
    const event = EVENTS.find(known => known === name)
    if (event === undefined || typeof key !== 'string' || typeof attempts !== 'number' || typeof dueAt !== 'number')
      return []
    return [{ event, key, attempts, dueAt, ...(typeof id === 'string' && { id }) }]
  })
}
