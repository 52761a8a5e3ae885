import { sql } from 'kysely'
import type { Journal } from './journal.ts'
import { tablesOf } from './schema-state.ts'

/** A table, as an operator wants to know it. */
interface TableFacts {
  name: string
  /** Undefined where counting takes too long. */
  rows?: number
}

/** What a database holds. */
export interface DatabaseFacts {
  bytes: number
  tables: readonly TableFacts[]
  /** How far the database's clock is ahead of this machine's, in milliseconds; absent where it is the same one. */
  clockAheadMs?: number
}

/** Reads it, and changes nothing. */
export async function readDatabaseFacts(journal: Journal): Promise<DatabaseFacts> {
  const bytes =
    journal.family === 'sqlite'
      ? sql<number>`(select page_count from pragma_page_count()) * (select page_size from pragma_page_size())`
      : sql<number>`pg_database_size(current_database())`
  const { rows } = await sql<{ bytes: number }>`select ${bytes} as bytes`.execute(journal.db)
  const tables: TableFacts[] = []
  // One after the other: a desk at work must not feel it.
  for (const name of await tablesOf(journal)) tables.push({ name, ...(await countRows(journal, name)) })
  const clockAheadMs = journal.family === 'sqlite' ? undefined : await clockAhead(journal)
  return { bytes: Number(rows[0]?.bytes ?? 0), tables, ...(clockAheadMs !== undefined && { clockAheadMs }) }
}

async function countRows({ db }: Journal, table: string): Promise<{ rows?: number }> {
  return sql<{ total: number }>`select count(*) as total from ${sql.table(table)}`.execute(db).then(
    ({ rows }) => ({ rows: Number(rows[0]?.total ?? 0) }),
    () => ({}),
  )
}

async function clockAhead({ db, clock, now }: Journal): Promise<number> {
  const before = clock.now()
  const { rows } = await sql<{ now: number }>`select ${now()} as now`.execute(db)
  return Math.round(Number(rows[0]?.now ?? 0) - (before + clock.now()) / 2)
}
