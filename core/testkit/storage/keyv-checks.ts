import assert from 'node:assert/strict'
import type { StorageCheck } from './check.ts'

/** Texts that look alike or mean something to one database or another; no two of them are the same key. */
const ODD_KEYS = [
  'anna',
  'Anna',
  'anna ',
  ' ',
  'a:b',
  'a::b',
  '*',
  'an%',
  'a_na',
  "'; drop table keys; --",
  '"quoted"\\',
  'line\nbreak',
  'caf\u00e9',
  'cafe\u0301',
  'ключ',
  '💇',
  '__proto__',
  'constructor',
  'x'.repeat(500),
]

const LARGE_CHARACTERS = 1_000_000
const TTL_MS = 50
/** Real time within which a backend must have noticed that so short a time is over. */
const EXPIRED_WITHIN_MS = 2_000

/** What holds for the adapters that `keyv(namespace)` makes. */
export const keyvChecks: readonly StorageCheck[] = [
  {
    id: 'storage.keyv-missing',
    title: 'answers undefined for a key that is missing, and finds the others beside it',
    needs: ['sessions'],
    async run({ open }) {
      const keyv = (await open()).keyv('sessions')
      assert.equal(await keyv.get('nobody'), undefined)
      assert.equal(await keyv.has('nobody'), false)
      await keyv.set('anna', 1)
      assert.deepEqual(await keyv.getMany(['anna', 'nobody', 'anna']), [1, undefined, 1])
      assert.equal(await keyv.has('anna'), true)
    },
  },
  {
    id: 'storage.keyv-overwrite',
    title: 'answers the value that was set last, and takes it off its old expiry',
    needs: ['sessions'],
    async run({ open }) {
      const desk = await open()
      const keyv = desk.keyv('sessions')
      await keyv.set('anna', { turn: 1, list: [1, null, 'два'] })
      assert.deepEqual(await keyv.get('anna'), { turn: 1, list: [1, null, 'два'] })
      await keyv.set('anna', { turn: 2 })
      assert.deepEqual(await keyv.get('anna'), { turn: 2 })

      const adapter = desk.adapter('cache')
      await adapter.set('short', 'a', TTL_MS)
      await adapter.set('stays', 'old', TTL_MS)
      await adapter.set('stays', 'new')
      await desk.bench.clock.advance(TTL_MS)
      await isGoneInTime(() => adapter.get('short'))
      assert.equal(await adapter.get('stays'), 'new', 'a value that was set anew without an expiry has expired')
    },
  },
  {
    id: 'storage.keyv-ttl',
    title: 'forgets a value when its time is over, and not before',
    needs: ['sessions'],
    async run({ open }) {
      const desk = await open()
      const adapter = desk.adapter('cache')
      await adapter.set('long', 'b', 3_600_000)
      await adapter.set('short', 'a', TTL_MS)
      await desk.bench.clock.advance(TTL_MS)
      assert.ok(await isGoneInTime(() => adapter.get('short')), `a value with a ttl of ${TTL_MS} ms is still there`)
      assert.equal(await adapter.get('long'), 'b', 'a value has expired before its time')
    },
  },
  {
    id: 'storage.keyv-delete',
    title: 'deletes what it is told to, and says whether it was there',
    needs: ['sessions'],
    async run({ open }) {
      const keyv = (await open()).keyv('sessions')
      await keyv.set('anna', 1)
      await keyv.set('boris', 2)
      assert.equal(await keyv.delete('anna'), true)
      assert.equal(await keyv.get('anna'), undefined)
      assert.equal(await keyv.get('boris'), 2, 'another key was deleted with it')
      assert.equal(await keyv.delete('anna'), false, '`delete` of a missing key answers false')
    },
  },
  {
    id: 'storage.keyv-clear',
    title: 'clears one namespace and no other',
    needs: ['sessions'],
    async run({ open }) {
      const desk = await open()
      const [sessions, cache] = [desk.keyv('sessions'), desk.keyv('sessions:cache')]
      await sessions.set('anna', 1)
      await cache.set('anna', 2)
      await sessions.clear()
      assert.equal(await sessions.get('anna'), undefined)
      assert.equal(await cache.get('anna'), 2, '`clear` reached another namespace')
    },
  },
  {
    id: 'storage.keyv-namespaces',
    title: 'keeps namespaces apart, also when the name of one begins another',
    needs: ['sessions'],
    async run({ open }) {
      const desk = await open()
      const [one, two] = [desk.adapter('one'), desk.adapter('one:two')]
      await one.set('two:anna', 'a')
      await two.set('anna', 'b')
      assert.equal(await one.get('two:anna'), 'a', 'a key of one namespace was overwritten from another')
      assert.equal(await two.get('anna'), 'b')
      assert.equal(await one.get('anna'), undefined, 'a key of one namespace is seen in another')
      assert.equal(await desk.adapter('one').get('two:anna'), 'a', 'two adapters of one namespace see the same')
    },
  },
  {
    id: 'storage.keyv-fresh',
    title: 'makes a fresh adapter at each call',
    needs: ['sessions'],
    async run({ open }) {
      const desk = await open()
      const [one, two] = [desk.adapter('one'), desk.adapter('one')]
      assert.notEqual(one, two, 'Keyv writes its namespace into the adapter: two must not share one')
      two.namespace = 'another'
      assert.notEqual(one.namespace, 'another')
    },
  },
  {
    id: 'storage.keyv-concurrent',
    title: 'loses nothing of what is written side by side',
    needs: ['sessions'],
    async run({ open }) {
      const keyv = (await open()).keyv('sessions')
      const keys = Array.from({ length: 50 }, (_, index) => `client-${index}`)
      await Promise.all(keys.map((key, index) => keyv.set(key, { index })))
      const found = await Promise.all(keys.map(key => keyv.get<{ index: number }>(key)))
      assert.deepEqual(
        found.map(value => value?.index),
        keys.map((_, index) => index),
      )
      const sums = await Promise.all(
        Array.from({ length: 20 }, (_, index) => keyv.set('same', index).then(() => keyv.get('same'))),
      )
      assert.ok(
        sums.every(value => typeof value === 'number'),
        'a key that was being set was missing for a moment',
      )
    },
  },
  {
    id: 'storage.keyv-odd-keys',
    title: 'takes any text as a key and takes no two for the same',
    needs: ['sessions'],
    async run({ open }) {
      const keyv = (await open()).keyv('odd')
      for (const [index, key] of ODD_KEYS.entries()) await keyv.set(key, index)
      for (const [index, key] of ODD_KEYS.entries())
        assert.equal(await keyv.get(key), index, `the key ${JSON.stringify(key.slice(0, 40))}`)
      for (const key of ODD_KEYS) await keyv.delete(key)
      for (const key of ODD_KEYS)
        assert.equal(await keyv.get(key), undefined, `deleted: ${JSON.stringify(key.slice(0, 40))}`)
    },
  },
  {
    id: 'storage.keyv-large',
    title: 'keeps values of a million characters',
    needs: ['sessions'],
    async run({ open }) {
      const keyv = (await open()).keyv('large')
      const value = { text: 'я"\n💇 '.repeat(LARGE_CHARACTERS / 6) }
      await keyv.set('large', value)
      const found = await keyv.get<typeof value>('large')
      assert.ok(
        found?.text === value.text,
        `of ${value.text.length} characters ${found?.text.length ?? 'none'} came back`,
      )
    },
  },
  {
    id: 'storage.keyv-rollback',
    title: 'keeps a value that was set while a transaction was open which then rolled back',
    needs: ['sessions', 'sql'],
    async run({ open }) {
      const desk = await open()
      const { db } = desk.database()
      const keyv = desk.keyv('sessions')
      await keyv.set('warm', 'up')
      let setting: Promise<unknown> = Promise.resolve()
      const rolledBack = db.transaction().execute(async () => {
        setting = keyv.set('anna', 'here')
        setting.catch(() => undefined)
        // An adapter that shares the connection behind Kysely's back has written into the transaction by now.
        for (let turn = 0; turn < 10; turn += 1) await new Promise(resolve => setImmediate(resolve))
        throw new Error('rolled back')
      })
      await assert.rejects(rolledBack, /rolled back/)
      await setting
      assert.equal(await keyv.get('anna'), 'here', '`set` had answered, and the value is gone')
    },
  },
]

/** Moved clocks have moved by now; a backend with a clock of its own needs a moment. */
async function isGoneInTime(read: () => Promise<unknown>): Promise<boolean> {
  const end = performance.now() + EXPIRED_WITHIN_MS
  while ((await read()) !== undefined) {
    if (performance.now() > end) return false
    await new Promise(resolve => setTimeout(resolve, TTL_MS / 5))
  }
  return true
}
