import { fixHold, ownsHold, placeHold, releaseHold } from '../journal/hold.ts'
import type { Journal } from '../journal/journal.ts'
import { changeOperation, findOperation, type Operation } from '../journal/operation.ts'
import { noteEvent } from '../journal/operation-history.ts'
import type { Db } from '../journal/schema.ts'
import type { ClaimedTurn } from '../journal/turn.ts'
import { lockVisit } from '../journal/visit.ts'
import { assertClaim, schedule } from '../journal/work.ts'
import type { LedgerParts } from './parts.ts'
import { isAsAsked, openOnVisit } from './visit-now.ts'

/** An attempt sends nothing later than this after it began. */
const SEND_WITHIN_MS = 5_000

/**
 * Why nothing was begun. `superseded`: a newer message waits. `changed`: not the draft that was consented to.
 * `visit_busy`: another write to the visit has to end first. `visit_changed`: the visit is not as the client was told when
 * they were asked.
 */
export type NotBegun = 'superseded' | 'changed' | 'visit_busy' | 'visit_changed'

/** The operation as it is now; only with `isFresh` may the caller write. */
export type Begun = { operation: Operation; isFresh: boolean } | NotBegun

async function hasNewerMessage(journal: Journal, db: Db, turn: ClaimedTurn): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('seq')
    .where('business', '=', journal.business)
    .where('conversation', '=', turn.conversation.id)
    .where('seq', '>', turn.messages.at(-1)?.seq ?? 0)
    .where('author', '=', 'client')
    .where('turn', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The time is still kept for this operation, or could be kept again. */
async function secureHold(journal: Journal, db: Db, operation: Operation): Promise<boolean> {
  const { slot } = operation.draft
  if (await ownsHold(journal, db, operation.id, slot)) return true
  if (!slot) return true
  await releaseHold(journal, db, operation.id)
  const { id, conversation } = operation
  return placeHold(journal, db, { operation: id, conversation, slot, expiresAt: journal.clock.now() })
}

/**
 * The first rule of writing, one transaction: `committing` is set only if the lease and the hold are ours, the draft is
 * the one that was consented to, no newer message of this conversation waits, and the visit is the one that was asked about.
 */
export async function beginCommit(
  { journal, crm }: LedgerParts,
  db: Db,
  { turn, id, hash }: { turn: ClaimedTurn; id: string; hash: string },
): Promise<Begun> {
  await assertClaim(journal, db, turn.claim)
  const operation = await findOperation(journal, db, id)
  if (!operation || operation.conversation !== turn.conversation.id) return 'changed'
  if (operation.status !== 'held' && operation.status !== 'expired') return { operation, isFresh: false }
  if (operation.hash !== hash) return 'changed'
  if (await hasNewerMessage(journal, db, turn)) return 'superseded'
  if (operation.appointmentId !== undefined) await lockVisit(journal, db, operation.appointmentId)
  if (await openOnVisit(journal, db, operation)) return 'visit_busy'
  if (!(await isAsAsked(journal, db, operation))) return 'visit_changed'
  const now = journal.clock.now()
  const isPast = operation.draft.slot !== undefined && Date.parse(operation.draft.slot.start) <= now
  if (isPast || !(await secureHold(journal, db, operation))) {
    await releaseHold(journal, db, id)
    const taken = await changeOperation(journal, db, operation, { status: 'slot_taken' })
    return taken ? { operation: taken, isFresh: false } : 'changed'
  }
  const begun = await beginAttempt(journal, db, operation, crm.capabilities.settleMs)
  return begun ? { operation: begun, isFresh: true } : 'changed'
}

/**
 * Sets `committing` for the next attempt and makes sure that somebody settles it if this process dies. With `againInMs` it
 * is the same attempt, which begins anew after so long: nothing of it was sent.
 */
export async function beginAttempt(
  journal: Journal,
  db: Db,
  operation: Operation,
  settleMs: number,
  againInMs?: number,
): Promise<Operation | undefined> {
  const sendBefore = journal.clock.now() + (againInMs ?? 0) + SEND_WITHIN_MS
  const changed = await changeOperation(journal, db, operation, {
    status: 'committing',
    attempt: againInMs === undefined ? operation.attempt + 1 : operation.attempt,
    lookups: 0,
    sendBefore,
  })
  if (!changed) return undefined
  await noteEvent(journal, db, changed, { event: 'begun' })
  await fixHold(journal, db, operation.id)
  await schedule(journal, db, {
    kind: 'reconcile',
    ref: operation.parent ?? operation.id,
    dueAt: sendBefore + settleMs + 1,
  })
  return changed
}
