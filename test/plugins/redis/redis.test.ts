import assert from 'node:assert/strict'
import { after, describe, it, type TestContext } from 'node:test'
import { Keyv } from 'keyv'
import redis from '../../../plugins/storage/redis/index.ts'
import { createTestContext } from '../../plugin-context.ts'
import { startRedis } from '../../support/redis.ts'
import { until } from '../../support/until.ts'

const server = await startRedis({ password: 'a-password' })
const skip = 'skip' in server && server.skip

describe('the storage redis', { skip, timeout: 60_000 }, () => {
  if ('skip' in server) return
  after(() => server.stop())
  const serverUrl = server.url

  async function open(test: TestContext, options: { business?: string; url?: string } = {}) {
    const { business = 'test', url = serverUrl } = options
    const { context, close } = createTestContext({ plugin: redis, config: { url }, business })
    const storage = redis.create(context)
    test.after(close)
    await storage.start()
    const keyvOf = (namespace: string) => new Keyv({ store: storage.keyv(namespace), throwOnErrors: true })
    return { ...storage, keyvOf }
  }

  it('keeps values apart by business and namespace, though Keyv names its own', async test => {
    const [ours, theirs] = [await open(test), await open(test, { business: 'other' })]
    await ours.keyvOf('sessions').set('anna', 'ours')
    await theirs.keyvOf('sessions').set('anna', 'theirs')
    assert.equal(await ours.keyvOf('sessions').get('anna'), 'ours')
    assert.equal(await ours.keyvOf('cache').get('anna'), undefined)
    await theirs.keyvOf('sessions').clear()
    assert.equal(await ours.keyvOf('sessions').get('anna'), 'ours')
    assert.equal(await theirs.keyvOf('sessions').get('anna'), undefined)
  })

  it('counts together, and begins anew when the time is over', async test => {
    const [one, two] = [await open(test), await open(test)]
    const sums = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 ? one : two).increment('calls', 60_000)))
    assert.deepEqual(
      sums.toSorted((a, b) => a - b),
      Array.from({ length: 50 }, (_, n) => n + 1),
    )
    assert.equal(await one.increment('brief', 1), 1)
    for (let sum = 2; sum !== 1; sum = await one.increment('brief', 1));
  })

  it('tells other processes, again after Redis was away', async test => {
    const [one, two] = [await open(test), await open(test)]
    const heard = Promise.withResolvers<string>()
    await two.listen('work', message => heard.resolve(message))
    await one.notify('work', 'anna')
    assert.equal(await heard.promise, 'anna')

    const again = Promise.withResolvers<string>()
    const leave = await two.listen('work', message => again.resolve(message))
    await server.kill()
    await server.start()
    let isHeard = false
    void again.promise.then(() => {
      isHeard = true
    })
    // News may be lost while a connection is away: somebody who goes on telling is heard in the end.
    await until(async () => {
      await one.notify('work', 'again').catch(() => undefined)
      return isHeard
    }, 20)
    assert.equal(await again.promise, 'again')
    await leave()
  })

  for (const [how, away, back] of [
    ['is killed', () => server.kill(), () => server.start()],
    ['hangs', async () => server.pause(), async () => server.resume()],
  ] as const)
    it(`rejects within five seconds and never says "missing" when Redis ${how}, and comes back`, async test => {
      const { keyvOf, increment, probe } = await open(test)
      const keyv = keyvOf('sessions')
      await keyv.set('anna', 'here')
      await away()
      const began = performance.now()
      const asked = await Promise.allSettled([keyv.get('anna'), keyv.set('b', 1), keyv.has('anna'), increment('c', 1)])
      const tookMs = performance.now() - began
      await back()
      assert.deepEqual(
        asked.map(({ status }) => status),
        ['rejected', 'rejected', 'rejected', 'rejected'],
      )
      assert.ok(tookMs < 5_000, `${tookMs} ms`)
      await until(async () => (await probe()).ok, 20)
      await keyv.set('anna', 'again')
      assert.equal(await keyv.get('anna'), 'again')
    })

  it('starts without Redis, and says what is wrong without the password', async test => {
    const nobody = await open(test, { url: 'redis://:hidden-secret@127.0.0.1:1/0' })
    const away = await nobody.probe()
    assert.equal(away.ok, false)
    assert.match(away.summary, /Redis at 127\.0\.0\.1:1\/0/)
    const stranger = await open(test, { url: server.url.replace('a-password', 'hidden-secret') })
    const refused = await stranger.probe()
    assert.equal(refused.ok, false)
    for (const { summary } of [away, refused]) assert.doesNotMatch(summary, /hidden-secret/)
    await assert.rejects(nobody.keyvOf('sessions').get('anna'))
  })
})
