import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import { pino } from 'pino'
import type { PluginContext } from '../../../core/contract/index.ts'
import type { Journal } from '../../../core/journal/journal.ts'
import { createSeal } from '../../../core/journal/store.ts'
import { LEASE_MS } from '../../../core/journal/work.ts'
import { createContext } from '../../../core/plugins/context.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import local from '../../../plugins/crm/local/index.ts'
import { testCompany } from '../../plugin-context.ts'
import { runCommand } from '../../support/command.ts'
import { countListeners } from '../../support/counted-listeners.ts'
import { plainDatabase, testStore } from '../../support/moved-database.ts'
import { type OpenedJournal, openTestJournal } from './open-journal.ts'

const SECRET = 'a-secret-of-the-operator-32-characters'

interface ContextWish {
  instance?: string
  secret?: string | undefined
  signal?: AbortSignal
}

/** The context of a CRM plugin, as the runtime makes it. */
function contextOf(journal: Journal, { instance = 'crm', secret = SECRET, signal }: ContextWish = {}): PluginContext {
  return createContext(
    {
      config: { business: journal.business, company: testCompany },
      dataFolder: tmpdir(),
      log: pino({ level: 'silent' }),
      clock: journal.clock,
      signal: signal ?? new AbortController().signal,
      count: async (_key, endsInMs) => ({ count: 1, endsInMs }),
      wire: { tell: () => {}, hear: () => () => {} },
      limits: createLimitRegistry({ clock: journal.clock }),
      say: () => '',
      seal: secret === '' ? undefined : createSeal(secret),
      proxy: {},
    },
    { instance, kind: 'crm', use: 'local', plugin: local, config: {} },
    journal,
    () => {},
  )
}

async function open(test: TestContext, folder?: string): Promise<OpenedJournal> {
  const opened = await openTestJournal({ ...(folder !== undefined && { folder }) })
  test.after(() => opened.close())
  return opened
}

describe('context.store', () => {
  it('keeps what was set, for each instance its own', async test => {
    const { journal } = await open(test)
    const { store } = contextOf(journal)
    await store.set('cursor', { page: 7 })
    assert.deepEqual(await store.get('cursor'), { page: 7 })
    assert.equal(await contextOf(journal, { instance: 'other' }).store.get('cursor'), undefined)
    await store.delete('cursor')
    assert.equal(await store.get('cursor'), undefined)
  })

  it('lets one of many win who compare and set at once', async test => {
    const { journal } = await open(test)
    const { store } = contextOf(journal)
    const first = await Promise.all(
      Array.from({ length: 20 }, (_, by) => store.compareAndSet('token', undefined, { by })),
    )
    assert.equal(first.filter(Boolean).length, 1)
    const now = await store.get('token')
    const next = await Promise.all(
      Array.from({ length: 20 }, (_, to) => store.compareAndSet('token', now ?? null, { to })),
    )
    assert.equal(next.filter(Boolean).length, 1)
  })

  it('compares values, not the order of their keys', async test => {
    const { journal } = await open(test)
    const { store } = contextOf(journal)
    await store.set('token', { access: 'a', refresh: 'r' })
    assert.equal(await store.compareAndSet('token', { refresh: 'r', access: 'a' }, 'new'), true)
    assert.equal(await store.compareAndSet('token', null, 'newer'), false)
    assert.equal(await store.compareAndSet('nothing', null, 'x'), false, 'no value is not null')
  })

  it('refuses values over 64 kB', async test => {
    const { journal } = await open(test)
    await assert.rejects(contextOf(journal).store.set('big', 'x'.repeat(70_000)), /64 kB/)
  })

  it('writes no secret in the clear, and reads it with the same AIADMIN_SECRET only', async test => {
    const folder = mkdtempSync(join(tmpdir(), 'aiadmin-store-'))
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    const token = 'refresh-token-0123456789'
    const first = await openTestJournal({ folder })
    const { store } = contextOf(first.journal)
    await store.set('token', token, { secret: true })
    await store.set('plain', 'seen-by-everybody')
    const rows = await first.journal.db.selectFrom('store').selectAll().execute()
    // Of PostgreSQL only what a query answers can be seen here; of SQLite the files too, open and closed.
    const files = () => readdirSync(folder).map(name => readFileSync(join(folder, name), 'latin1'))
    const whileOpen = files()
    await first.close()
    const written = [JSON.stringify(rows), ...whileOpen, ...files()].join()
    assert.equal(
      whileOpen.some(file => file.includes('seen-by-everybody')),
      testStore === 'sqlite',
    )
    assert.ok(written.includes('seen-by-everybody'), 'what was written was looked into')
    assert.ok(!written.includes(token))

    const { journal } = await open(test, folder)
    assert.equal(await contextOf(journal).store.get('token'), token)
    const stranger = contextOf(journal, { secret: 'another-secret-of-32-characters!' }).store
    await assert.rejects(stranger.get('token'), /AIADMIN_SECRET is not the one/)
    await assert.rejects(stranger.compareAndSet('token', token, 'stolen'), /AIADMIN_SECRET/)
    const nobody = contextOf(journal, { secret: '' }).store
    await assert.rejects(nobody.get('token'), /set AIADMIN_SECRET/)
    await assert.rejects(nobody.set('token', 'x', { secret: true }), /set AIADMIN_SECRET/)
    assert.equal(await nobody.get('plain'), 'seen-by-everybody')
    assert.equal(await contextOf(journal).store.compareAndSet('token', token, 'next', { secret: true }), true)
  })
})

describe('context.exclusive', () => {
  it('lets one work at a time, and hands over', async test => {
    const { journal, clock } = await open(test)
    const release = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const did: string[] = []
    const first = contextOf(journal).exclusive('poll', async () => {
      begun.resolve()
      await release.promise
      did.push('first')
      return 1
    })
    await begun.promise
    const second = contextOf(journal).exclusive('poll', async () => {
      did.push('second')
      return 2
    })
    const elsewhere = contextOf(journal, { instance: 'other' }).exclusive('poll', async () => did.push('elsewhere'))
    await elsewhere
    while (clock.sleeping === 0) await new Promise(resolve => setImmediate(resolve))
    assert.deepEqual(did, ['elsewhere'])
    release.resolve()
    assert.equal(await first, 1)
    await clock.advance(1_000)
    assert.equal(await second, 2)
    assert.deepEqual(did, ['elsewhere', 'first', 'second'])
  })

  it('lets one process of several work at a time', async test => {
    const folder = mkdtempSync(join(tmpdir(), 'aiadmin-exclusive-'))
    test.after(() => rmSync(folder, { recursive: true, force: true }))
    const script = fileURLToPath(new URL('exclusive-process.ts', import.meta.url))
    // On PostgreSQL a database whose clock runs.
    const url = testStore === 'postgres' ? await plainDatabase() : ''
    const run = () => runCommand(process.execPath, ['--import', import.meta.resolve('tsx'), script, folder, url, '3'])
    for (const { code, stderr } of await Promise.all([run(), run(), run()])) assert.deepEqual([code, stderr], [0, ''])
    const lines = readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n')
    const notes = lines.filter(line => !line.endsWith(' waits'))
    assert.equal(notes.length, 6)
    for (let index = 0; index < notes.length; index += 2) {
      const [process = ''] = (notes[index] ?? '').split(' ')
      assert.deepEqual(notes.slice(index, index + 2), [`${process} begins`, `${process} ends`])
    }
  })

  it('gives the right back when the work fails', async test => {
    const { journal } = await open(test)
    const { exclusive } = contextOf(journal)
    await assert.rejects(
      exclusive('refresh', () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.equal(await exclusive('refresh', async () => 'yes'), 'yes')
  })

  it('aborts who was paused for longer than the right lasts, and leaves the right to the next', async test => {
    test.mock.timers.enable({ apis: ['setInterval'] })
    const { journal, clock } = await open(test)
    const begun = Promise.withResolvers<void>()
    const lost = Promise.withResolvers<void>()
    const paused = contextOf(journal).exclusive('poll', async signal => {
      begun.resolve()
      signal.addEventListener('abort', () => lost.resolve())
      await lost.promise
      return signal.reason
    })
    await begun.promise
    await clock.advance(LEASE_MS)
    const end = Promise.withResolvers<void>()
    const taken = Promise.withResolvers<void>()
    const next = contextOf(journal).exclusive('poll', async signal => {
      taken.resolve()
      await end.promise
      return signal.aborted
    })
    await taken.promise
    test.mock.timers.tick(LEASE_MS / 3)
    assert.match(String(await paused), /was lost/)
    test.mock.timers.tick(LEASE_MS / 3)
    end.resolve()
    assert.equal(await next, false, 'the first one has not given the right of the second away')
  })

  it('does not come back to a right that others have had meanwhile', async test => {
    test.mock.timers.enable({ apis: ['setInterval'] })
    const { journal, clock } = await open(test)
    const begun = Promise.withResolvers<void>()
    const paused = contextOf(journal).exclusive('poll', signal => {
      begun.resolve()
      return new Promise(resolve => signal.addEventListener('abort', () => resolve(signal.reason)))
    })
    await begun.promise
    await clock.advance(LEASE_MS)
    await contextOf(journal).exclusive('poll', async () => 'had it')
    test.mock.timers.tick(LEASE_MS / 3)
    assert.match(String(await paused), /was lost/)
  })

  it('ends with the runtime, working or waiting, and leaves no listener on its signal', async test => {
    const { journal } = await open(test)
    const closing = new AbortController()
    const { exclusive } = contextOf(journal, { signal: closing.signal })
    const listeners = countListeners(closing.signal)
    for (let call = 0; call < 5; call += 1) await exclusive('refresh', async () => call)
    assert.equal(listeners(), 0)

    const begun = Promise.withResolvers<void>()
    const working = exclusive('poll', signal => {
      begun.resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    await begun.promise
    const waiting = exclusive('poll', async () => 'never')
    const ended = Promise.allSettled([working, waiting])
    while ((journal.clock as OpenedJournal['clock']).sleeping === 0) await new Promise(resolve => setImmediate(resolve))
    closing.abort(new Error('the desk is closing'))
    assert.deepEqual(
      (await ended).map(result => result.status === 'rejected' && result.reason.message),
      ['the desk is closing', 'the desk is closing'],
    )
    await assert.rejects(
      exclusive('poll', async () => 'never'),
      /closing/,
    )
  })
})

describe('context.database', () => {
  const tables = async ({ journal }: OpenedJournal) =>
    (await journal.db.introspection.getTables()).map(({ name }) => name)

  it('gives each instance a prefix of its own', async test => {
    const { journal } = await open(test)
    assert.equal(contextOf(journal).database.prefix, 'crm_crm_')
    assert.equal(contextOf(journal, { instance: 'my-salon' }).database.prefix, 'crm_my_salon_')
  })

  it('applies a plugin’s migrations once, in the order of their names', async test => {
    const opened = await open(test)
    const { database } = contextOf(opened.journal)
    const applied: string[] = []
    const table = (name: string) => ({
      async up(db: Kysely<unknown>) {
        applied.push(name)
        await db.schema.createTable(`${database.prefix}${name}`).addColumn('id', 'text').execute()
      },
    })
    const all = { '0002-b': table('b'), '0001-a': table('a') }
    await Promise.all([database.migrate(all), database.migrate(all)])
    await database.migrate({ ...all, '0003-c': table('c') })
    assert.deepEqual(applied, ['a', 'b', 'c'])
  })

  it('leaves nothing of a migration that fails half-way', async test => {
    const opened = await open(test)
    const { database } = contextOf(opened.journal)
    let isBroken = true
    const migrations = {
      '0001-tables': {
        async up(db: Kysely<unknown>) {
          await db.schema.createTable(`${database.prefix}first`).addColumn('id', 'text').execute()
          if (isBroken) throw new Error('killed')
        },
      },
    }
    await assert.rejects(database.migrate(migrations), /killed/)
    assert.ok(!(await tables(opened)).includes('crm_crm_first'))
    isBroken = false
    await database.migrate(migrations)
    assert.ok((await tables(opened)).includes('crm_crm_first'))
  })

  it('rolls back a write that throws, and only that one', async test => {
    const opened = await open(test)
    const { database, store } = contextOf(opened.journal)
    await sql`create table crm_crm_visit (id text primary key)`.execute(opened.journal.db)
    const insert = (id: string, error?: Error) =>
      database.write(async db => {
        await sql`insert into crm_crm_visit values (${id})`.execute(db)
        if (error) throw error
      })
    const results = await Promise.allSettled([
      insert('a'),
      insert('b', new Error('no')),
      insert('c'),
      store.set('k', 1),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    )
    const { rows } = await sql<{ id: string }>`select id from crm_crm_visit order by id`.execute(opened.journal.db)
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['a', 'c'],
    )
  })
})
