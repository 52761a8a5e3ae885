import type { OutboundMessage } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { schedule } from './work.ts'

/** `queued → sending → sent | unknown | dead`. */
export type OutboxStatus = 'queued' | 'sending' | 'sent' | 'unknown' | 'dead'

/** One provider message. */
export interface OutboxRow {
  /** Also the key for the channel. */
  id: string
  conversation: string
  message: string
  status: OutboxStatus
  payload: OutboundMessage
  operation?: string
  attempts: number
  dueAt: number
}

/** Queues messages in the transaction that said them. */
export async function queueMessages(
  journal: Journal,
  db: Db,
  conversation: string,
  rows: readonly { message: string; seq: number; payload: OutboundMessage; operation?: string }[],
): Promise<void> {
  if (rows.length === 0) return
  const now = journal.clock.now()
  await db
    .insertInto('outbox')
    .values(
      rows.map(row => ({
        business: journal.business,
        id: row.message,
        conversation,
        message: row.message,
        seq: row.seq,
        status: 'queued' as const,
        payload: JSON.stringify(row.payload),
        operation: row.operation ?? null,
        attempts: 0,
        due_at: now,
        provider_ids: null,
        error: null,
        created_at: now,
        updated_at: now,
      })),
    )
    .execute()
  await schedule(journal, db, { kind: 'outbox', ref: conversation, dueAt: now })
}

/** What is not settled, in the order in which it was said. A `sending` row is one whose process died. */
export async function openRows(journal: Journal, conversation: string): Promise<readonly OutboxRow[]> {
  const rows = await journal.db
    .selectFrom('outbox')
    .selectAll()
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('status', 'in', ['queued', 'sending'])
    .orderBy('seq')
    .execute()
  return rows.map(row => ({
    id: row.id,
    conversation: row.conversation,
    message: row.message,
    status: row.status,
    payload: JSON.parse(row.payload),
    attempts: row.attempts,
    dueAt: row.due_at,
    ...(row.operation !== null && { operation: row.operation }),
  }))
}

/** What may change of a row. */
export interface OutboxChange {
  status: OutboxStatus
  attempts?: number
  due_at?: number
  provider_ids?: string
  error?: string | null
}

/** Moves a row on. */
export async function changeRow(journal: Journal, db: Db, id: string, change: OutboxChange): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ ...change, updated_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('id', '=', id)
    .execute()
}

/** Whether the message has reached its channel; a message without a row was readable when it was stored. */
export async function wasSent(journal: Journal, db: Db, message: string): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('status')
    .where('business', '=', journal.business)
    .where('message', '=', message)
    .executeTakeFirst()
  return !row || row.status === 'sent'
}

/** Settles a row whose fate a status of the provider tells; answers its conversation. */
export async function settleByStatus(
  journal: Journal,
  db: Db,
  ref: { key?: string; providerId?: string },
  status: 'sent' | 'dead',
): Promise<string | undefined> {
  if (!ref.key && !ref.providerId) return undefined
  const row = await db
    .updateTable('outbox')
    .set({ status, updated_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('status', 'in', ['sending', 'unknown', 'queued', ...(status === 'dead' ? (['sent'] as const) : [])])
    .$if(ref.key !== undefined, q => q.where('id', '=', ref.key ?? ''))
    .$if(ref.key === undefined, q => q.where('provider_ids', 'like', `%${JSON.stringify(ref.providerId)}%`))
    .returning('conversation')
    .executeTakeFirst()
  return row?.conversation
}
