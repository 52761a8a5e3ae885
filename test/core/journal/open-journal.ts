import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageInstance } from '../../../core/contract/index.ts'
import { type Journal, openJournal } from '../../../core/journal/journal.ts'
import sqlite from '../../../plugins/storage/sqlite/index.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

/** A journal on a real SQLite file, and a clock that stands still until a test moves it. */
export interface OpenedJournal {
  journal: Journal
  storage: StorageInstance
  clock: MovingClock
  file: string
  /** Closes it and, unless the folder was given, removes its files. */
  close(): Promise<void>
}

/** Opens a journal; with `folder` one that outlives `close`. */
export async function openTestJournal(
  options: { folder?: string; clock?: MovingClock; maxMegabytes?: number; business?: string; isEmpty?: boolean } = {},
): Promise<OpenedJournal> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'aiadmin-journal-'))
  const clock = options.clock ?? createMovingClock('2026-11-23T12:00:00+03:00')
  const { maxMegabytes, business = 'test' } = options
  const { context, close } = createTestContext({
    plugin: sqlite,
    clock,
    dataFolder: folder,
    config: { path: 'journal.sqlite', ...(maxMegabytes !== undefined && { maxMegabytes }) },
  })
  const storage: StorageInstance = sqlite.create(context)
  if (!storage.sql) throw new Error('the storage has no SQL')
  const journal = openJournal({ business, storage: storage.sql, clock })
  if (!options.isEmpty) await journal.migrate()
  return {
    journal,
    storage,
    clock,
    file: join(folder, 'journal.sqlite'),
    async close() {
      await journal.close()
      await close()
      if (!options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}
