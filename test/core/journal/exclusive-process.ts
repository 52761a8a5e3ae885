import { appendFileSync, readFileSync } from 'node:fs'
import { systemClock } from '../../../core/clock.ts'
import type { Clock } from '../../../core/contract/index.ts'
import { openJournal } from '../../../core/journal/journal.ts'
import { runExclusive } from '../../../core/journal/lease.ts'
import postgres from '../../../plugins/storage/postgres/index.ts'
import sqlite from '../../../plugins/storage/sqlite/index.ts'
import { createTestContext } from '../../plugin-context.ts'
import { until } from '../../support/until.ts'

// A process of its own that wants the same right as others, and notes when it has it.
const [, , folder = '', url = '', processes = ''] = process.argv
const file = `${folder}/notes`
const note = (line: string) => appendFileSync(file, `${process.pid} ${line}\n`)
/** Who is refused the right sleeps before asking again: not for long here. */
const clock: Clock = {
  now: systemClock.now,
  sleep(_ms, signal) {
    note('waits')
    return systemClock.sleep(10, signal)
  },
}
const everybodyHasAsked = () => new Set(readFileSync(file, 'utf8').match(/^\d+/gm)).size === Number(processes)

const shared = { clock: systemClock, dataFolder: folder }
const create = () => {
  if (url === '') return sqlite.create(createTestContext({ ...shared, plugin: sqlite, config: {} }).context)
  return postgres.create(createTestContext({ ...shared, plugin: postgres, config: { url } }).context)
}
const journal = openJournal({ business: 'test', storage: create().sql, clock })
await journal.migrate()
// Timers of the desk keep no process alive; its server does.
setInterval(() => undefined, 60_000)
await runExclusive(journal, 'poll', new AbortController().signal, async () => {
  note('begins')
  await until(everybodyHasAsked)
  note('ends')
})
process.exit(0)
