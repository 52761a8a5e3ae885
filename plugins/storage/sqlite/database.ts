import { closeSync, existsSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'
import type { PluginContext } from '../../../core/contract/index.ts'
import { explainFailure } from './failure.ts'
import { createStatementCache } from './statements.ts'

/** How long a writer waits for another process that is writing to the same file. */
const BUSY_TIMEOUT_MS = 5_000
const PAGE_BYTES = 4_096

/** Nobody else on the machine reads a new database; its `-wal` and `-shm` take its rights over. One that is there keeps its own. */
function createPrivate(file: string): void {
  if (file === ':memory:' || existsSync(file)) return
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // SQLite fails the same way, and its failure is explained.
  }
}

/** Opens the file, durable, in the shape that Kysely's `SqliteDialect` takes. @throws `unavailable`: what is wrong with the file and what to do. */
export function openDatabase(options: {
  file: string
  maxMegabytes?: number | undefined
  error: PluginContext['error']
}): SqliteDatabase {
  const { file, maxMegabytes, error } = options
  const explained = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      throw explainFailure(cause, file, error)
    }
  }

  createPrivate(file)
  const database = explained(() => new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS }))
  try {
    explained(() => {
      database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
      if (maxMegabytes) database.exec(`pragma max_page_count = ${Math.floor((maxMegabytes * 2 ** 20) / PAGE_BYTES)}`)
    })
  } catch (failure) {
    database.close()
    throw failure
  }

  const statements = createStatementCache(database, explained)
  return {
    // A transaction that reads before it writes would else fail at once when another process wrote in between.
    prepare: sql => statements.prepare(sql === 'begin' ? 'begin immediate' : sql),
    close() {
      if (database.isOpen) database.close()
    },
  }
}
