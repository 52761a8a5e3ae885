import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type CompiledQuery, type DatabaseConnection, Kysely, type QueryResult, sql } from 'kysely'
import type { Database } from '../../../../core/contract/index.ts'
import { createKeyvOnSql } from '../../../../plugins/storage/keyv-on-sql/index.ts'
import { type Breaks, type Run, rewriting, type StorageMutant } from './mutant.ts'

const NONE: QueryResult<unknown> = { rows: [] }

/** Changes the text of some statements. */
const changing = (change: (text: string) => string): Breaks => ({
  query: (query, run) => run({ ...query, sql: change(query.sql) }),
})

/** Answers nothing to what is read from a table. */
const blindTo = (table: string): Breaks => ({
  query: async (query, run) =>
    query.sql.startsWith('select') && query.sql.includes(`from "${table}"`) ? NONE : run(query),
})

async function inTwo(query: CompiledQuery, run: Run): Promise<QueryResult<unknown>> {
  await run('commit')
  const result = await run(query)
  await run('begin')
  return result
}

/** Storages whose SQL is broken. */
export const statementMutants: readonly StorageMutant[] = [
  { check: 'storage.keyv-rollback', mistake: 'sets through a handle of its own', breaks: { instance: withRawHandle } },
  {
    check: 'storage.sql-empty',
    mistake: 'fails when tables that are there are asked for once more',
    breaks: {
      async query(query, run, memory) {
        const asked = query.sql.includes('from "sqlite_master"') ? Number(memory.get('asked') ?? 0) + 1 : 0
        if (asked > 0) memory.set('asked', asked)
        if (asked > 17) throw new Error('table journal_migration already exists')
        return run(query)
      },
    },
  },
  {
    check: 'storage.sql-forward',
    mistake: 'makes a table anew without its rows when it is altered',
    breaks: {
      async query(query, run) {
        const result = await run(query)
        if (query.sql.startsWith('alter table kit_name') || query.sql.startsWith('alter table "kit_name"'))
          await run('delete from kit_name')
        return result
      },
    },
  },
  {
    check: 'storage.sql-half-migration',
    mistake: 'commits before every change of the tables',
    breaks: { query: (query, run) => (query.sql.startsWith('create table kit_half') ? inTwo(query, run) : run(query)) },
  },
  {
    check: 'storage.sql-numbers',
    mistake: 'answers big integers as text',
    breaks: {
      async query(query, run) {
        const result = await run(query)
        const isBig = (value: unknown) => typeof value === 'number' && value > 2 ** 40
        const rows = result.rows.map(row =>
          Object.fromEntries(
            Object.entries(Object(row)).map(([name, value]) => [name, isBig(value) ? String(value) : value]),
          ),
        )
        return { ...result, rows }
      },
    },
  },
  {
    check: 'storage.sql-finish',
    mistake: 'commits between two statements of a transaction',
    breaks: { query: (query, run) => (query.sql.startsWith('insert into "turn"') ? inTwo(query, run) : run(query)) },
  },
  {
    check: 'storage.sql-beside',
    mistake: 'does not know savepoints',
    breaks: { query: async (query, run) => (/^rollback to savepoint/.test(query.sql) ? NONE : run(query)) },
  },
  {
    check: 'storage.sql-reopen',
    mistake: 'begins with an empty file',
    breaks: {
      instance(instance, { dataFolder }) {
        for (const end of ['', '-wal', '-shm']) rmSync(join(dataFolder, `aiadmin.sqlite${end}`), { force: true })
        return instance
      },
    },
  },
  {
    check: 'storage.sql-durable',
    mistake: 'leaves the flush to the system',
    breaks: {
      query: async (query, run) => (query.sql === 'pragma synchronous' ? { rows: [{ synchronous: 1 }] } : run(query)),
    },
  },
  {
    check: 'storage.sql-serial',
    mistake: 'begins transactions as a reader',
    breaks: changing(text => (text === 'begin' ? 'begin deferred' : text)),
  },
  {
    check: 'storage.sql-accept',
    mistake: 'sees old rows and takes a third one of the same key',
    breaks: {
      async query(query, run, memory) {
        if (query.sql.startsWith('select') && query.sql.includes('from "accepted"')) {
          const looks = Number(memory.get('looks') ?? 0) + 1
          memory.set('looks', looks)
          return looks > 2 ? NONE : run(query)
        }
        const isLate = Number(memory.get('looks') ?? 0) > 2
        if (!isLate || !query.sql.startsWith('insert into "accepted"')) return run(query)
        return run({ ...query, parameters: query.parameters.with(2, randomUUID()) })
      },
    },
  },
  {
    check: 'storage.sql-lease',
    mistake: 'gives out work that somebody has',
    breaks: changing(text =>
      text.startsWith('select kind, ref from') ? text.replaceAll('lease_until <= ?', '? is not null') : text,
    ),
  },
  {
    check: 'storage.sql-takeover',
    mistake: 'never gives out work that somebody had',
    breaks: changing(text =>
      text.startsWith('select kind, ref from')
        ? text.replaceAll('lease_until <=', 'owner is null and lease_until <=')
        : text,
    ),
  },
  {
    check: 'storage.sql-takeover',
    mistake: 'does not count who has had it',
    breaks: changing(text => text.replace('"fence" = fence + 1', '"fence" = fence')),
  },
  { check: 'storage.sql-hold', mistake: 'does not see what others hold', breaks: blindTo('hold') },
  { check: 'storage.sql-compare', mistake: 'does not see what is to be compared', breaks: blindTo('store') },
  {
    check: 'storage.sql-exclusive',
    mistake: 'hands on a right that somebody has',
    breaks: changing(text =>
      text.startsWith('insert into "lease"') ? text.replace('"lease"."lease_until" <= ?', '? is not null') : text,
    ),
  },
]

/** Its adapters write on the connection on which a transaction may be open. */
function withRawHandle(
  ...[instance, { clock, error }]: Parameters<NonNullable<Breaks['instance']>>
): ReturnType<NonNullable<Breaks['instance']>> {
  const { sql: sound } = instance
  if (!sound) return instance
  const raw: { run?: Run } = {}
  const dialect = rewriting(sound.dialect, (query, run) => {
    raw.run = run
    return run(query)
  })
  const connectionOf = (kysely: Database): DatabaseConnection =>
    Object.assign(Object.create(null), {
      async executeQuery(query: CompiledQuery) {
        if (!raw.run) await sql`select 1`.execute(kysely)
        return raw.run?.(query)
      },
    })
  const handleOf = (kysely: Database) =>
    Object.assign(Object.create(sound.dialect), {
      createDriver: () => ({
        init: async () => undefined,
        acquireConnection: async () => connectionOf(kysely),
        releaseConnection: async () => undefined,
        destroy: async () => undefined,
      }),
    })
  return {
    ...instance,
    sql: { ...sound, dialect },
    keyv(namespace, kysely) {
      if (!kysely) throw error('invalid', 'the one Kysely is missing')
      return createKeyvOnSql({ kysely: new Kysely({ dialect: handleOf(kysely) }), namespace, clock })
    },
  }
}
