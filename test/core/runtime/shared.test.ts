import assert from 'node:assert/strict'
import { after, describe, it, type TestContext } from 'node:test'
import { listen, visit } from '../../plugins/web/visitor.ts'
import { startPostgres } from '../../support/postgres.ts'
import { startRedis } from '../../support/redis.ts'
import { until } from '../../support/until.ts'
import { callApi, openReplicas, type ReplicaOptions } from './open-replicas.ts'
import { brainNamed, speaking } from './open-runtime.ts'

const postgres = await startPostgres(['fsync = off'])
const redis = await startRedis()
const skip = ('skip' in postgres && postgres.skip) || ('skip' in redis && redis.skip)

const STORES = ['PostgreSQL alone', 'PostgreSQL and Redis'] as const

describe('two processes of a desk', { skip, timeout: 120_000 }, () => {
  if ('skip' in postgres || 'skip' in redis) return
  after(async () => {
    await postgres.stop()
    await redis.stop()
  })

  const { createDatabase } = postgres
  const { emptyDatabase } = redis

  for (const store of STORES)
    describe(`on ${store}`, () => {
      async function open(test: TestContext, options: Omit<ReplicaOptions, 'storage'> = {}) {
        const url = await createDatabase()
        const sessions = { use: 'redis', with: { url: await emptyDatabase() } }
        const storage = { journal: { use: 'postgres', with: { url } }, ...(store.endsWith('Redis') && { sessions }) }
        const [one, two] = await openReplicas(test, { ...options, storage })
        assert.ok(one && two)
        return { one, two }
      }

      it('show a page what is written and said, whichever of them its client is connected to', async test => {
        const [rest, isWriting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
        const brain = brainNamed('brain', () => ({
          capabilities: { media: [] },
          async *generate() {
            yield { type: 'text' as const, delta: 'A haircut takes an hour. ' }
            isWriting.resolve()
            await rest.promise
            yield { type: 'text' as const, delta: 'It costs 1,500.' }
            yield { type: 'end' as const, reason: 'stop' as const }
          },
        }))
        const { one, two } = await open(test, { brain })
        const visitor = await visit(one.url)
        const seen = { one: [] as string[], two: [] as string[] }
        const follow = async (name: 'one' | 'two', url: string) => {
          const leaving = new AbortController()
          for await (const { event, data } of listen(url, visitor.own, leaving.signal)) {
            seen[name].push(event)
            if (event === 'draft') assert.equal(data.text, 'A haircut takes an hour.')
            const isSaid = data.messages?.some((message: { author: string }) => message.author === 'desk')
            if (isSaid) leaving.abort()
          }
        }
        const isLeft = (error: Error) => assert.equal(error.name, 'AbortError')
        const pages = Promise.all([follow('one', one.url).catch(isLeft), follow('two', two.url).catch(isLeft)])
        await until(() => seen.one.length > 0 && seen.two.length > 0)
        assert.equal((await visitor.send({ id: 'message-1', text: 'How long does a haircut take?' })).status, 202)
        await isWriting.promise
        // Only until the draft has left the one that writes it: the other hears of it without looking.
        await until(async () => {
          await Promise.all([one.clock.advance(10), two.clock.advance(10)])
          return seen.one.includes('draft') || seen.two.includes('draft')
        })
        for (const event of ['typing', 'draft']) await until(() => seen.one.includes(event) && seen.two.includes(event))
        rest.resolve()
        await pages
      })

      it('answer who waits at the other one', async test => {
        const { one, two } = await open(test, { brain: speaking(async asked => `answer ${asked}`) })
        const first = await callApi(two.url, {}, { conversation: 'anna', text: 'hello' })
        assert.deepEqual(first.texts, ['answer 1'])
        const before = one.clock.sleeping
        const waiting = callApi(one.url, { conversation: 'anna', after: String(first.after), wait: '25' })
        await until(() => one.clock.sleeping >= before + 2)
        await callApi(two.url, {}, { conversation: 'anna', text: 'and now?' })
        assert.deepEqual((await waiting).texts, ['answer 2'])
      })

      it('answer at one what came there while the other had the conversation', async test => {
        const rest = Promise.withResolvers<void>()
        const isAsked = Promise.withResolvers<void>()
        const brain = speaking(async () => {
          isAsked.resolve()
          await rest.promise
          return 'at last'
        })
        const { one, two } = await open(test, { brain })
        const first = callApi(two.url, {}, { conversation: 'anna', text: 'hello' })
        await isAsked.promise
        const second = callApi(one.url, {}, { conversation: 'anna', text: 'are you there?' })
        const { journal } = one.runtime.instances
        const waits = async () => (await journal.db.selectFrom('message').select('id').execute()).length === 2
        await until(waits)
        rest.resolve()
        assert.deepEqual([(await first).texts, (await second).texts], [['at last'], ['at last']])
      })

      it('count requests, and those of a key, and the messages of a visitor together', async test => {
        const { one, two } = await open(test, {
          server: { requestsPerMinute: 30 },
          api: { requestsPerMinute: 5 },
          web: { messagesPerMinute: 3 },
        })
        const turns = [one, two, one, two, one, two, one, two]
        const statuses: number[] = []
        for (const { url } of turns) statuses.push((await callApi(url, { conversation: 'nobody' })).status)
        assert.deepEqual(statuses, [404, 404, 404, 404, 404, 429, 429, 429])
        const refused = await callApi(one.url, { conversation: 'nobody' })
        assert.ok(Number(refused.headers.get('retry-after')) > 0)

        const visitor = await visit(one.url)
        const sent: number[] = []
        for (const [index, { url }] of turns.slice(0, 5).entries()) {
          const body = JSON.stringify({ id: `message-${index}`, text: 'hello', locale: 'en' })
          const response = await fetch(`${url}/api/v1/web/messages`, { method: 'POST', headers: visitor.own, body })
          sent.push(response.status)
        }
        assert.deepEqual(sent, [202, 202, 202, 429, 429])

        let passed = turns.length + 1 + 1 + sent.length
        for (const { url } of [...turns, ...turns, ...turns])
          if ((await fetch(`${url}/widget.json`, { redirect: 'manual' })).status !== 429) passed += 1
        assert.equal(passed, 30)
        assert.equal((await fetch(`${two.url}/health`)).status, 200)
      })
    })
})
