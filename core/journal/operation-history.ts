import { newId } from './ids.ts'
import type { Journal } from './journal.ts'
import type { Operation, OperationStatus } from './operation.ts'
import type { Db } from './schema.ts'

/**
 * `begun`: an attempt was begun. `failed`: the CRM answered with an error. `not_found`: a look-up found nothing.
 * `unreadable`: the CRM could not be asked. `by_hand`: a person of the business decided. Else the status that it got.
 */
export type OperationEventName = 'begun' | 'failed' | 'not_found' | 'unreadable' | 'by_hand' | OperationStatus

/** One thing that became of an operation. */
export interface OperationEvent {
  at: number
  attempt: number
  event: OperationEventName
  detail?: string
}

/** More of what a CRM says is of no use to anybody. */
const MAX_DETAIL = 500

/** Notes what became of an operation, in the transaction that changes it. */
export async function noteEvent(
  journal: Journal,
  db: Db,
  { id, version, attempt }: Pick<Operation, 'id' | 'version' | 'attempt'>,
  { event, detail }: { event: OperationEventName; detail?: string | undefined },
): Promise<void> {
  await db
    .insertInto('operation_event')
    .values({
      business: journal.business,
      operation: id,
      id: newId(),
      version,
      attempt,
      event,
      detail: detail?.slice(0, MAX_DETAIL) ?? null,
      at: journal.clock.now(),
    })
    .execute()
}

/** What became of an operation, oldest first. */
export async function eventsOf(journal: Journal, db: Db, operation: string): Promise<readonly OperationEvent[]> {
  const rows = await db
    .selectFrom('operation_event')
    .select(['at', 'attempt', 'event', 'detail'])
    .where('business', '=', journal.business)
    .where('operation', '=', operation)
    .orderBy('at')
    .orderBy('version')
    .execute()
  return rows.map(({ detail, event, ...row }) => ({
    ...row,
    event: event as OperationEventName,
    ...(detail !== null && { detail }),
  }))
}
