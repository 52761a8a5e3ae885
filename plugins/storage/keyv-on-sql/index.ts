import { EventEmitter } from 'node:events'
import type { KeyvStoreAdapter } from 'keyv'
import type { Clock, Database } from '../../../core/contract/index.ts'
import { createTable, deleteExpired, type KeyvTables, storedKey } from './table.ts'

/** Expired rows go in small bites, so that no single `set` is slow. */
const SETS_BETWEEN_SWEEPS = 100
const ROWS_PER_PAGE = 100

/**
 * A Keyv storage adapter on one table, through the Kysely instance that everybody else uses: a value that was set
 * stays, whichever transaction rolls back. Failures of the database reject.
 */
export function createKeyvOnSql(options: {
  kysely: Database
  /** Part of every key; unlike the adapter's own `namespace` it is not overwritten by Keyv. */
  namespace: string
  clock: Clock
}): KeyvStoreAdapter {
  const { namespace, clock } = options
  const kysely = options.kysely.$extendTables<KeyvTables>()
  let ready: Promise<void> | undefined
  let setsUntilSweep = SETS_BETWEEN_SWEEPS

  /** The database once the table is there; after a failure the next call tries again. */
  const connect = async () => {
    ready ??= createTable(kysely).catch(failure => {
      ready = undefined
      throw failure
    })
    await ready
    return kysely
  }

  const live = async () =>
    (await connect())
      .selectFrom('aiadmin_keyv')
      .where('namespace', '=', namespace)
      .where(row => row.or([row('expires_at', 'is', null), row('expires_at', '>', clock.now())]))

  const read = async (keys: readonly string[]) => {
    if (keys.length === 0) return new Map<string, string>()
    const rows = await (await live()).select(['key', 'value']).where('key', 'in', keys.map(storedKey)).execute()
    return new Map(rows.map(row => [row.key, row.value]))
  }

  const remove = async (keys: readonly string[]) => {
    if (keys.length === 0) return 0n
    const result = await (await connect())
      .deleteFrom('aiadmin_keyv')
      .where('namespace', '=', namespace)
      .where('key', 'in', keys.map(storedKey))
      .executeTakeFirst()
    return result.numDeletedRows
  }

  const adapter = {
    // Keyv iterates only over adapters whose dialect it knows.
    opts: { dialect: 'sqlite', url: '' },
    namespace: undefined,

    // Keyv's type lets the caller name the value's type; what is stored is always Keyv's own text.
    async get<Value>(key: string) {
      return (await read([key])).get(storedKey(key)) as Value | undefined
    },

    async getMany<Value>(keys: string[]) {
      const found = await read(keys)
      return keys.map(key => found.get(storedKey(key)) as Value | undefined)
    },

    async set(key: string, value: unknown, ttl?: number) {
      if (typeof value !== 'string') throw new TypeError('Keyv on SQL stores text; leave serialisation to Keyv')
      const database = await connect()
      const expires_at = ttl ? clock.now() + ttl : null
      await database
        .insertInto('aiadmin_keyv')
        .values({ namespace, key: storedKey(key), value, expires_at })
        .onConflict(conflict => conflict.columns(['namespace', 'key']).doUpdateSet({ value, expires_at }))
        .execute()
      setsUntilSweep -= 1
      if (setsUntilSweep > 0) return
      setsUntilSweep = SETS_BETWEEN_SWEEPS
      await deleteExpired(database, clock.now())
    },

    delete: async (key: string) => (await remove([key])) > 0n,

    deleteMany: async (keys: string[]) => (await remove(keys)) > 0n,

    has: async (key: string) => (await read([key])).size > 0,

    async hasMany(keys: string[]) {
      const found = await read(keys)
      return keys.map(key => found.has(storedKey(key)))
    },

    async clear() {
      await (await connect()).deleteFrom('aiadmin_keyv').where('namespace', '=', namespace).execute()
    },

    async *iterator(): AsyncGenerator<[key: string, value: string], void> {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = await (await live())
          .select(['key', 'value'])
          .where('key', '>', after)
          .orderBy('key')
          .limit(ROWS_PER_PAGE)
          .execute()
        for (const row of page) yield [JSON.parse(row.key), row.value]
        after = page.at(-1)?.key
      }
    },
  }
  return Object.assign(new EventEmitter(), adapter)
}
