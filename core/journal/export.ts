import { createWriteStream } from 'node:fs'
import { constants, copyFile, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type RawBuilder, sql } from 'kysely'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { FORMAT, MOVED, type MovedRow, pluginTables, type RowCounts, schemaOf, type TransferLine } from './transfer.ts'

const PAGE = 1_000

interface ExportOptions {
  /** Of the tables that plugins keep. */
  prefixes: readonly string[]
  /** Takes along what plugins keep sealed; only the same `AIADMIN_SECRET` reads it. */
  withSecrets: boolean
}

/** All rows of a table, a page at a time: from key to key, or by their place where nobody knows the key. */
async function* rowsOf(
  db: Db,
  table: string,
  { columns, isKey, only }: { columns: readonly string[]; isKey: boolean; only: RawBuilder<unknown> },
): AsyncGenerator<MovedRow> {
  const order = sql.join(columns.map(column => sql.ref(column)))
  let last: MovedRow | undefined
  for (let offset = 0; ; offset += PAGE) {
    const seen = last
    const after = isKey && seen ? sql`(${order}) > (${sql.join(columns.map(column => seen[column]))})` : sql`1 = 1`
    const { rows } = await sql<MovedRow>`select * from ${sql.table(table)} where ${only} and ${after}
      order by ${order} limit ${PAGE} offset ${isKey ? 0 : offset}`.execute(db)
    yield* rows
    if (rows.length < PAGE) return
    last = rows.at(-1)
  }
}

/** A row as it goes on elsewhere: nobody works on it, and its business is the one that takes it. */
function unowned(table: string, { business: _here, ...row }: MovedRow): MovedRow {
  return table === 'work' ? { ...row, owner: null, lease_until: 0 } : row
}

async function* linesOf(
  journal: Journal,
  db: Db,
  { prefixes, withSecrets }: ExportOptions,
  counts: Record<string, number>,
): AsyncGenerator<string> {
  const line = (value: TransferLine) => `${JSON.stringify(value)}\n`
  const at = new Date(journal.clock.now()).toISOString()
  yield line({ aiadmin: 'export', format: FORMAT, schema: schemaOf(journal), at })
  const ours = sql`business = ${journal.business}`
  const tables = [
    ...Object.entries(MOVED).map(([table, columns]) => ({
      table,
      columns,
      isKey: true,
      only: table === 'store' && !withSecrets ? sql`${ours} and secret = 0` : ours,
    })),
    ...[...(await pluginTables(db, prefixes))].map(([table, columns]) => ({
      table,
      columns,
      isKey: false,
      only: columns.includes('business') ? ours : sql`1 = 1`,
    })),
  ]
  for (const { table, ...how } of tables) {
    let count = 0
    for await (const row of rowsOf(db, table, how)) {
      count += 1
      yield line({ table, row: unowned(table, row) })
    }
    counts[table] = count
  }
  yield line({ end: counts })
}

/**
 * Writes everything of the business as it is at one moment to a file, one JSON value a line (`.gz`: compressed). The file
 * is whole or not there.
 *
 * @returns how many rows of each table went along.
 */
export async function exportAll(journal: Journal, file: string, options: ExportOptions): Promise<RowCounts> {
  const counts: Record<string, number> = {}
  const part = `${file}.part`
  const transaction = journal.db.transaction()
  const atOneMoment = journal.family === 'postgres' ? transaction.setIsolationLevel('repeatable read') : transaction
  try {
    await atOneMoment.execute(async db => {
      const lines = Readable.from(linesOf(journal, db, options, counts))
      // Names and phones of people: nobody else on the machine reads them.
      const target = createWriteStream(part, { mode: 0o600 })
      await (file.endsWith('.gz') ? pipeline(lines, createGzip(), target) : pipeline(lines, target))
    })
    // Unlike a rename it replaces nothing that has come there meanwhile.
    await copyFile(part, file, constants.COPYFILE_EXCL)
    await rm(part)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  return counts
}
