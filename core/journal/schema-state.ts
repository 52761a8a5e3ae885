import { sql } from 'kysely'
import type { Journal } from './journal.ts'
import { journalMigrations } from './migrations.ts'

/** How far the tables of a database are, beside what this program knows. */
export interface SchemaState {
  applied: readonly string[]
  /** What this program would apply. */
  pending: readonly string[]
  /** What a newer program has applied. */
  unknown: readonly string[]
}

/** The names of all tables, those of plugins too. */
async function tablesOf({ db, family }: Pick<Journal, 'db' | 'family'>): Promise<readonly string[]> {
  const { rows } = await (family === 'sqlite'
    ? sql<{
        name: string
      }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`
    : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema() order by name`
  ).execute(db)
  return rows.map(({ name }) => name)
}

/** Reads what was applied, and changes nothing. */
export async function readSchemaState(journal: Journal): Promise<SchemaState> {
  const known = Object.keys(journalMigrations(journal.family)).toSorted()
  const isThere = (await tablesOf(journal)).includes('journal_migration')
  const { rows } = isThere
    ? await sql<{ name: string }>`select name from journal_migration order by name`.execute(journal.db)
    : { rows: [] }
  const applied = rows.map(({ name }) => name)
  return {
    applied,
    pending: known.filter(name => !applied.includes(name)),
    unknown: applied.filter(name => !known.includes(name)),
  }
}
