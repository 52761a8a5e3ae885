import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { finishTurn } from '../../journal/finish.ts'
import type { Journal } from '../../journal/journal.ts'
import { schedule } from '../../journal/work.ts'
import type { StorageCheck } from './check.ts'
import { accept, claimTurn, finish, textsOf } from './journal-client.ts'

const FAR = 9_007_199_254_740_991

/** What a commit and a roll-back mean. */
export const writeChecks: readonly StorageCheck[] = [
  {
    id: 'storage.sql-numbers',
    title: 'answers big integers as numbers',
    needs: ['journal'],
    async run({ open }) {
      const { db } = await (await open()).journal()
      await sql`create table kit_number (value bigint)`.execute(db)
      await sql`insert into kit_number (value) values (${FAR})`.execute(db)
      const { rows } = await sql<{ value: unknown }>`select value from kit_number`.execute(db)
      assert.strictEqual(rows[0]?.value, FAR, 'times in milliseconds are kept as bigint')
    },
  },
  {
    id: 'storage.sql-finish',
    title: 'writes the end of a turn as a whole or not at all',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      await accept(journal, 'anna', 'm1')
      const turn = await claimTurn(journal)
      const before = await rowsOf(journal)
      const message = { text: 'ok', locale: 'en', author: 'desk' } as const
      const end = {
        state: 'GREETING',
        session: '{"new":true}',
        mode: 'auto',
        choices: [],
        isStoredDelivery: false,
      } as const
      // One of its last writes fails: two replies of one id.
      const replies = [
        { id: 'the-same-id', message },
        { id: 'the-same-id', message },
      ]
      await assert.rejects(journal.write(db => finishTurn(journal, db, turn, { ...end, replies })))
      assert.deepEqual(await rowsOf(journal), before, 'a part of what was to be written together is there')
      await finish(journal, turn)
      const { message: messages, outbox, turn: turns } = await rowsOf(journal)
      assert.deepEqual([messages?.length, outbox?.length, turns?.length], [2, 1, 1])
    },
  },
  {
    id: 'storage.sql-beside',
    title: 'keeps everything that is written beside a transaction that fails, and nothing of that one',
    needs: ['journal'],
    async run({ open }) {
      const journal = await (await open()).journal()
      const results = await Promise.allSettled(
        Array.from({ length: 60 }, (_, index) =>
          journal.write(async db => {
            await schedule(journal, db, { kind: 'reread', ref: `r${index}`, dueAt: 0 })
            if (index % 3 === 0) throw new Error(`job ${index}`)
          }),
        ),
      )
      const isKept = (index: number) => index % 3 !== 0
      for (const [index, { status }] of results.entries())
        assert.equal(status, isKept(index) ? 'fulfilled' : 'rejected', `transaction ${index} was ${status}`)
      const { rows } = await sql<{ ref: string }>`select ref from work`.execute(journal.db)
      assert.deepEqual(
        rows.map(({ ref }) => ref).toSorted(),
        results.flatMap((_, index) => (isKept(index) ? `r${index}` : [])).toSorted(),
      )
    },
  },
  {
    id: 'storage.sql-reopen',
    title: 'has kept everything after it was closed and opened anew',
    needs: ['journal'],
    async run({ open, again }) {
      const desk = await open()
      const first = await desk.journal()
      await accept(first, 'anna', 'm1')
      await first.close()
      const journal = await again(desk).journal()
      assert.equal((await accept(journal, 'anna', 'm1')).isDuplicate, true, 'a message that was accepted is gone')
      assert.deepEqual(textsOf(await claimTurn(journal)), ['m1'])
    },
  },
  {
    id: 'storage.sql-durable',
    title: 'is set so that a commit that returned survives a power cut',
    needs: ['journal'],
    async run({ open }) {
      const { db, family } = await (await open()).journal()
      const setting = async (text: string) => Object.values(Object((await sql.raw(text).execute(db)).rows[0]))[0]
      if (family === 'postgres') {
        for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
          assert.notEqual(await setting(`show ${name}`), 'off', `${name} is off`)
      } else {
        const synchronous = await setting('pragma synchronous')
        assert.ok(
          synchronous === 2 || synchronous === 3,
          `pragma synchronous is ${synchronous}; it must be full (2) or extra (3)`,
        )
        const mode = await setting('pragma journal_mode')
        assert.ok(mode !== 'off' && mode !== 'memory', `pragma journal_mode is ${mode}`)
      }
    },
  },
  {
    id: 'storage.sql-serial',
    title: 'lets no transaction write over what another one has written since it read',
    needs: ['journal'],
    async run({ open, again }) {
      const desk = await open()
      const { db, family } = await desk.journal()
      await sql`create table kit_counter (value integer)`.execute(db)
      await sql`insert into kit_counter (value) values (0)`.execute(db)
      const lock = family === 'postgres' ? sql`for update` : sql``
      const read = async (executor: Journal['db']) =>
        (await sql<{ value: number }>`select value from kit_counter ${lock}`.execute(executor)).rows[0]?.value ?? 0
      const count = () =>
        db.transaction().execute(async transaction => {
          const value = await read(transaction)
          await sql`update kit_counter set value = ${value + 1}`.execute(transaction)
        })
      await Promise.all(Array.from({ length: 20 }, count))
      assert.equal(await read(db), 20, 'twenty who count at once')
      if (family === 'postgres') return
      const other = again(desk).database()
      await sql`pragma busy_timeout = 1`.execute(other.db)
      await db
        .transaction()
        .execute(() =>
          assert.rejects(
            sql`update kit_counter set value = 1`.execute(other.db),
            'another process has written inside an open transaction: `begin` must be `begin immediate`',
          ),
        )
    },
  },
]

async function rowsOf({ db }: Journal): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables = ['conversation', 'message', 'turn', 'outbox', 'work'] as const
  const rows = await Promise.all(tables.map(table => sql`select * from ${sql.table(table)}`.execute(db)))
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]?.rows ?? []]))
}
