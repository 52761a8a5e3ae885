import type { Kysely } from 'kysely'

/** The one table of all namespaces. */
export type KeyvTables = {
  aiadmin_keyv: { namespace: string; key: string; value: string; expires_at: number | null }
}

const ROWS_PER_SWEEP = 200

/** A key as it is stored: as JSON, since PostgreSQL takes no NUL and no database a lone surrogate. */
export function storedKey(key: string): string {
  return JSON.stringify(key)
}

/** Makes the table where it is missing. */
export async function createTable(kysely: Kysely<KeyvTables>): Promise<void> {
  await kysely.schema
    .createTable('aiadmin_keyv')
    .ifNotExists()
    .addColumn('namespace', 'text', column => column.notNull())
    .addColumn('key', 'text', column => column.notNull())
    .addColumn('value', 'text', column => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('aiadmin_keyv_key', ['namespace', 'key'])
    .execute()
  await kysely.schema.createIndex('aiadmin_keyv_expiry').ifNotExists().on('aiadmin_keyv').column('expires_at').execute()
}

/** Deletes some of what has expired in any namespace. */
export async function deleteExpired(kysely: Kysely<KeyvTables>, now: number): Promise<void> {
  const expired = kysely
    .selectFrom('aiadmin_keyv')
    .select(['namespace', 'key'])
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(ROWS_PER_SWEEP)
  await kysely
    .deleteFrom('aiadmin_keyv')
    .where(row => row(row.refTuple('namespace', 'key'), 'in', expired.$asTuple('namespace', 'key')))
    .execute()
}
