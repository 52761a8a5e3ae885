import { type Kysely, type RawBuilder, sql } from 'kysely'
import { NEVER } from './due-time.ts'
import type { JournalTables } from './schema.ts'

/** What is to be done, and by whom. `ending` ends each statement that makes a table. */
export async function createWorkTables(db: Kysely<JournalTables>, ending: RawBuilder<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('outbox')
    .addColumn('business', 'text', c => c.notNull())
    .addColumn('id', 'text', c => c.notNull())
    .addColumn('conversation', 'text', c => c.notNull())
    .addColumn('message', 'text', c => c.notNull())
    .addColumn('seq', 'integer', c => c.notNull())
    .addColumn('status', 'text', c => c.notNull())
    .addColumn('payload', 'text', c => c.notNull())
    .addColumn('operation', 'text')
    .addColumn('attempts', 'integer', c => c.notNull())
    .addColumn('due_at', 'bigint', c => c.notNull())
    .addColumn('provider_ids', 'text')
    .addColumn('error', 'text')
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('updated_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('outbox_pk', ['business', 'id'])
    .modifyEnd(ending)
    .execute()
  await schema.createIndex('outbox_conversation').on('outbox').columns(['business', 'conversation', 'seq']).execute()
  await schema
    .createTable('work')
    .addColumn('business', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('ref', 'text', c => c.notNull())
    .addColumn('due_at', 'bigint', c => c.notNull())
    .addColumn('since', 'bigint', c => c.notNull())
    .addColumn('owner', 'text')
    .addColumn('lease_until', 'bigint', c => c.notNull())
    .addColumn('fence', 'integer', c => c.notNull())
    .addColumn('revision', 'integer', c => c.notNull())
    .addColumn('attempts', 'integer', c => c.notNull())
    .addPrimaryKeyConstraint('work_pk', ['business', 'kind', 'ref'])
    .modifyEnd(ending)
    .execute()
  await sql`create index work_due on work (business, due_at) where due_at < ${sql.lit(NEVER)}`.execute(db)
  await schema
    .createTable('lease')
    .addColumn('business', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('owner', 'text', c => c.notNull())
    .addColumn('lease_until', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('lease_pk', ['business', 'name'])
    .modifyEnd(ending)
    .execute()
  await schema
    .createTable('store')
    .addColumn('business', 'text', c => c.notNull())
    .addColumn('instance', 'text', c => c.notNull())
    .addColumn('key', 'text', c => c.notNull())
    .addColumn('value', 'text', c => c.notNull())
    .addColumn('secret', 'integer', c => c.notNull())
    .addColumn('updated_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('store_pk', ['business', 'instance', 'key'])
    .modifyEnd(ending)
    .execute()
}
