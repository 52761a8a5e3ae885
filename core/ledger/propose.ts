import { createHash } from 'node:crypto'
import { placeHold, releaseHold } from '../journal/hold.ts'
import { newId } from '../journal/ids.ts'
import type { Journal } from '../journal/journal.ts'
import {
  changeOperation,
  findOperation,
  insertOperation,
  type Operation,
  type OperationDraft,
  operationsOf,
} from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'
import { schedule } from '../journal/work.ts'

/** An operation that the client is about to be asked about. */
export interface Proposal {
  conversation: string
  kind: Operation['kind']
  draft: OperationDraft
  /** Until when the time is kept. */
  expiresAt: number
}

/** JSON with sorted keys, so that equal drafts have equal hashes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** What a consent refers to: another draft, another hash. */
export function draftHash(kind: Operation['kind'], draft: OperationDraft): string {
  return createHash('sha256')
    .update(canonical({ kind, ...draft }))
    .digest('base64url')
    .slice(0, 22)
}

/**
 * Gives up what this conversation holds: it has one hold at most. What has expired goes, too: once something else was
 * proposed an old Confirm must not book it any more.
 */
export async function dropHeld(journal: Journal, db: Db, conversation: string): Promise<void> {
  for (const operation of await operationsOf(journal, db, conversation, ['held', 'expired'])) {
    // Whoever changed it meanwhile is about to write it: its time stays kept.
    const dropped = await changeOperation(journal, db, operation, { status: 'dropped' })
    if (dropped) await releaseHold(journal, db, operation.id)
  }
}

/** Keeps the time and writes the operation, in the caller's transaction; undefined when others' holds leave no room. */
export async function propose(journal: Journal, db: Db, proposal: Proposal): Promise<Operation | undefined> {
  const { conversation, kind, draft, expiresAt } = proposal
  await dropHeld(journal, db, conversation)
  const id = newId()
  if (draft.slot && !(await placeHold(journal, db, { operation: id, conversation, slot: draft.slot, expiresAt })))
    return undefined
  await insertOperation(journal, db, { id, conversation, kind, status: 'held', draft, hash: draftHash(kind, draft) })
  await schedule(journal, db, { kind: 'expire', ref: id, dueAt: expiresAt })
  return findOperation(journal, db, id)
}

/** Ends an operation whose client never agreed. */
export async function expire(journal: Journal, db: Db, id: string): Promise<void> {
  const operation = await findOperation(journal, db, id)
  if (operation?.status !== 'held') return
  const expired = await changeOperation(journal, db, operation, { status: 'expired' })
  if (expired) await releaseHold(journal, db, id)
}
