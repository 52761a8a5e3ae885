import type { OutboundMessage } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import { changeRow, type OutboxStatus } from './outbox.ts'
import type { Db } from './schema.ts'
import { schedule } from './work.ts'

/** A row of the outbox as staff look at it. */
export interface ListedRow {
  id: string
  conversation: string
  channel: string
  address: string
  status: OutboxStatus
  message: OutboundMessage
  /** The operation whose outcome it tells, with what became of it. */
  operation?: { id: string; status: string }
  attempts: number
  error?: string
  /** When it was last touched, in milliseconds since the epoch. */
  at: number
}

/** What waits for longer has a reason that somebody should see. */
const LONG_MS = 60_000

/** More are no list that a person reads. */
const MAX_ROWS = 500

function listed(journal: Journal, db: Db) {
  return db
    .selectFrom('outbox')
    .innerJoin('conversation', join =>
      join.onRef('conversation.business', '=', 'outbox.business').onRef('conversation.id', '=', 'outbox.conversation'),
    )
    .leftJoin('operation', join =>
      join.onRef('operation.business', '=', 'outbox.business').onRef('operation.id', '=', 'outbox.operation'),
    )
    .select([
      'outbox.id',
      'outbox.conversation',
      'conversation.instance',
      'conversation.address',
      'outbox.status',
      'outbox.payload',
      'outbox.operation',
      'operation.status as outcome',
      'outbox.attempts',
      'outbox.error',
      'outbox.updated_at',
    ])
    .where('outbox.business', '=', journal.business)
}

type Row = Awaited<ReturnType<ReturnType<typeof listed>['execute']>>[number]

function rowOf(row: Row): ListedRow {
  return {
    id: row.id,
    conversation: row.conversation,
    channel: row.instance,
    address: row.address,
    status: row.status,
    message: JSON.parse(row.payload),
    attempts: row.attempts,
    at: row.updated_at,
    ...(row.operation !== null && { operation: { id: row.operation, status: row.outcome ?? 'unknown' } }),
    ...(row.error !== null && { error: row.error }),
  }
}

/** What did not arrive, may not have arrived, or has waited long, oldest first. */
export async function listTroubled(journal: Journal): Promise<readonly ListedRow[]> {
  const rows = await listed(journal, journal.db)
    .where('outbox.status', 'in', ['dead', 'unknown', 'queued', 'sending'])
    .where(eb =>
      eb.or([
        eb('outbox.status', 'in', ['dead', 'unknown']),
        eb('outbox.created_at', '<', journal.clock.now() - LONG_MS),
      ]),
    )
    .orderBy('outbox.updated_at', 'desc')
    .limit(MAX_ROWS)
    .execute()
  return rows.map(rowOf).reverse()
}

/** One row, whatever its state. */
export async function findListed(journal: Journal, id: string): Promise<ListedRow | undefined> {
  const row = await listed(journal, journal.db).where('outbox.id', '=', id).executeTakeFirst()
  return row && rowOf(row)
}

/**
 * Queues rows again as if they had just been said: in their own words, and also to a client who could not be written to.
 * Answers those that were still in the state in which they were seen.
 */
export async function requeue(journal: Journal, rows: readonly ListedRow[]): Promise<readonly ListedRow[]> {
  return journal.write(async db => {
    const queued: ListedRow[] = []
    const now = journal.clock.now()
    for (const row of rows) {
      const { template: _, ...message } = row.message
      const change = {
        status: 'queued',
        attempts: 0,
        due_at: now,
        error: null,
        payload: JSON.stringify(message),
      } as const
      if (!(await changeRow(journal, db, { id: row.id, from: [row.status] }, { ...change, created_at: now }))) continue
      queued.push(row)
      await db
        .updateTable('conversation')
        .set({ unreachable_at: null })
        .where('business', '=', journal.business)
        .where('id', '=', row.conversation)
        .execute()
      await schedule(journal, db, { kind: 'outbox', ref: row.conversation, dueAt: now })
    }
    return queued
  })
}
