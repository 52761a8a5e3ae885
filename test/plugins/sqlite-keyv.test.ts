import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import Keyv from 'keyv'
import { Kysely, sql } from 'kysely'
import plugin from '../../plugins/storage/sqlite/index.ts'
import { createMovingClock } from '../moving-clock.ts'
import { createTestContext } from '../plugin-context.ts'

describe('keyv of storage sqlite', () => {
  let desk: ReturnType<typeof openDesk>
  beforeEach(() => {
    desk = openDesk()
  })
  afterEach(() => desk.close())

  function openDesk() {
    const clock = createMovingClock(Date.now())
    const { context, close } = createTestContext({ plugin, config: { path: ':memory:' }, clock })
    const instance = plugin.create(context)
    const kysely = new Kysely<Record<never, never>>({ dialect: instance.sql.dialect })
    return {
      clock,
      kysely,
      adapter: (namespace: string) => instance.keyv(namespace, kysely),
      keyv: (namespace: string) =>
        new Keyv({ store: instance.keyv(namespace, kysely), namespace, throwOnErrors: true, emitErrors: false }),
      rows: async () => (await sql<{ n: number }>`select count(*) as n from aiadmin_keyv`.execute(kysely)).rows[0]?.n,
      close,
    }
  }

  it('answers undefined for what is missing, and the last value that was set', async () => {
    const keyv = desk.keyv('sessions')
    assert.equal(await keyv.get('a'), undefined)
    await keyv.set('a', { turn: 1 })
    await keyv.set('a', { turn: 2 })
    assert.deepEqual(await keyv.get('a'), { turn: 2 })
    assert.equal(await keyv.has('a'), true)
    assert.equal(await keyv.delete('a'), true)
    assert.equal(await keyv.delete('a'), false)
    assert.equal(await keyv.has('a'), false)
  })

  it('gets, sets and deletes many, in the order asked for', async () => {
    const keyv = desk.keyv('sessions')
    await keyv.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ])
    assert.deepEqual(await keyv.getMany(['b', 'x', 'a']), [2, undefined, 1])
    assert.deepEqual(await keyv.hasMany(['b', 'x']), [true, false])
    assert.deepEqual(await keyv.getMany([]), [])
    await keyv.delete(['a', 'b'])
    assert.equal(await desk.rows(), 0)
  })

  it('keeps namespaces apart, also when one is the beginning of another', async () => {
    const [sessions, more] = [desk.keyv('s'), desk.keyv('s:t')]
    await sessions.set('t:k', 1)
    await more.set('k', 2)
    assert.deepEqual([await sessions.get('t:k'), await more.get('k')], [1, 2])
    await sessions.clear()
    assert.deepEqual([await sessions.get('t:k'), await more.get('k')], [undefined, 2])
  })

  it('forgets what has expired on the clock of the context, and sweeps it away in bites', async () => {
    const adapter = desk.adapter('cache')
    for (let i = 0; i < 99; i++) await adapter.set(`k${i}`, 'v', 1000)
    await adapter.set('kept', 'v')
    assert.equal(await adapter.get('k1'), 'v')
    await desk.clock.advance(1000)
    assert.equal(await adapter.get('k1'), undefined)
    assert.equal(await adapter.has?.('k1'), false)
    assert.equal(await desk.rows(), 100)
    for (let i = 0; i < 100; i++) await adapter.set('kept', 'v')
    assert.equal(await desk.rows(), 1)
  })

  it('takes an overwritten value off its old expiry', async () => {
    const adapter = desk.adapter('cache')
    await adapter.set('k', 'old', 10)
    await adapter.set('k', 'new')
    await desk.clock.advance(1000)
    assert.equal(await adapter.get('k'), 'new')
  })

  it('takes odd keys and large values', async () => {
    const keyv = desk.keyv('odd')
    const keys = [
      '',
      ' ',
      "'; drop table aiadmin_keyv; --",
      'a\0b',
      'a',
      '\ud800',
      '\ufffd',
      'ключ',
      '💇',
      '%',
      '__proto__',
      'x'.repeat(5000),
    ]
    for (const [index, key] of keys.entries()) await keyv.set(key, index)
    for (const [index, key] of keys.entries()) assert.equal(await keyv.get(key), index)
    const large = { text: 'я'.repeat(2_000_000), zero: '\0' }
    await keyv.set('large', large)
    assert.deepEqual(await keyv.get('large'), large)
  })

  it('iterates over more than one page of its own namespace', async () => {
    const keyv = desk.keyv('pages')
    await desk.keyv('other').set('x', 1)
    for (let i = 0; i < 250; i++) await keyv.set(`k${i}`, i)
    const seen = new Map<string, number>()
    for await (const [key, value] of keyv.iterator?.('pages') ?? []) seen.set(key, value)
    assert.equal(seen.size, 250)
    assert.equal(seen.get('k249'), 249)
  })

  it('keeps a value set while another transaction is open and rolls back', async () => {
    const keyv = desk.keyv('sessions')
    await keyv.get('warm')
    let setting: Promise<unknown> | undefined
    const rolledBack = desk.kysely.transaction().execute(async () => {
      setting = keyv.set('a', 1)
      throw new Error('back')
    })
    await assert.rejects(rolledBack, /back/)
    await setting
    assert.equal(await keyv.get('a'), 1)
  })

  it('writes side by side without losing any', async () => {
    const keyv = desk.keyv('many')
    await Promise.all(Array.from({ length: 50 }, (_, i) => keyv.set(`k${i}`, i)))
    assert.equal(await desk.rows(), 50)
  })

  it('rejects, and never answers "missing", once the database is gone', async () => {
    const keyv = desk.keyv('sessions')
    await keyv.set('a', 1)
    await desk.close()
    await assert.rejects(keyv.get('a'))
    await assert.rejects(keyv.has('a'))
    await assert.rejects(keyv.set('a', 2))
  })

  it('says what it needs when it is given no Kysely', () => {
    const { context, close } = createTestContext({ plugin })
    assert.throws(() => plugin.create(context).keyv('x', undefined), { code: 'invalid', message: /needs the Kysely/ })
    return close()
  })
})
