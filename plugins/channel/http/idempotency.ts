import { refusal } from '../stored/refusal.ts'

/** The refusal of a key that was used for two different messages. */
export function idempotencyConflict() {
  return refusal(
    409,
    'idempotency_conflict',
    'This idempotency key came with a different message before; use a new key for a new message.',
  )
}
