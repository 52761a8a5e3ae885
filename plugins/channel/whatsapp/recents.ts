/** The newest message of a client, on which a read receipt and the typing sign are shown. */
export interface Recent {
  message: string
  at: number
  /** When it was last shown that somebody types. */
  typingAt?: number
}

/** Clients who wrote longest ago are forgotten. */
const REMEMBERED = 10_000

/** What this process has heard of each client. */
export interface Recents {
  find(address: string): Recent | undefined
  note(address: string, recent: Recent): void
}

/** Remembers them by address; an older message that is delivered once more does not take the newer one's place. */
export function createRecents(): Recents {
  const byAddress = new Map<string, Recent>()
  return {
    find: address => byAddress.get(address),
    note(address, recent) {
      const known = byAddress.get(address)
      if (known && (known.at > recent.at || known.message === recent.message)) return
      byAddress.delete(address)
      byAddress.set(address, recent)
      const [oldest] = byAddress.keys()
      if (byAddress.size > REMEMBERED && oldest !== undefined) byAddress.delete(oldest)
    },
  }
}
