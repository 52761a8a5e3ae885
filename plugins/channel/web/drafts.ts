import type { Clock } from '../../../core/contract/index.ts'

/** Unfinished text of the desk. */
export interface Draft {
  key: string
  text: string
}

/** The newest draft of each conversation, for pages that are opened while it is written. */
export interface Drafts {
  keep(address: string, draft: Draft): void
  drop(address: string): void
  of(address: string): Draft | undefined
}

/** Longer no turn takes; what is older belongs to one that ended without a message. */
const LASTS_MS = 60_000
const MAX_KEPT = 1_000

/** Keeps the drafts of one instance, in this process alone. */
export function createDrafts(clock: Clock): Drafts {
  const kept = new Map<string, Draft & { at: number }>()
  return {
    keep(address, draft) {
      kept.delete(address)
      kept.set(address, { ...draft, at: clock.now() })
      const [oldest] = kept.keys()
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    },
    drop: address => void kept.delete(address),
    of(address) {
      const found = kept.get(address)
      if (!found || clock.now() - found.at > LASTS_MS) return undefined
      const { key, text } = found
      return { key, text }
    },
  }
}
