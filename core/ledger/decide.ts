import type { Appointment } from '../contract/index.ts'
import { acceptOutcome } from '../journal/accept.ts'
import { changeOperation, type Operation, type OperationStatus, operationsOfAppointment } from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'
import type { LedgerParts } from './parts.ts'

/** With these a cancellation of the client's has not come about. */
const NOT_CANCELLED: readonly OperationStatus[] = ['held', 'expired', 'dropped', 'refused', 'failed']

/**
 * The business has decided on a visit that it was only asked for: its operations end, and a turn of its own tells the
 * client. `visit` is how the CRM has it now; undefined when it keeps nothing of it.
 */
export async function decide(
  { journal, count, log }: LedgerParts,
  db: Db,
  { id, visit }: { id: string; visit: Appointment | undefined },
): Promise<void> {
  if (visit?.status === 'requested') return
  const all = await operationsOfAppointment(journal, db, id)
  const asked = all.filter(({ status }) => status === 'requested')
  const isGone = !visit || visit.status === 'cancelled'
  const isOwnWish = all.some(({ kind, status }) => kind === 'cancel' && !NOT_CANCELLED.includes(status))
  for (const [index, operation] of asked.entries()) {
    const status = isGone ? 'refused' : endOf(operation, visit)
    const decided = await changeOperation(journal, db, operation, {
      status,
      isUntold: true,
      ...(visit && { result: visit }),
    })
    if (!decided) continue
    count(decided.kind, status)
    log.info({ operation: decided.id, kind: decided.kind, status }, 'the business has decided')
    // Who asked for a time and then for another one hears of the last one; who has cancelled knows.
    const isLast = index === asked.length - 1
    if (isLast && !(isGone && isOwnWish)) await acceptOutcome(journal, db, operation.conversation, operation.id)
  }
}

/** A move that was refused leaves the visit where it was. */
function endOf({ kind, draft }: Operation, { start }: Appointment): OperationStatus {
  if (kind !== 'move') return 'booked'
  return draft.slot && Date.parse(draft.slot.start) === Date.parse(start) ? 'moved' : 'refused'
}
