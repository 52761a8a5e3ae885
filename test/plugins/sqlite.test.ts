import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { Kysely, sql } from 'kysely'
import plugin from '../../plugins/storage/sqlite/index.ts'
import { createTestContext } from '../plugin-context.ts'

interface Tables {
  note: { id: number; text: string; done: number | null }
}

describe('storage sqlite', () => {
  let dataFolder: string
  const disposals: (() => Promise<void>)[] = []

  beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'aiadmin-sqlite-'))
  })
  afterEach(async () => {
    for (const dispose of disposals.splice(0).reverse()) await dispose()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  const open = (config: object = {}) => {
    const { context, close } = createTestContext({ plugin, config, dataFolder })
    const instance = plugin.create(context)
    const kysely = new Kysely<Tables>({ dialect: instance.sql.dialect })
    disposals.push(close)
    return { instance, kysely, close }
  }
  const withNotes = async (config?: object) => {
    const opened = open(config)
    await sql`create table note (id integer primary key, text text not null unique, done integer) strict`.execute(
      opened.kysely,
    )
    return opened
  }

  it('keeps what was written, in a file of the data folder', async () => {
    const first = await withNotes()
    await first.kysely.insertInto('note').values({ id: 1, text: 'comb', done: null }).execute()
    await first.close()
    const { kysely } = open()
    assert.equal((await kysely.selectFrom('note').select('text').executeTakeFirst())?.text, 'comb')
    assert.equal(readFileSync(join(dataFolder, 'aiadmin.sqlite')).subarray(0, 15).toString(), 'SQLite format 3')
  })

  it('writes durably: WAL, synchronous FULL, foreign keys on', async () => {
    const { kysely } = open()
    const pragma = async (name: string) =>
      Object.values((await sql.raw<object>(`pragma ${name}`).execute(kysely)).rows[0] ?? {})[0]
    assert.equal(await pragma('journal_mode'), 'wal')
    assert.equal(await pragma('synchronous'), 2)
    assert.equal(await pragma('foreign_keys'), 1)
    assert.equal(await pragma('busy_timeout'), 5000)
  })

  it('begins a transaction immediately, so that reading before writing does not fail under another writer', async () => {
    const one = await withNotes()
    const other = open()
    await one.kysely.transaction().execute(async transaction => {
      await transaction.selectFrom('note').selectAll().execute()
      await sql`pragma busy_timeout = 0`.execute(other.kysely)
      await assert.rejects(other.kysely.insertInto('note').values({ id: 9, text: 'x', done: 0 }).execute(), {
        code: 'unavailable',
        message: /locked by another/,
      })
      await transaction.insertInto('note').values({ id: 1, text: 'y', done: 0 }).execute()
    })
    assert.equal((await other.kysely.selectFrom('note').selectAll().execute()).length, 1)
  })

  it('takes booleans, undefined, big integers and bytes as parameters, and names what it cannot store', async () => {
    const { kysely } = open()
    const row = async (value: unknown) => (await sql<{ v: unknown }>`select ${value} as v`.execute(kysely)).rows[0]?.v
    assert.equal(await row(true), 1)
    assert.equal(await row(false), 0)
    assert.equal(await row(undefined), null)
    assert.equal(await row(9_007_199_254_740_991n), 9_007_199_254_740_991)
    assert.deepEqual(await row(new Uint8Array([1, 2])), new Uint8Array([1, 2]))
    await assert.rejects(row(new Date()), /cannot store a Date/)
    await assert.rejects(row({}), /cannot store a object/)
  })

  it('answers rows of returning, and the number of changed rows without it', async () => {
    const { kysely } = await withNotes()
    const inserted = await kysely
      .insertInto('note')
      .values({ id: 4, text: 'a', done: 0 })
      .returning('id')
      .executeTakeFirst()
    assert.equal(inserted?.id, 4)
    const updated = await kysely.updateTable('note').set({ done: 1 }).executeTakeFirst()
    assert.equal(updated.numUpdatedRows, 1n)
  })

  it('sees columns that were added after a statement had been prepared', async () => {
    const { kysely } = await withNotes()
    await kysely.insertInto('note').values({ id: 1, text: 'a', done: 0 }).execute()
    const all = () => sql<Record<string, unknown>>`select * from note`.execute(kysely)
    assert.equal(Object.keys((await all()).rows[0] ?? {}).length, 3)
    await sql`alter table note add column tag text`.execute(kysely)
    assert.equal(Object.keys((await all()).rows[0] ?? {}).length, 4)
  })

  it('stays right with more statements than it keeps prepared', async () => {
    const { kysely } = open()
    for (let round = 0; round < 2; round++)
      for (let i = 0; i < 600; i++) {
        const { rows } = await sql.raw<{ v: number }>(`select ${i} as v`).execute(kysely)
        assert.equal(rows[0]?.v, i)
      }
  })

  it('streams rows while the same statement runs again', async () => {
    const { kysely } = await withNotes()
    for (let id = 1; id <= 3; id++)
      await kysely
        .insertInto('note')
        .values({ id, text: `${id}`, done: 0 })
        .execute()
    const seen: number[] = []
    for await (const row of kysely.selectFrom('note').select('id').orderBy('id').stream()) {
      seen.push(row.id)
      if (seen.length === 2) break
    }
    const rows = await kysely.selectFrom('note').select('id').orderBy('id').execute()
    assert.deepEqual(
      [seen, rows.map(row => row.id)],
      [
        [1, 2],
        [1, 2, 3],
      ],
    )
  })

  it('lets a violated constraint through as it is', async () => {
    const { kysely } = await withNotes()
    const insert = (id: number) => kysely.insertInto('note').values({ id, text: 'same', done: 0 }).execute()
    await insert(1)
    await assert.rejects(insert(2), { code: 'ERR_SQLITE_ERROR', errcode: 2067 })
  })

  describe('says what is wrong and what to do', () => {
    const firstQuery = (config?: object) => sql`select 1`.execute(open(config).kysely)

    it('when the file is no database', async () => {
      writeFileSync(join(dataFolder, 'aiadmin.sqlite'), 'Dear diary, '.repeat(1000))
      await assert.rejects(firstQuery(), {
        code: 'unavailable',
        message: /aiadmin\.sqlite is no SQLite database; set path/,
      })
    })

    it('when the folder is missing', async () => {
      await assert.rejects(firstQuery({ path: 'no/where.sqlite' }), {
        code: 'unavailable',
        message: /cannot be opened; .*no must be a folder/,
      })
    })

    it('when the path is a folder', async () => {
      mkdirSync(join(dataFolder, 'd'))
      await assert.rejects(firstQuery({ path: 'd' }), { code: 'unavailable', message: /cannot be opened/ })
    })

    it('when the disk is full, and nothing of the transaction stays', async () => {
      const { kysely } = await withNotes({ maxMegabytes: 1 })
      const fill = kysely.transaction().execute(async transaction => {
        for (let id = 0; id < 30; id++)
          await transaction
            .insertInto('note')
            .values({ id, text: `${id}`.padEnd(50_000), done: 0 })
            .execute()
      })
      await assert.rejects(fill, { code: 'unavailable', message: /no room left/ })
      assert.equal((await kysely.selectFrom('note').selectAll().execute()).length, 0)
      await kysely.insertInto('note').values({ id: 1, text: 'small', done: 0 }).execute()
    })

    it('when another process holds the file', async () => {
      const { kysely } = await withNotes()
      const holder = spawn(
        process.execPath,
        [
          '-e',
          `const { DatabaseSync } = require('node:sqlite')
          const database = new DatabaseSync(process.argv[1])
          database.exec('begin immediate')
          console.log('held')
          process.stdin.resume()`,
          join(dataFolder, 'aiadmin.sqlite'),
        ],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      )
      try {
        await once(holder.stdout, 'data')
        await sql`pragma busy_timeout = 1`.execute(kysely)
        await assert.rejects(kysely.insertInto('note').values({ id: 1, text: 'x', done: 0 }).execute(), {
          code: 'unavailable',
          message: /locked by another program/,
        })
      } finally {
        holder.stdin.end()
        await once(holder, 'exit')
      }
      await kysely.insertInto('note').values({ id: 1, text: 'x', done: 0 }).execute()
    })
  })

  it('creates without touching the disk and closes twice without an error', async () => {
    const { kysely, close } = open({ path: 'later.sqlite' })
    assert.throws(() => readFileSync(join(dataFolder, 'later.sqlite')))
    await sql`select 1`.execute(kysely)
    await kysely.destroy()
    await close()
    await close()
  })
})
