import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Json, Store } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

const MAX_VALUE_BYTES = 65_536

/** Seals values with AES-256-GCM under a key made from `AIADMIN_SECRET`. */
export interface Seal {
  close(text: string): string
  open(sealed: string): string
}

/** A seal from the operator's secret. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, 'aiadmin', 'store', 32))
  return {
    close(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** `context.store` of one instance. `seal` is absent while `AIADMIN_SECRET` is not set; secret values are refused then. */
export function createStore(journal: Journal, instance: string, seal: Seal | undefined): Store {
  const { business } = journal

  function encode(value: Json, secret: boolean): string {
    const text = JSON.stringify(value)
    if (Buffer.byteLength(text) > MAX_VALUE_BYTES) throw new Error(`a stored value of ${instance} is over 64 kB`)
    if (!secret) return text
    if (!seal) throw new Error(`${instance} has a secret to keep: set AIADMIN_SECRET (32 random characters or more)`)
    return seal.close(text)
  }

  function decode(row: { value: string; secret: number }): Json {
    if (row.secret === 0) return JSON.parse(row.value)
    if (!seal) throw new Error(`${instance} has kept a secret: set AIADMIN_SECRET to read it`)
    try {
      return JSON.parse(seal.open(row.value))
    } catch (cause) {
      throw new Error(`a secret of ${instance} cannot be read: AIADMIN_SECRET is not the one it was kept with`, {
        cause,
      })
    }
  }

  const find = (db: Db, key: string) =>
    db
      .selectFrom('store')
      .select(['value', 'secret'])
      .where('business', '=', business)
      .where('instance', '=', instance)
      .where('key', '=', key)
      .executeTakeFirst()

  const put = (db: Db, key: string, value: string, isSecret: boolean) => {
    const changed = { value, secret: isSecret ? 1 : 0, updated_at: journal.clock.now() }
    return db
      .insertInto('store')
      .values({ business, instance, key, ...changed })
      .onConflict(c => c.columns(['business', 'instance', 'key']).doUpdateSet(changed))
      .execute()
  }

  return {
    async get(key) {
      const row = await find(journal.db, key)
      return row && decode(row)
    },
    async set(key, value, options) {
      const isSecret = options?.secret === true
      const text = encode(value, isSecret)
      await journal.write(db => put(db, key, text, isSecret))
    },
    async compareAndSet(key, expected, value, options) {
      const isSecret = options?.secret === true
      const text = encode(value, isSecret)
      // As it would come back: the order of its keys means nothing.
      const wanted: unknown = expected === undefined ? undefined : JSON.parse(JSON.stringify(expected))
      return journal.write(async db => {
        if (journal.family === 'postgres') {
          // A row that is not there can't be locked: one empty row a key is the lock.
          await db
            .insertInto('resource')
            .values({ business, name: `store:${instance}:${key}` })
            .onConflict(c => c.doNothing())
            .execute()
          await db
            .selectFrom('resource')
            .select('name')
            .where('business', '=', business)
            .where('name', '=', `store:${instance}:${key}`)
            .forUpdate()
            .execute()
        }
        const row = await find(db, key)
        const current = row && decode(row)
        if (!isDeepStrictEqual(current, wanted)) return false
        await put(db, key, text, isSecret)
        return true
      })
    },
    async delete(key) {
      await journal.write(db =>
        db
          .deleteFrom('store')
          .where('business', '=', business)
          .where('instance', '=', instance)
          .where('key', '=', key)
          .execute(),
      )
    },
  }
}
