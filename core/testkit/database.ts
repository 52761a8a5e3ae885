import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type SqliteDatabase, SqliteDialect } from 'kysely'
import type { Clock } from '../contract/index.ts'
import { type Journal, openJournal } from '../journal/journal.ts'

/** A journal on a SQLite database in memory. Its tables are made with the first query: many a plugin asks it nothing. */
export function memoryJournal({ business, clock }: { business: string; clock: Clock }): Journal {
  const on = (database: SqliteDatabase | (() => Promise<SqliteDatabase>)) =>
    openJournal({ business, clock, storage: { family: 'sqlite', dialect: new SqliteDialect({ database }) } })
  return on(async () => {
    const database = memoryDatabase()
    await on({ prepare: database.prepare, close: () => undefined }).migrate()
    return database
  })
}

function memoryDatabase(): SqliteDatabase {
  const file = new DatabaseSync(':memory:')
  return {
    prepare(text: string) {
      const statement = file.prepare(text === 'begin' ? 'begin immediate' : text)
      return {
        reader: statement.columns().length > 0,
        all: (values: readonly unknown[]) => statement.all(...values.map(bindable)),
        run: (values: readonly unknown[]) => statement.run(...values.map(bindable)),
        iterate: (values: readonly unknown[]) => statement.iterate(...values.map(bindable)),
      }
    },
    close: () => file.close(),
  }
}

function bindable(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot store a ${typeof value}`)
}
