import { type Dialect, Kysely, type RawBuilder, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Clock, Sql } from '../contract/index.ts'
import { journalMigrations } from './migrations.ts'
import type { Db, JournalTables } from './schema.ts'
import { createBatchWriter, createPlainWriter, type Writer } from './writer.ts'

/** The durable record: one Kysely, one way to write. */
export interface Journal {
  readonly business: string
  readonly family: Sql['family']
  /** For reads. */
  readonly db: Db
  readonly write: Writer
  readonly clock: Clock
  /** The database's own time in milliseconds, for leases; on SQLite the machine's, which is the same. */
  now(): RawBuilder<number>
  /** Applies what is missing; safe when several processes call it at once. */
  migrate(): Promise<void>
  close(): Promise<void>
}

/**
 * SQLite can roll back changes of tables; Kysely does not believe it. Without a transaction two processes that start
 * together migrate twice, and one that is killed half-way never starts again.
 */
function withTransactionalMigrations(dialect: Dialect): Dialect {
  return {
    createAdapter: () => Object.create(dialect.createAdapter(), { supportsTransactionalDdl: { value: true } }),
    createDriver: () => dialect.createDriver(),
    createIntrospector: db => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

/** Opens the journal of one business on a storage's SQL. Touches the database only with `migrate`. */
export function openJournal({ business, storage, clock }: { business: string; storage: Sql; clock: Clock }): Journal {
  const isSqlite = storage.family === 'sqlite'
  const dialect = isSqlite ? withTransactionalMigrations(storage.dialect) : storage.dialect
  const db = new Kysely<JournalTables>({ dialect })
  const write = isSqlite ? createBatchWriter(db) : createPlainWriter(db)
  return {
    business,
    family: storage.family,
    db,
    write,
    clock,
    now: () =>
      isSqlite ? sql<number>`${clock.now()}` : sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    migrate: () => migrate(db, journalMigrations(storage.family), 'journal'),
    close: () => db.destroy(),
  }
}

/** The database is ahead of this program, which must not write to it. */
export class NewerSchema extends Error {
  override name = 'NewerSchema'
}

/** Runs one set of migrations under its own bookkeeping tables. */
export async function migrate(db: Db, migrations: Readonly<Record<string, Migration>>, prefix: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: `${prefix}_migration`,
    migrationLockTableName: `${prefix}_migration_lock`,
  })
  const { error } = await migrator.migrateToLatest()
  if (!error) return
  if (error instanceof Error && error.message.includes('previously executed migration'))
    throw new NewerSchema(
      'the database was written by a newer version of AI-Admin: install that version, or restore a backup',
      { cause: error },
    )
  throw error
}
