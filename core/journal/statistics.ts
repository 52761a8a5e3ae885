import { type Kysely, sql } from 'kysely'
import type { JournalTables } from './schema.ts'

/**
 * How many rows share each leading part of a key, by table and index, as a large desk has them. On SQLite a table without
 * rowid is its primary key, which bears the table's name.
 */
const ROWS_BY_KEY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conversation: {
    conversation: '1000000 1000000 1',
    conversation_person: '1000000 1000000 2',
    conversation_forwards_to: '10000 10000 1',
  },
  message: { message: '10000000 10000000 10 1', message_at: '10000000 10000000 1' },
  operation: {
    operation: '1000000 1000000 1',
    operation_conversation: '1000000 1000000 2 1',
    operation_parent: '1000000 1000000 2',
  },
  hold: { hold: '1000 1000 2 1 1', hold_resource: '1000 1000 100 1' },
  visit: { visit: '1000000 1000000 2 1', visit_appointment: '1000000 1000000 1' },
  outbox: {
    outbox: '10000000 10000000 1',
    outbox_conversation: '10000000 10000000 10 1',
    outbox_open: '1000 1000 500',
  },
  work: { work: '1000000 1000000 500000 1', work_due: '1000 1000 1' },
}

/**
 * Tells SQLite what the journal looks like when it is large. Without statistics it takes a business for some ten rows and
 * reads all of them where an index has the few that are wanted; measured ones would be those of an empty journal.
 */
export async function assumeLargeTables(db: Kysely<JournalTables>): Promise<void> {
  await sql`analyze`.execute(db)
  await sql`delete from sqlite_stat1 where tbl in (${sql.join(Object.keys(ROWS_BY_KEY))})`.execute(db)
  for (const [table, keys] of Object.entries(ROWS_BY_KEY))
    for (const [key, rows] of Object.entries(keys))
      await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${key}, ${rows})`.execute(db)
  // The statistics are read anew.
  await sql`analyze sqlite_schema`.execute(db)
}
