import type { Json, PluginContext } from '../../../core/contract/index.ts'

/** Hints that something happened in a conversation, wherever its client is connected; who hears one reads the journal. */
export interface Hints<Hint> {
  tell(address: string, hint: Hint): void
  /** Calls `listener` with every hint about `address` until the answered function is called. */
  listen(address: string, listener: (hint: Hint) => void): () => void
}

/** Makes the hints of one channel instance, in this process and its peers. */
export function createHints<Hint extends Json>({ peers }: Pick<PluginContext, 'peers'>): Hints<Hint> {
  const listeners = new Map<string, Set<(hint: Hint) => void>>()
  const tellHere = (address: string, hint: Hint) => {
    for (const listener of [...(listeners.get(address) ?? [])]) listener(hint)
  }
  peers.listen(news => {
    // The other processes run this very function.
    const { address, hint } = news as { address: string; hint: Hint }
    tellHere(address, hint)
  })
  return {
    tell(address, hint) {
      tellHere(address, hint)
      peers.tell({ address, hint })
    },
    listen(address, listener) {
      const ofAddress = listeners.get(address) ?? new Set()
      listeners.set(address, ofAddress.add(listener))
      return () => {
        ofAddress.delete(listener)
        if (ofAddress.size === 0) listeners.delete(address)
      }
    },
  }
}
