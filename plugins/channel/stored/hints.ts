/** Hints of this process that something happened in a conversation; who hears one reads the journal. */
export interface Hints<Hint> {
  tell(address: string, hint: Hint): void
  /** Calls `listener` with every hint about `address` until the answered function is called. */
  listen(address: string, listener: (hint: Hint) => void): () => void
}

/** Makes the hints of one channel instance. */
export function createHints<Hint>(): Hints<Hint> {
  const listeners = new Map<string, Set<(hint: Hint) => void>>()
  return {
    tell(address, hint) {
      for (const listener of [...(listeners.get(address) ?? [])]) listener(hint)
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
