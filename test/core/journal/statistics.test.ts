import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { it } from 'node:test'
import { testStore } from '../../support/moved-database.ts'
import { startDesk } from '../../support/running-desk/index.ts'

/** What a query made itself, tables of one row a process or an instance, and those of plugins. */
const SMALL = /\b(?:room_\d+|crm_\w+|lease|resource|store)\b/

it('reads of a large journal only the rows that a turn is about', { skip: testStore === 'postgres' }, async test => {
  const asked = new Map<string, DatabaseSync>()
  const prepare = DatabaseSync.prototype.prepare
  test.mock.method(DatabaseSync.prototype, 'prepare', function (this: DatabaseSync, text: string) {
    asked.set(text, this)
    return prepare.call(this, text)
  })
  const desk = await startDesk()
  test.after(() => desk.stop())
  const anna = desk.client('anna')
  // What the start asks for, it asks for once.
  asked.clear()
  await anna.says('a manicure tomorrow at 3 pm, please')
  await anna.says('Anna, +7 916 123-45-67')
  await anna.says('yes')
  assert.equal((await desk.visits()).length, 1)

  const whole: string[] = []
  for (const [text, database] of [...asked].filter(([text]) => /^\s*(?:select|update|delete)\b/i.test(text)))
    for (const { detail } of prepare.call(database, `explain query plan ${text}`).all()) {
      const isWhole = /^SCAN (?!CONSTANT ROW)/.test(String(detail)) || /\(business=\?\)$/.test(String(detail))
      if (isWhole && !SMALL.test(String(detail))) whole.push(`${detail}: ${text}`)
    }
  assert.deepEqual(whole, [])
})
