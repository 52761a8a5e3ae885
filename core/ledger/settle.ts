import type { Appointment } from '../contract/index.ts'
import { acceptOutcome } from '../journal/accept.ts'
import { releaseHold } from '../journal/hold.ts'
import { changeOperation, findOperation, type Operation, type OperationStatus } from '../journal/operation.ts'
import { noteEvent } from '../journal/operation-history.ts'
import { schedule } from '../journal/work.ts'
import type { LedgerParts } from './parts.ts'

/** After a second attempt, the look-up that must find exactly one live record. */
export const VERIFY_AFTER_MS = 600_000

/** When a booking that was written more than once must be looked at again; undefined for any other operation. */
export function verifyAt({ kind, attempt, sendBefore }: Operation): number | undefined {
  return kind === 'book' && attempt > 1 && sendBefore !== undefined ? sendBefore + VERIFY_AFTER_MS : undefined
}

/** How an operation ends. */
export interface Settlement {
  status: OperationStatus
  appointment?: Appointment
  reason?: string
  /** What the CRM said, for the operator. */
  said?: string
}

/** Statuses with which the time stays kept: the visit may exist. */
const KEEPS_HOLD: readonly OperationStatus[] = ['unknown', 'staff', 'held']

/**
 * Writes an operation's end: status, hold, the client's visit, in one transaction. Whoever comes second reads what the
 * first wrote.
 *
 * @param isTold the caller's turn tells the client; else a message is stored that a turn of its own answers.
 */
export async function settle(
  parts: LedgerParts,
  operation: Operation,
  { status, appointment, reason, said }: Settlement,
  isTold: boolean,
): Promise<Operation> {
  const { journal } = parts
  const settled = await journal.write(async db => {
    const changed = await changeOperation(journal, db, operation, {
      status,
      isUntold: true,
      ...(appointment && { result: appointment, appointmentId: appointment.id }),
      ...(reason !== undefined && { reason }),
    })
    if (!changed) return undefined
    await noteEvent(journal, db, changed, { event: status, detail: said ?? reason })
    if (!KEEPS_HOLD.includes(status)) await releaseHold(journal, db, operation.id)
    // Of a move that stands half-way the new visit is certain.
    if (appointment && (status !== 'staff' || operation.kind === 'move'))
      await parts.visits.write(db, changed, appointment)
    const dueAt = verifyAt(changed)
    // A part of a move has no work of its own yet; any other operation was given it with its attempt.
    if (changed.parent !== undefined && dueAt !== undefined)
      await schedule(journal, db, { kind: 'reconcile', ref: changed.id, dueAt })
    if (!isTold && !operation.parent) await acceptOutcome(journal, db, operation.conversation, operation.id)
    return changed
  })
  if (settled) {
    parts.count(settled.kind, settled.status)
    const what = { operation: settled.id, kind: settled.kind, status, attempt: settled.attempt }
    if (status === 'staff')
      parts.log.error(
        { ...what, run: `aiadmin bookings show ${settled.id}` },
        'nobody but a person can tell what became of an operation',
      )
    else parts.log.info(what, 'operation settled')
    parts.wake()
    return settled
  }
  return (await findOperation(journal, journal.db, operation.id)) ?? operation
}
