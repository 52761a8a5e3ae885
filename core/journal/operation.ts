import { type Selectable, sql } from 'kysely'
import type { Appointment, Locale, Slot } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db, JournalTables } from './schema.ts'

/**
 * `held`: a time is kept, the client has not agreed. `committing`: a write is on its way. `unknown`: it may have happened.
 * `booked | requested | moved | cancelled`: it happened. `slot_taken | refused`: the business said no.
 * `failed`: nothing was written. `expired | dropped`: it was never begun. `staff`: nobody but a person can tell.
 */
export type OperationStatus =
  | 'held'
  | 'committing'
  | 'unknown'
  | 'booked'
  | 'requested'
  | 'moved'
  | 'cancelled'
  | 'slot_taken'
  | 'refused'
  | 'failed'
  | 'expired'
  | 'dropped'
  | 'staff'

/** Everything that the client consents to; its hash is what a Confirm button carries. */
export interface OperationDraft {
  /** Book and move: the new time. */
  slot?: Slot
  serviceIds: readonly string[]
  client: { id?: string; name: string; phone: string }
  comment?: string
  /** Move and cancel: the visit. */
  appointmentId?: string
  /** The visit's time before, for the summary. */
  previous?: { start: string; serviceIds: readonly string[]; employeeId?: string }
  reason?: string
  /** The client's language when they were asked. */
  locale: Locale
}

/** One intended write to the CRM. */
export interface Operation {
  id: string
  conversation: string
  kind: 'book' | 'move' | 'cancel'
  status: OperationStatus
  draft: OperationDraft
  hash: string
  attempt: number
  lookups: number
  sendBefore?: number
  appointmentId?: string
  result?: Appointment
  reason?: string
  parent?: string
  summaryMessage?: string
  toldAt?: number
  version: number
  createdAt: number
}

/** Operations that may have touched the CRM and are not settled. */
export const UNSETTLED: readonly OperationStatus[] = ['committing', 'unknown']

type Row = Selectable<JournalTables['operation']>

function operationOf(row: Row): Operation {
  return {
    id: row.id,
    conversation: row.conversation,
    kind: row.kind,
    status: row.status as OperationStatus,
    draft: JSON.parse(row.draft),
    hash: row.hash,
    attempt: row.attempt,
    lookups: row.lookups,
    version: row.version,
    createdAt: row.created_at,
    ...(row.send_before !== null && { sendBefore: row.send_before }),
    ...(row.appointment !== null && { appointmentId: row.appointment }),
    ...(row.result !== null && { result: JSON.parse(row.result) }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.parent !== null && { parent: row.parent }),
    ...(row.summary_message !== null && { summaryMessage: row.summary_message }),
    ...(row.told_at !== null && { toldAt: row.told_at }),
  }
}

/** Writes a new operation. */
export async function insertOperation(
  journal: Journal,
  db: Db,
  operation: Pick<Operation, 'id' | 'conversation' | 'kind' | 'status' | 'draft' | 'hash'> & { parent?: string },
): Promise<void> {
  const now = journal.clock.now()
  await db
    .insertInto('operation')
    .values({
      business: journal.business,
      id: operation.id,
      conversation: operation.conversation,
      kind: operation.kind,
      status: operation.status,
      draft: JSON.stringify(operation.draft),
      hash: operation.hash,
      attempt: 0,
      lookups: 0,
      send_before: null,
      appointment: operation.draft.appointmentId ?? null,
      result: null,
      reason: null,
      parent: operation.parent ?? null,
      summary_message: null,
      told_at: null,
      version: 1,
      created_at: now,
      updated_at: now,
    })
    .execute()
}

function operations(journal: Journal, db: Db) {
  return db.selectFrom('operation').selectAll().where('business', '=', journal.business)
}

/** The operation with this id. */
export async function findOperation(journal: Journal, db: Db, id: string): Promise<Operation | undefined> {
  const row = await operations(journal, db).where('id', '=', id).executeTakeFirst()
  return row && operationOf(row)
}

/** The parts of an emulated move, in the order in which they were begun. */
export async function childOperations(journal: Journal, db: Db, parent: string): Promise<readonly Operation[]> {
  const rows = await operations(journal, db).where('parent', '=', parent).orderBy('created_at').execute()
  return rows.map(operationOf)
}

/** The operations of a conversation in one of these states, parts of moves left out, oldest first. */
export async function operationsOf(
  journal: Journal,
  db: Db,
  conversation: string,
  statuses: readonly OperationStatus[],
): Promise<readonly Operation[]> {
  const rows = await operations(journal, db)
    .where('conversation', '=', conversation)
    .where('status', 'in', [...statuses])
    .where('parent', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(operationOf)
}

/** The operations on a visit, parts of moves left out, oldest first. */
export async function operationsOfAppointment(
  journal: Journal,
  db: Db,
  appointment: string,
): Promise<readonly Operation[]> {
  const rows = await operations(journal, db)
    .where('appointment', '=', appointment)
    .where('parent', 'is', null)
    .orderBy('created_at')
    .execute()
  return rows.map(operationOf)
}

/** The visit that was booked in the place of this one, by a move in one of these conversations that the CRM could not make. */
export async function bookedInPlaceOf(
  journal: Journal,
  db: Db,
  appointment: string,
  conversations: readonly string[],
): Promise<string | undefined> {
  const row = await db
    .selectFrom('operation as part')
    .innerJoin('operation as move', join =>
      join.onRef('move.business', '=', 'part.business').onRef('move.id', '=', 'part.parent'),
    )
    .select('move.appointment')
    .where('part.business', '=', journal.business)
    .where('part.conversation', 'in', conversations)
    .where('part.kind', '=', 'cancel')
    .where('part.appointment', '=', appointment)
    .where('move.appointment', '!=', appointment)
    .executeTakeFirst()
  return row?.appointment ?? undefined
}

/** Operations of the business in one of these states, parts of moves left out, those that changed last first. */
export async function operationsIn(
  journal: Journal,
  db: Db,
  statuses: readonly OperationStatus[],
  limit: number,
): Promise<readonly Operation[]> {
  const rows = await operations(journal, db)
    .where('status', 'in', [...statuses])
    .where('parent', 'is', null)
    .orderBy('updated_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(operationOf)
}

/** What may change of an operation. */
export interface OperationChange {
  status?: OperationStatus
  attempt?: number
  lookups?: number
  sendBefore?: number
  appointmentId?: string
  result?: Appointment
  reason?: string
  /** What the client was told is no longer so: they are told anew. */
  isUntold?: true
}

/**
 * Changes an operation if nobody else did since it was read; undefined when somebody did. The caller reads it anew then.
 */
export async function changeOperation(
  journal: Journal,
  db: Db,
  operation: Operation,
  change: OperationChange,
): Promise<Operation | undefined> {
  const row = await db
    .updateTable('operation')
    .set({
      version: sql`version + 1`,
      updated_at: journal.clock.now(),
      ...(change.status !== undefined && { status: change.status }),
      ...(change.attempt !== undefined && { attempt: change.attempt }),
      ...(change.lookups !== undefined && { lookups: change.lookups }),
      ...(change.sendBefore !== undefined && { send_before: change.sendBefore }),
      ...(change.appointmentId !== undefined && { appointment: change.appointmentId }),
      ...(change.result !== undefined && { result: JSON.stringify(change.result) }),
      ...(change.reason !== undefined && { reason: change.reason }),
      ...(change.isUntold && { told_at: null }),
    })
    .where('business', '=', journal.business)
    .where('id', '=', operation.id)
    .where('version', '=', operation.version)
    .returningAll()
    .executeTakeFirst()
  return row && operationOf(row)
}
