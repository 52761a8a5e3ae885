import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { EXIT, type Io, UsageError } from './io.ts'
import { withFile } from './named-file.ts'
import { withRuntime } from './with-runtime.ts'

/** `aiadmin backup --out=…`: a copy of the SQLite file as it is at one moment, also while the desk runs. */
export async function runBackup(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' } },
  })
  const { out } = values
  if (out === undefined) throw new UsageError('name the file to write: --out=backup.sqlite')
  const file = resolve(io.cwd, out)
  return withRuntime(positionals[0], io, async ({ instances: { journal } }) => {
    if (journal.family !== 'sqlite') {
      io.stderr.write('aiadmin: this desk keeps its journal in PostgreSQL: back it up with pg_dump\n')
      return EXIT.failure
    }
    if (existsSync(file)) {
      io.stderr.write(`aiadmin: ${out} is there already; a backup overwrites nothing\n`)
      return EXIT.failure
    }
    const part = `${file}.part`
    await withFile(out, io, async () => {
      await rm(part, { force: true })
      try {
        // Names and phones of people: nobody else on the machine reads them, not even while they are written.
        await writeFile(part, '', { mode: 0o600, flag: 'wx' })
        await sql`vacuum into ${part}`.execute(journal.db)
        await rename(part, file)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    })
    io.stdout.write(`Written to ${out}. To restore it stop the desk and put it in the place of its database file.\n`)
    return EXIT.ok
  })
}
