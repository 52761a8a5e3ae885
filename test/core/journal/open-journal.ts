import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StorageInstance } from '../../../core/contract/index.ts'
import { type Journal, openJournal } from '../../../core/journal/journal.ts'
import postgres from '../../../plugins/storage/postgres/index.ts'
import sqlite from '../../../plugins/storage/sqlite/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { movedDatabase, testStore } from '../../support/moved-database.ts'

/** A journal on a real SQLite file or PostgreSQL database, and a clock that stands still until a test moves it. */
export interface OpenedJournal {
  journal: Journal
  storage: StorageInstance
  clock: MovingClock
  file: string
  /** Where the database is, on PostgreSQL. */
  url?: string
  /** Closes it and, unless the folder was given, removes its files. */
  close(): Promise<void>
}

/** Opens a journal; with `folder` one that outlives `close`. */
export async function openTestJournal(
  options: {
    folder?: string
    clock?: MovingClock
    maxMegabytes?: number
    business?: string
    isEmpty?: boolean
    url?: string
  } = {},
): Promise<OpenedJournal> {
  const folder = options.folder ?? newDataFolder('journal')
  const clock = options.clock ?? createMovingClock('2026-11-23T12:00:00+03:00')
  const { maxMegabytes, business = 'test' } = options
  const shared = { clock, dataFolder: folder }
  const opened =
    testStore === 'postgres'
      ? openPostgres({ ...shared, url: options.url ?? (await movedDatabase(clock, folder)) })
      : openSqlite({ ...shared, maxMegabytes })
  const { storage, close, url } = opened
  if (!storage.sql) throw new Error('the storage has no SQL')
  const journal = openJournal({ business, storage: storage.sql, clock })
  if (!options.isEmpty) await journal.migrate()
  return {
    journal,
    storage,
    clock,
    file: join(folder, 'journal.sqlite'),
    ...(url !== undefined && { url }),
    async close() {
      await journal.close()
      await close()
      if (!options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Opened {
  storage: StorageInstance
  url?: string
  close(): Promise<void>
}

function openPostgres({ url, ...shared }: { clock: MovingClock; dataFolder: string; url: string }): Opened {
  const { context, close } = createTestContext({ ...shared, plugin: postgres, config: { url } })
  return { storage: postgres.create(context), close, url }
}

function openSqlite(options: { clock: MovingClock; dataFolder: string; maxMegabytes: number | undefined }): Opened {
  const { maxMegabytes, ...shared } = options
  const config = { path: 'journal.sqlite', ...(maxMegabytes !== undefined && { maxMegabytes }) }
  const { context, close } = createTestContext({ ...shared, plugin: sqlite, config })
  return { storage: sqlite.create(context), close }
}
