import { createHash } from 'node:crypto'
import { refusal } from '../stored/refusal.ts'

// Enough for a day of a busy desk; what fell out is still recognised as a duplicate by the journal.
const REMEMBERED = 10_000

/**
 * Remembers what came with each idempotency key, so that a caller who uses one key for two messages hears of it. The
 * journal alone decides what is a duplicate; this memory only tells a repetition from a mistake.
 */
export function createFingerprints() {
  const fingerprints = new Map<string, string>()
  return {
    /** @throws 409 `idempotency_conflict` when `id` came with something else before. */
    compare(id: string, content: unknown): void {
      const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64')
      const known = fingerprints.get(id)
      if (known !== undefined && known !== fingerprint) throw idempotencyConflict()
      fingerprints.set(id, fingerprint)
      const [oldest] = fingerprints.keys()
      if (fingerprints.size > REMEMBERED && oldest !== undefined) fingerprints.delete(oldest)
    },
  }
}

/** The refusal of a key that was used for two different messages. */
export function idempotencyConflict() {
  return refusal(
    409,
    'idempotency_conflict',
    'This idempotency key came with a different message before; use a new key for a new message.',
  )
}
