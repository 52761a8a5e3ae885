import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { sql } from 'kysely'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import {
  FORMAT,
  MOVED,
  type MovedRow,
  pluginTables,
  type RowCounts,
  schemaOf,
  TransferError,
  type TransferLine,
} from './transfer.ts'

/** SQLite binds at most 32,766 values in one statement. */
const ROWS_PER_INSERT = 200
/** Far more than a row has; beyond some 500 MB the runtime takes no text at all. */
const MAX_LINE_BYTES = 32 * 1024 * 1024
/** SQLite's codes for a primary key and for another unique one. */
const SQLITE_TWICE: readonly unknown[] = [1555, 2067]

async function* linesOf(file: string): AsyncGenerator<TransferLine> {
  const bytes = createReadStream(file)
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  // A broken file ends the reading with its error: `readline` would only stop.
  const broken = new Promise<never>((_, reject) => {
    bytes.once('error', reject)
    input.once('error', reject)
  })
  broken.catch(() => {})
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  let length = 0
  input.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf('\n')
    length = end < 0 ? length + chunk.length : chunk.length - end - 1
    if (length > MAX_LINE_BYTES) input.destroy(new TransferError('a line without end is not what an export writes'))
  })
  for (let number = 1; ; number += 1) {
    const next = await Promise.race([lines.next(), broken])
    if (next.done) return
    yield parse(next.value, number)
  }
}

function parse(text: string, number: number): TransferLine {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as TransferLine
  } catch {}
  throw new TransferError(`line ${number} is not what an export writes: the file is damaged, or another one`)
}

function checkHead(journal: Journal, first: TransferLine | undefined): void {
  if (!first || !('aiadmin' in first)) throw new TransferError('this is no export of AI-Admin')
  const here = schemaOf(journal)
  if (first.format !== FORMAT || first.schema !== here)
    throw new TransferError(
      `the export was written by another version (schema ${first.schema}, here ${here}): use the same version on both sides`,
    )
}

/** The tables that may be filled and their columns. @throws when there is something in one of them. */
async function emptyTables(
  journal: Journal,
  db: Db,
  prefixes: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const all = await db.introspection.getTables()
  const own = await pluginTables(db, prefixes)
  const tables = all.filter(({ name }) => Object.hasOwn(MOVED, name) || own.has(name))
  for (const { name, columns } of tables) {
    // A desk that was merely started has work for itself.
    if (name === 'work') continue
    const ours = columns.some(column => column.name === 'business') ? sql`business = ${journal.business}` : sql`1 = 1`
    const { rows } = await sql`select 1 from ${sql.table(name)} where ${ours} limit 1`.execute(db)
    if (rows.length > 0)
      throw new TransferError(
        `there is something in the database already (${name === 'accepted' ? 'messages' : name}): an import needs an empty one; stop the desk, name another file or database in storage.journal, or move this one away, and import again`,
      )
  }
  return new Map(tables.map(({ name, columns }) => [name, new Set(columns.map(column => column.name))]))
}

async function insert(db: Db, table: string, rows: readonly MovedRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map(row => sql`(${sql.join(columns.map(column => row[column] ?? null))})`)
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map(column => sql.ref(column)))})
    values ${sql.join(values)}`
    .execute(db)
    .catch(error => {
      throw isTwice(error)
        ? new TransferError(
            `a row of ${table} is there twice: the file has one line twice (export anew), or a desk works on this database (stop it, and import into an empty one)`,
          )
        : error
    })
}

/** Whether a database says that a key is taken; PostgreSQL and SQLite each have their own way. */
function isTwice(error: unknown): boolean {
  const { code, errcode } = Object(error)
  return code === '23505' || SQLITE_TWICE.includes(errcode)
}

/**
 * Reads an export into an empty database, all of it or nothing.
 *
 * @param options.prefixes of the tables that the configured plugins keep.
 * @returns how many rows of each table came.
 * @throws TransferError when the file is none or cut off, of another version, or the database is not empty.
 */
export async function importAll(
  journal: Journal,
  file: string,
  { prefixes }: { prefixes: readonly string[] },
): Promise<RowCounts> {
  return journal.db.transaction().execute(async db => {
    const tables = await emptyTables(journal, db, prefixes)
    await db.deleteFrom('work').where('business', '=', journal.business).execute()
    const counts: Record<string, number> = {}
    let waiting: { table: string; rows: MovedRow[] } = { table: '', rows: [] }
    const flush = async (next: string) => {
      if (waiting.rows.length > 0) await insert(db, waiting.table, waiting.rows)
      waiting = { table: next, rows: [] }
    }
    const lines = linesOf(file)
    const first = await lines.next()
    checkHead(journal, first.done ? undefined : first.value)
    for await (const line of lines) {
      if ('end' in line) {
        await flush('')
        for (const [table, count] of Object.entries(line.end))
          if ((counts[table] ?? 0) !== count)
            throw new TransferError(
              `${table} has ${counts[table] ?? 0} rows, it should have ${count}: the file is damaged`,
            )
        return counts
      }
      if (!('table' in line)) throw new TransferError('the file is damaged: a line that is no row')
      const { table } = line
      const columns = tables.get(table)
      if (!columns)
        throw new TransferError(
          `the export has rows for ${table}, which nothing here keeps: name the same plugins in the configuration, under the same names`,
        )
      const row = columns.has('business') ? { business: journal.business, ...line.row } : line.row
      if (Object.keys(row).some(column => !columns.has(column)))
        throw new TransferError(`the rows of ${table} have another shape here: use the same version on both sides`)
      if (table !== waiting.table || waiting.rows.length === ROWS_PER_INSERT) await flush(table)
      waiting.rows.push(row)
      counts[table] = (counts[table] ?? 0) + 1
    }
    throw new TransferError('the file ends in the middle: it was not written to its end')
  })
}
