import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../core/clock.ts'
import { openJournal } from '../../../core/journal/journal.ts'
import { runExclusive } from '../../../core/journal/lease.ts'
import postgres from '../../../plugins/storage/postgres/index.ts'
import sqlite from '../../../plugins/storage/sqlite/index.ts'
import { createTestContext } from '../../plugin-context.ts'

// A process of its own that wants the same right as others, and notes when it has it.
const [, , folder = '', url = ''] = process.argv
const shared = { clock: systemClock, dataFolder: folder }
const create = () => {
  if (url === '') return sqlite.create(createTestContext({ ...shared, plugin: sqlite, config: {} }).context)
  return postgres.create(createTestContext({ ...shared, plugin: postgres, config: { url } }).context)
}
const journal = openJournal({ business: 'test', storage: create().sql, clock: systemClock })
await journal.migrate()
// Timers of the desk keep no process alive; its server does.
setInterval(() => undefined, 60_000)
const note = (line: string) => appendFileSync(`${folder}/notes`, `${process.pid} ${line}\n`)
await runExclusive(journal, 'poll', new AbortController().signal, async () => {
  note('begins')
  await sleep(30)
  note('ends')
})
process.exit(0)
