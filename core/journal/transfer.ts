import type { Journal } from './journal.ts'
import { journalMigrations } from './migrations.ts'
import type { Db, JournalTables } from './schema.ts'

/** What moves from one database to another, and what names a row of it; leases are of running processes and stay. */
export const MOVED: Readonly<Record<Exclude<keyof JournalTables, 'lease'>, readonly string[]>> = {
  conversation: ['id'],
  accepted: ['instance', 'provider_hash'],
  message: ['conversation', 'seq'],
  turn: ['conversation', 'number'],
  step: ['conversation', 'turn', 'number'],
  choice: ['conversation', 'token'],
  operation: ['id'],
  operation_event: ['operation', 'id'],
  resource: ['name'],
  hold: ['operation', 'resource', 'starts_at'],
  visit: ['conversation', 'appointment'],
  outbox: ['id'],
  work: ['kind', 'ref'],
  store: ['instance', 'key'],
}

/** Of the file; another one is refused. */
export const FORMAT = 1

/** A row as it stands in the file, without its business. */
export type MovedRow = Readonly<Record<string, unknown>>

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>

/** One line of the file: what it is, a row, and at its end how many there must have been. */
export type TransferLine =
  | {
      aiadmin: 'export'
      format: number
      /** The newest migration of the journal that wrote it. */
      schema: string
      at: string
    }
  | { table: string; row: MovedRow }
  | { end: RowCounts }

/** Something about the file or the database that the operator can mend. */
export class TransferError extends Error {
  override name = 'TransferError'
}

/** The newest migration of the journal. */
export function schemaOf(journal: Journal): string {
  return Object.keys(journalMigrations(journal.family)).at(-1) ?? ''
}

/** The tables that plugins keep beside the journal's, with their columns; the bookkeeping of their migrations is not theirs. */
export async function pluginTables(
  db: Db,
  prefixes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const tables = await db.introspection.getTables()
  const own = tables.filter(
    ({ name }) => prefixes.some(prefix => name.startsWith(prefix)) && !/_migration(?:_lock)?$/.test(name),
  )
  return new Map(own.map(({ name, columns }) => [name, columns.map(column => column.name)]))
}
