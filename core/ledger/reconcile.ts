import { findOperation, type Operation } from '../journal/operation.ts'
import { advance } from './advance.ts'
import { isLive } from './crm-write.ts'
import type { LedgerParts } from './parts.ts'
import { settle, VERIFY_AFTER_MS } from './settle.ts'
import { cancelSurplus, checkWritten, MAX_ATTEMPTS } from './write-rule.ts'

/** An outcome that is open for so long is a person's to find out. */
const GIVE_UP_AFTER_MS = 86_400_000

/** Between look-ups of an outcome that can't be read: the CRM is down. */
const LOOK_AGAIN_MS = 30_000

const RECONCILER = { isFresh: false, isTold: false }

/** Rule 5: after a second attempt exactly one live record must stand. */
async function verify(parts: LedgerParts, operation: Operation): Promise<number | undefined> {
  const { clock } = parts.journal
  const found = await checkWritten(parts, operation)
  if (found === 'unreadable') return clock.now() + LOOK_AGAIN_MS
  if (found && isLive(found.appointment)) {
    await cancelSurplus(parts, operation, found.surplus)
    return undefined
  }
  parts.log.error({ operation: operation.id }, 'a booking that was answered is not in the CRM; staff must look')
  await settle(parts, operation, { status: 'staff' }, false)
  return undefined
}

/**
 * Settles what a turn left open, also one that died in the middle. Answers when to look again, or undefined when there
 * is nothing left to do.
 */
export async function reconcile(parts: LedgerParts, id: string): Promise<number | undefined> {
  const { journal } = parts
  const operation = await findOperation(journal, journal.db, id)
  if (!operation) return undefined
  if (operation.status === 'booked' && operation.attempt > 1) return verify(parts, operation)
  if (operation.status !== 'committing' && operation.status !== 'unknown') return undefined

  const settledAt = (operation.sendBefore ?? 0) + parts.crm.capabilities.settleMs
  if (journal.clock.now() <= settledAt) return settledAt + 1
  const after = await advance(parts, operation, RECONCILER)
  await parts.reach('ledger.outcome-stored')
  if (after.status !== 'committing' && after.status !== 'unknown') {
    const needsVerifying = after.status === 'booked' && after.attempt > 1
    return needsVerifying ? journal.clock.now() + VERIFY_AFTER_MS : undefined
  }
  if (journal.clock.now() - operation.createdAt > GIVE_UP_AFTER_MS) {
    await settle(parts, after, { status: 'staff' }, false)
    return undefined
  }
  return nextLook(parts, after)
}

/** A second attempt's outcome gets one last look ten minutes later; then a person decides. */
async function nextLook(parts: LedgerParts, operation: Operation): Promise<number | undefined> {
  const now = parts.journal.clock.now()
  const settledAt = (operation.sendBefore ?? 0) + parts.crm.capabilities.settleMs
  const isExhausted = operation.attempt >= MAX_ATTEMPTS && operation.lookups >= 2
  if (!isExhausted) return now <= settledAt ? settledAt + 1 : now + LOOK_AGAIN_MS
  const lastLook = settledAt + VERIFY_AFTER_MS
  if (now < lastLook) return lastLook
  await settle(parts, operation, { status: 'staff' }, false)
  return undefined
}
