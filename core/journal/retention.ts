import { sql } from 'kysely'
import type { RetentionConfig } from '../../config/desk-config.ts'
import type { Journal } from './journal.ts'

const DAY_MS = 86_400_000

/** Providers deliver again for up to a week: their ids are kept longer, whatever else is deleted. */
const MIN_PROVIDER_ID_DAYS = 8

/** Rows looked through in one transaction: nobody waits long behind it. */
const BATCH = 500

/** What is deleted by age: a table, the columns that name a row, its time, and a condition of its own. */
const SWEPT = [
  { table: 'step', key: ['conversation', 'turn', 'number'], time: 'at' },
  { table: 'turn', key: ['conversation', 'number'], time: 'started_at' },
  { table: 'choice', key: ['conversation', 'token'], time: 'expires_at' },
  { table: 'outbox', key: ['id'], time: 'created_at', only: sql`status in ('sent', 'unknown', 'dead')` },
  { table: 'message', key: ['conversation', 'seq'], time: 'at' },
  { table: 'operation_event', key: ['operation', 'id'], time: 'at' },
] as const

/** Deletes one batch of old rows; answers how many there were. */
async function sweep(
  journal: Journal,
  { table, key, time, only }: { table: string; key: readonly string[]; time: string; only?: ReturnType<typeof sql> },
  before: number,
): Promise<number> {
  const columns = sql.join(key.map(column => sql.ref(column)))
  const condition = only ? sql`and ${only}` : sql``
  const result = await journal.write(db =>
    sql`delete from ${sql.table(table)} where business = ${journal.business} and (${columns}) in (
      select ${columns} from ${sql.table(table)}
      where business = ${journal.business} and ${sql.ref(time)} < ${before} ${condition} limit ${BATCH}
    )`.execute(db),
  )
  return Number(result.numAffectedRows ?? 0n)
}

/** Deletes what is older than the operator wants to keep; the ledger, conversations and visits stay. */
export async function applyRetention(journal: Journal, retention: RetentionConfig): Promise<number> {
  const now = journal.clock.now()
  const before = now - retention.messagesDays * DAY_MS
  const idsBefore = now - Math.max(retention.providerIdsDays, MIN_PROVIDER_ID_DAYS) * DAY_MS
  const ids = { table: 'accepted', key: ['instance', 'provider_hash'], time: 'accepted_at' }
  let deleted = 0
  for (const [swept, limit] of [...SWEPT.map(one => [one, before] as const), [ids, idsBefore] as const]) {
    for (;;) {
      const count = await sweep(journal, swept, limit)
      deleted += count
      if (count < BATCH) break
    }
  }
  return deleted
}
