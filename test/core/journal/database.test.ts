import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Keyv } from 'keyv'
import { sql } from 'kysely'
import { journalMigrations } from '../../../core/journal/migrations.ts'
import { applyRetention } from '../../../core/journal/retention.ts'
import { schedule } from '../../../core/journal/work.ts'
import { accept, claimTurn, claimTurns, finish, textsOf } from '../../../core/testkit/storage/journal-client.ts'
import { runCommand } from '../../support/command.ts'
import { testStore } from '../../support/moved-database.ts'
import { type OpenedJournal, openTestJournal } from './open-journal.ts'

const DAY_MS = 86_400_000

async function open(test: TestContext, options: Parameters<typeof openTestJournal>[0] = {}): Promise<OpenedJournal> {
  const opened = await openTestJournal(options)
  test.after(() => opened.close())
  return opened
}

async function refs({ journal }: OpenedJournal): Promise<string[]> {
  return (await journal.db.selectFrom('work').select('ref').orderBy('ref').execute()).map(({ ref }) => ref)
}

describe('writing', () => {
  it('commits together what waits together, and each caller hears of its own', async test => {
    const opened = await open(test)
    const { journal } = opened
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        journal.write(async db => {
          await schedule(journal, db, { kind: 'reread', ref: `r${index}`, dueAt: 0 })
          if (index % 3 === 0) throw new Error(`job ${index}`)
          return index
        }),
      ),
    )
    const kept = Array.from({ length: 200 }, (_, index) => index).filter(index => index % 3 !== 0)
    assert.deepEqual(
      results.map(result => (result.status === 'fulfilled' ? result.value : result.reason.message)),
      Array.from({ length: 200 }, (_, index) => (index % 3 === 0 ? `job ${index}` : index)),
    )
    assert.deepEqual(await refs(opened), kept.map(index => `r${index}`).toSorted())
  })

  const tells = 'tells everybody of a batch whose commit failed, and goes on'
  if (testStore === 'sqlite')
    it(tells, async test => {
      const opened = await open(test)
      const { journal } = opened
      // A deferred foreign key is checked by the commit alone.
      await sql`create table parent (id text primary key)`.execute(journal.db)
      await sql`create table child (id text references parent (id) deferrable initially deferred)`.execute(journal.db)
      const batch = [
        journal.write(db => schedule(journal, db, { kind: 'reread', ref: 'innocent', dueAt: 0 })),
        journal.write(db => sql`insert into child values ('nobody')`.execute(db)),
      ]
      const results = await Promise.allSettled(batch)
      assert.deepEqual(
        results.map(({ status }) => status),
        ['rejected', 'rejected'],
        'nobody may believe in a write that is not there',
      )
      assert.deepEqual(await refs(opened), [])
      await journal.write(db => schedule(journal, db, { kind: 'reread', ref: 'next', dueAt: 0 }))
      assert.deepEqual(await refs(opened), ['next'])
    })

  it('leaves a value of Keyv as it was set when a transaction beside it rolls back', async test => {
    const { journal, storage } = await open(test)
    const store = storage.keyv?.('sessions', journal.db.$pickTables<never>())
    assert.ok(store)
    const keyv = new Keyv({ store, throwOnErrors: true })
    await keyv.set('warm', 'up')
    const set: Promise<boolean>[] = []
    const write = journal.write(async db => {
      await schedule(journal, db, { kind: 'reread', ref: 'gone', dueAt: 0 })
      set.push(keyv.set('anna', 'here'))
      await schedule(journal, db, { kind: 'reread', ref: 'gone too', dueAt: 0 })
      throw new Error('rolled back')
    })
    await assert.rejects(write, /rolled back/)
    await Promise.all(set)
    assert.equal(await keyv.get('anna'), 'here')
  })
})

if (testStore === 'sqlite')
  describe('a full disk', () => {
    it('rejects messages as unavailable, loses none that was accepted, and goes on when there is room', async test => {
      const { journal, clock } = await open(test, { maxMegabytes: 1 })
      const text = 'a'.repeat(9_000)
      let accepted = 0
      let failure: unknown
      while (failure === undefined && accepted < 1_000) {
        await accept(journal, `client-${accepted}`, `m${accepted}`, { text }).then(
          () => {
            accepted += 1
          },
          error => {
            failure = error
          },
        )
      }
      assert.equal((failure as { code?: string }).code, 'unavailable')
      assert.match(String(failure), /no room left/)
      const many = await Promise.allSettled(
        Array.from({ length: 5 }, (_, index) => accept(journal, `late-${index}`, `late-${index}`, { text })),
      )
      for (const result of many) {
        assert.equal(result.status, 'rejected')
        assert.equal(result.reason.code, 'unavailable', `in a batch too: ${result.reason}`)
      }
      const { total } = await journal.db
        .selectFrom('message')
        .select(eb => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      assert.equal(total, accepted)

      await clock.advance(40 * DAY_MS)
      await applyRetention(journal, { messagesDays: 30, providerIdsDays: 8 })
      const again = await accept(journal, 'anna', 'again', { text })
      assert.equal(again.isDuplicate, false)
    })
  })

describe('migrations', () => {
  it('make the tables from nothing, also when they are asked for many times at once', async test => {
    const { journal } = await open(test, { isEmpty: true })
    await Promise.all(Array.from({ length: 5 }, () => journal.migrate()))
    await accept(journal, 'anna', 'm1')
    await journal.migrate()
    assert.deepEqual(textsOf(await claimTurn(journal)), ['m1'])
  })

  it('are applied once by four processes that start together', async test => {
    const folder = mkdtempSync(join(tmpdir(), 'aiadmin-migrate-'))
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    const script = fileURLToPath(new URL('migrate-process.ts', import.meta.url))
    const { url = '' } = await open(test, { folder, isEmpty: true })
    const run = () => runCommand(process.execPath, ['--import', import.meta.resolve('tsx'), script, folder, url])
    const ended = await Promise.all(Array.from({ length: 4 }, run))
    for (const { code, stderr } of ended) assert.deepEqual([code, stderr], [0, ''])
    const { journal } = await open(test, { folder })
    const { rows } = await sql<{ name: string }>`select name from journal_migration order by name`.execute(journal.db)
    assert.deepEqual(
      rows.map(({ name }) => name),
      Object.keys(journalMigrations('sqlite')),
    )
  })
})

describe('retention', () => {
  it('deletes old messages and keeps what tells a redelivery for eight days at least', async test => {
    const { journal, clock } = await open(test)
    await accept(journal, 'anna', 'old')
    await finish(journal, await claimTurn(journal))
    await clock.advance(7 * DAY_MS)
    await accept(journal, 'boris', 'new')
    await finish(journal, await claimTurn(journal))

    const retention = { messagesDays: 1, providerIdsDays: 1 }
    await journal.db.updateTable('outbox').set({ status: 'sent' }).execute()
    await applyRetention(journal, retention)
    const texts = await journal.db.selectFrom('message').select('text').execute()
    assert.deepEqual(texts.map(({ text }) => text).toSorted(), ['new', 'ok'])
    assert.equal((await accept(journal, 'anna', 'old')).isDuplicate, true)
    assert.deepEqual(await claimTurns(journal), [])

    await clock.advance(DAY_MS + 1)
    await applyRetention(journal, retention)
    assert.equal((await accept(journal, 'anna', 'old')).isDuplicate, false, 'forgotten after eight days')
  })

  it('goes on with the conversation after all of its messages are gone', async test => {
    const { journal, clock } = await open(test)
    await accept(journal, 'anna', 'm1')
    await finish(journal, await claimTurn(journal))
    await clock.advance(400 * DAY_MS)
    await applyRetention(journal, { messagesDays: 30, providerIdsDays: 8 })
    const { conversation } = await accept(journal, 'anna', 'm2')
    const turn = await claimTurn(journal)
    assert.equal(turn.conversation.id, conversation)
    assert.equal(turn.number, 2)
    assert.deepEqual(textsOf(turn), ['m2'])
  })

  it('keeps what was not sent yet', async test => {
    const { journal, clock } = await open(test)
    await accept(journal, 'anna', 'm1')
    await finish(journal, await claimTurn(journal))
    await clock.advance(400 * DAY_MS)
    await applyRetention(journal, { messagesDays: 30, providerIdsDays: 8 })
    assert.equal((await journal.db.selectFrom('outbox').selectAll().execute()).length, 1)
  })

  it('deletes more than one batch', async test => {
    const { journal, clock } = await open(test)
    for (let batch = 0; batch < 12; batch++)
      await Promise.all(Array.from({ length: 100 }, (_, index) => accept(journal, 'anna', `m${batch}-${index}`)))
    await finish(journal, await claimTurn(journal), [])
    await clock.advance(31 * DAY_MS)
    await applyRetention(journal, { messagesDays: 30, providerIdsDays: 8 })
    assert.deepEqual(await journal.db.selectFrom('message').selectAll().execute(), [])
    assert.deepEqual(await journal.db.selectFrom('accepted').selectAll().execute(), [])
  })
})
