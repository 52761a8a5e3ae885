import { sql } from 'kysely'
import type { Journal } from './journal.ts'
import type { SaidMessage } from './said-message.ts'
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
  payload: SaidMessage
  operation?: string
  /** How often it was begun to be sent. */
  attempts: number
  dueAt: number
  createdAt: number
  /** Why it was not sent the last time. */
  error?: string
}

/** Queues messages in the transaction that said them. */
export async function queueMessages(
  journal: Journal,
  db: Db,
  conversation: string,
  rows: readonly { message: string; seq: number; payload: SaidMessage; operation?: string }[],
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
    createdAt: row.created_at,
    ...(row.operation !== null && { operation: row.operation }),
    ...(row.error !== null && { error: row.error }),
  }))
}

/** What may change of a row. */
export interface OutboxChange {
  status: OutboxStatus
  attempts?: number
  due_at?: number
  provider_ids?: string
  error?: string | null
  payload?: string
  created_at?: number
}

/** Moves a row on, if it is in one of the states `from`; answers whether it was. */
export async function changeRow(
  journal: Journal,
  db: Db,
  row: { id: string; from: readonly OutboxStatus[] },
  change: OutboxChange,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ ...change, updated_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('id', '=', row.id)
    .where('status', 'in', [...row.from])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Whether the message has reached its channel; a message without a row was readable when it was stored. */
export async function wasSent(journal: Journal, db: Db, message: string): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('status')
    .where('business', '=', journal.business)
    .where('id', '=', message)
    .executeTakeFirst()
  return !row || row.status === 'sent'
}

/** Statuses by a provider's id come soon after the message; later ones change nothing that anybody waits for. */
const STATUS_WITHIN_MS = 2 * 86_400_000

/** A provider's id inside the list of a row, with what `like` would take for a wildcard escaped. */
function containing(providerId: string) {
  const text = `%${JSON.stringify(providerId).replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`provider_ids like ${text} escape '\\'`
}

/** What a provider's failure leads to: free words that came too late may still go out as a template. */
function afterFailure(failure: string, payload: string): OutboxStatus {
  const { template }: SaidMessage = JSON.parse(payload)
  return failure === 'window_closed' && template === undefined ? 'queued' : 'dead'
}

/**
 * Settles a row of one channel instance whose fate a status of the provider tells; answers its conversation. What waits
 * behind it need not wait any longer.
 *
 * @param failure why it did not arrive; undefined when it was sent.
 */
export async function settleByStatus(
  journal: Journal,
  db: Db,
  ref: { instance: string; key?: string; providerId?: string },
  failure: string | undefined,
): Promise<string | undefined> {
  const { key, providerId } = ref
  if (key === undefined && providerId === undefined) return undefined
  const now = journal.clock.now()
  const open = ['sending', 'unknown', 'queued', ...(failure === undefined ? [] : (['sent'] as const))] as const
  const row = await db
    .selectFrom('outbox')
    .select(['id', 'conversation', 'payload'])
    .where('business', '=', journal.business)
    .where('status', 'in', open)
    .where(eb =>
      eb.exists(
        eb
          .selectFrom('conversation')
          .select('conversation.id')
          .where('conversation.business', '=', journal.business)
          .whereRef('conversation.id', '=', 'outbox.conversation')
          .where('conversation.instance', '=', ref.instance),
      ),
    )
    .$if(key !== undefined, q => q.where('id', '=', key ?? ''))
    .$if(key === undefined, q => q.where('created_at', '>', now - STATUS_WITHIN_MS).where(containing(providerId ?? '')))
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const change =
    failure === undefined
      ? ({ status: 'sent' } as const)
      : { status: afterFailure(failure, row.payload), due_at: now, error: failure }
  if (!(await changeRow(journal, db, { id: row.id, from: open }, change))) return undefined
  await schedule(journal, db, { kind: 'outbox', ref: row.conversation, dueAt: now })
  return row.conversation
}

/** Whether the client was asked to write since they last did. */
export async function hasReengaged(
  journal: Journal,
  { conversation, heardAt }: { conversation: string; heardAt: number },
): Promise<boolean> {
  const rows = await journal.db
    .selectFrom('outbox')
    .select('payload')
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('updated_at', '>=', heardAt)
    .where('status', 'in', ['sending', 'sent', 'unknown'])
    .execute()
  return rows.some(({ payload }) => (JSON.parse(payload) as SaidMessage).template === 're-engagement')
}
