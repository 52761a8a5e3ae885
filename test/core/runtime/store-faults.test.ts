import assert from 'node:assert/strict'
import { after, describe, it, type TestContext } from 'node:test'
import { createClient } from '@keyv/redis'
import { visit } from '../../plugins/web/visitor.ts'
import { startPostgres } from '../../support/postgres.ts'
import { startRedis } from '../../support/redis.ts'
import { until } from '../../support/until.ts'
import { callApi, openReplicas, type Replica } from './open-replicas.ts'
import { speaking } from './open-runtime.ts'

const postgres = await startPostgres(['fsync = off'])
const redis = await startRedis()
const skip = ('skip' in postgres && postgres.skip) || ('skip' in redis && redis.skip)

/** A booking from the first word to the last, each said when `between` has done its work. */
async function book({ url }: Replica, client: string, between: (step: number) => Promise<void>): Promise<string[]> {
  const texts: string[] = []
  const lines = ['a haircut tomorrow at noon', `Anna, +7916${client}`, 'yes', 'my bookings']
  for (const [step, text] of lines.entries()) {
    await between(step)
    const { status, texts: said } = await callApi(url, { wait: '20' }, { conversation: client, text })
    assert.equal(status, 200)
    texts.push(
      said
        .join('\n')
        .replace(`+7916${client}`, '')
        .replace(/\+7 916[ \d-]+/, ''),
    )
  }
  return texts
}

describe('a desk whose stores fail', { skip, timeout: 120_000 }, () => {
  if ('skip' in postgres || 'skip' in redis) return
  after(async () => {
    await postgres.stop()
    await redis.stop()
  })
  const { createDatabase, ask } = postgres
  const { emptyDatabase, url: redisUrl } = redis

  async function open(test: TestContext, options: Partial<Parameters<typeof openReplicas>[1]> = {}) {
    const url = await createDatabase()
    const sessions = { use: 'redis', with: { url: redisUrl } }
    const storage = { journal: { use: 'postgres', with: { url } }, sessions }
    const [desk] = await openReplicas(test, { storage, replicas: 1, ...options })
    assert.ok(desk)
    return { desk, url }
  }

  it('answers the same whether Redis is there, dies in the middle of a booking, hangs or comes back', async test => {
    const well = await book((await open(test)).desk, '1234567', async () => {})
    assert.match(well[2] ?? '', /You are booked/)
    const { desk } = await open(test)
    const shaken = await book(desk, '7654321', async step => {
      if (step === 1) await redis.kill()
      if (step === 2) await redis.start()
      if (step === 3) redis.pause()
    }).finally(() => redis.resume())
    assert.deepEqual(shaken, well)
  })

  it('counts for itself while Redis is away', async test => {
    const { desk } = await open(test, { api: { requestsPerMinute: 3 } })
    await redis.kill()
    const statuses: number[] = []
    for (let call = 0; call < 5; call += 1) statuses.push((await callApi(desk.url, { conversation: 'nobody' })).status)
    await redis.start()
    assert.deepEqual(statuses, [404, 404, 404, 429, 429])
  })

  it('asks the CRM once for all processes what it sells, and again for each when Redis is gone', async test => {
    const url = await createDatabase()
    const sessions = { use: 'redis', with: { url: await emptyDatabase() } }
    const storage = { journal: { use: 'postgres', with: { url } }, sessions }
    const [desk] = await openReplicas(test, { storage, replicas: 1 })
    assert.ok(desk)
    const client = await createClient({ url: sessions.with.url }).connect()
    await until(async () => (await client.keys('*catalogue*')).length === 1)
    client.destroy()
    const [other] = await openReplicas(test, { storage, replicas: 1 })
    assert.ok(other)
    const { crm } = other.runtime.instances
    let asked = 0
    const { listServices } = crm
    crm.listServices = (input, call) => {
      asked += 1
      return listServices(input, call)
    }
    const prices = { conversation: 'anna', text: 'what does a haircut cost?' }
    assert.match((await callApi(other.url, { wait: '20' }, prices)).texts.join(), /1,500/)
    assert.equal(asked, 0)
    await redis.kill()
    await other.clock.advance(61_000)
    assert.match((await callApi(other.url, { wait: '20' }, { ...prices, conversation: 'boris' })).texts.join(), /1,500/)
    assert.equal(asked, 1)
    await redis.start()
  })

  it('accepts nothing while PostgreSQL is gone, says when to come again, and goes on by itself when it is back', async test => {
    const { desk, url } = await open(test, { brain: speaking(async asked => `answer ${asked}`) })
    const send = (id: string) => callApi(desk.url, { wait: '20' }, { conversation: 'anna', text: id, message_id: id })
    assert.deepEqual((await send('one')).texts, ['answer 1'])
    const visitor = await visit(desk.url)
    await postgres.kill()
    const refused = await send('two')
    assert.deepEqual([refused.status, refused.code], [503, 'unavailable'])
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    const page = await visitor.send({ id: 'message-1', text: 'hello' })
    assert.deepEqual([page.status, page.body.code], [503, 'unavailable'])
    assert.match(page.body.detail, /not stored; send it again/)
    assert.ok(Number(page.headers.get('retry-after')) > 0)
    assert.equal((await fetch(`${desk.url}/readyz`)).status, 503)
    assert.equal((await fetch(`${desk.url}/health`)).status, 200)
    await postgres.start()
    await until(async () => (await fetch(`${desk.url}/readyz`)).status === 200)
    const texts = await ask(url, 'select text from message order by seq')
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['one', 'answer 1'],
    )
    assert.deepEqual((await send('two')).texts, ['answer 2'])
    assert.equal((await visitor.send({ id: 'message-1', text: 'hello' })).status, 202)
  })

  it('accepts nothing while the disk of PostgreSQL is full, loses nothing, and goes on when there is room', async test => {
    const { desk, url } = await open(test, { brain: speaking(async asked => `answer ${asked}`) })
    const send = (id: string) => callApi(desk.url, { wait: '20' }, { conversation: 'anna', text: id, message_id: id })
    assert.deepEqual((await send('one')).texts, ['answer 1'])
    await ask(
      url,
      `create function is_full() returns trigger language plpgsql as
         'begin raise exception using errcode = ''53100'', message = ''could not extend file: No space left''; end';
       create trigger full_disk before insert on message execute function is_full();
       create trigger full_disk before insert on store execute function is_full()`,
    )
    const refused = await send('two')
    assert.deepEqual([refused.status, refused.code], [503, 'unavailable'])
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal((await fetch(`${desk.url}/readyz`)).status, 503)
    await ask(url, 'drop trigger full_disk on message; drop trigger full_disk on store')
    assert.deepEqual((await send('two')).texts, ['answer 2'])
    assert.equal((await fetch(`${desk.url}/readyz`)).status, 200)
  })

  it('finishes a turn whose answer could not be stored, once PostgreSQL is back', async test => {
    const { desk, url } = await open(test, {
      brain: speaking(async asked => {
        if (asked === 1) await postgres.kill()
        return `answer ${asked}`
      }),
    })
    const unanswered = await callApi(desk.url, { wait: '20' }, { conversation: 'anna', text: 'hello' })
    assert.equal(unanswered.status, 503)
    await postgres.start()
    await until(async () => {
      const rows = await ask(url, "select text from message where author = 'desk'").catch(() => [])
      return rows.length > 0
    })
    const rows = await ask(url, "select text from message where author = 'desk'")
    assert.match(String(rows[0]?.['text']), /^answer \d$/)
  })
})
