import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Sql } from '../contract/index.ts'
import { createBookingTables } from './booking-tables.ts'
import { createConversationTables } from './conversation-tables.ts'
import type { JournalTables } from './schema.ts'
import { assumeLargeTables } from './statistics.ts'
import { createWorkTables } from './work-tables.ts'

/**
 * On SQLite a table is its primary key's tree: without that each row would be written twice, to the table and to the
 * key's index, and every commit writes whole pages.
 */
async function createTables(db: Kysely<JournalTables>, family: Sql['family']): Promise<void> {
  const ending = family === 'sqlite' ? sql`without rowid` : sql``
  await createConversationTables(db, ending)
  await createBookingTables(db, ending)
  await createWorkTables(db, ending)
}

/** Who the client of a conversation is, and where they can be written to. */
async function addClients(db: Kysely<JournalTables>): Promise<void> {
  for (const [column, type] of [
    ['person', 'text'],
    ['unreachable_at', 'bigint'],
    ['forwards_to', 'text'],
  ] as const)
    await db.schema.alterTable('conversation').addColumn(column, type).execute()
  for (const column of ['person', 'forwards_to'] as const)
    await sql`create index ${sql.ref(`conversation_${column}`)} on conversation (business, ${sql.ref(column)})
      where ${sql.ref(column)} is not null`.execute(db)
  await sql`create index outbox_open on outbox (business, status) where status not in ('sent')`.execute(db)
}

/** What became of each operation, one row an event. */
async function createOperationHistory(db: Kysely<JournalTables>, family: Sql['family']): Promise<void> {
  await db.schema
    .createTable('operation_event')
    .addColumn('business', 'text', c => c.notNull())
    .addColumn('operation', 'text', c => c.notNull())
    .addColumn('id', 'text', c => c.notNull())
    .addColumn('version', 'integer', c => c.notNull())
    .addColumn('attempt', 'integer', c => c.notNull())
    .addColumn('event', 'text', c => c.notNull())
    .addColumn('detail', 'text')
    .addColumn('at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('operation_event_pk', ['business', 'operation', 'id'])
    .modifyEnd(family === 'sqlite' ? sql`without rowid` : sql``)
    .execute()
}

/** The journal's migrations by name; a name that shipped never changes. */
export function journalMigrations(family: Sql['family']): Readonly<Record<string, Migration>> {
  return {
    '0001-tables': { up: db => createTables(db, family) },
    '0002-clients': { up: addClients },
    '0003-operation-history': { up: db => createOperationHistory(db, family) },
    '0004-statistics': { up: async db => (family === 'sqlite' ? assumeLargeTables(db) : undefined) },
  }
}
