import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../../core/journal/journal.ts'
import { journalMigrations } from '../../core/journal/migrations.ts'
import { codedError } from '../../core/plugins/coded-error.ts'
import { openDatabase } from '../../plugins/storage/sqlite/database.ts'
import { seedConversations } from './seed.ts'

it('seeds conversations into the journal as it is now, up to the wanted number', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-seed-'))
  try {
    const file = join(folder, 'journal.sqlite')
    const kysely = new Kysely({ dialect: new SqliteDialect({ database: openDatabase({ file, error: codedError }) }) })
    await migrate(kysely, journalMigrations('sqlite'), 'journal')
    await kysely.destroy()
    seedConversations(file, 3)
    seedConversations(file, 10)
    const database = new DatabaseSync(file)
    const count = (table: string) => Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n'])
    const tables = ['conversation', 'message', 'accepted', 'turn', 'step', 'work', 'outbox']
    assert.deepEqual(tables.map(count), [10, 40, 20, 20, 20, 10, 20])
    database.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
