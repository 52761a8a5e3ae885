import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, describe, it } from 'node:test'
import { checkEvent } from '../../../core/channels/inbound.ts'
import http from '../../../plugins/channel/http/index.ts'
import { type Answering, createFakeDesk } from '../../fakes/desk.ts'
import { startTestServer } from '../../fakes/http-server.ts'
import { createMovingClock } from '../../moving-clock.ts'
import { createTestContext } from '../../plugin-context.ts'

const KEY = 'a-key-for-the-test-salon'
const OTHER_KEY = 'another-key-for-a-test'
const apiKeys = [
  { name: 'site', key: KEY },
  { name: 'other', key: `sha256:${createHash('sha256').update(OTHER_KEY).digest('hex')}` },
  { name: 'reader', key: 'only-reading-with-this', scopes: ['read'] },
  { name: 'unset', key: '' },
]

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function open({
  config = { apiKeys },
  answering = ({ text }) => [{ text: `You said: ${text}` }],
  isStarted = () => true,
}: {
  config?: unknown
  answering?: Answering
  isStarted?: () => boolean
} = {}) {
  const clock = createMovingClock('2026-11-23T12:00:00+03:00')
  const { context, close } = createTestContext({ plugin: http, config, clock, instance: 'messages' })
  const channel = http.create(context)
  const fake = createFakeDesk({ answering })
  await fake.connect(channel)
  const server = await startTestServer({ channels: [{ instance: 'messages', channel, isStarted }] })
  closers.push(close, server.close)

  const send = async (path: string, init: RequestInit & { key?: string | null } = {}) => {
    const { key = KEY, ...rest } = init
    const headers = new Headers(rest.headers)
    if (key !== null) headers.set('authorization', `Bearer ${key}`)
    const response = await fetch(`${server.url}/api/v1/messages${path}`, { ...rest, headers })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined }
  }
  const post = (body: unknown, init: RequestInit & { key?: string | null; path?: string } = {}) =>
    send(init.path ?? '', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: { 'content-type': 'application/json', ...Object.fromEntries(new Headers(init.headers)) },
    })
  return { channel, clock, fake, server, send, post, get: (query: string, init = {}) => send(query, init) }
}

describe('the universal API', () => {
  it('answers a message with what the desk said', async () => {
    const visit = {
      id: '7',
      status: 'booked' as const,
      start: '2026-11-25T14:00:00+03:00',
      end: '2026-11-25T15:00:00+03:00',
      services: ['Haircut'],
      employee: 'Elena',
    }
    const { post } = await open({
      answering: () => [
        { text: 'When?', choices: { kind: 'times', options: [{ id: 'abcdefgh12345678', label: '14:00' }] } },
        { text: 'Booked.', visit },
      ],
    })
    const { status, body } = await post({ conversation: 'visitor-1', text: 'A haircut, please' })

    assert.equal(status, 200)
    assert.equal(body.conversation, 'visitor-1')
    assert.equal(body.turn, 1)
    assert.equal(body.state, 'CONSULTING')
    assert.deepEqual(
      body.replies.map(({ text, choices }: { text: string; choices: unknown }) => ({ text, choices })),
      [
        { text: 'When?', choices: [{ id: 'abcdefgh12345678', label: '14:00' }] },
        { text: 'Booked.', choices: [] },
      ],
    )
    assert.deepEqual(body.appointments, [visit])
  })

  it('takes choices, contacts and commands', async () => {
    const { post, fake } = await open()
    await post({ conversation: 'c', choice: 'abcdefgh12345678' })
    await post({ conversation: 'c', contact: { phone: '+7 916 123-45-67', name: 'Anna' }, sender: { language: 'ru' } })
    await post({ conversation: 'c', command: 'human' })
    const texts = fake.messagesOf('site:c').filter(({ author }) => author === 'client')
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['[abcdefgh12345678]', '+7 916 123-45-67', 'Позвать человека'],
    )
  })

  it('answers 202 with where to read on when the turn takes longer than the wait', async () => {
    const turn = Promise.withResolvers<void>()
    const { post, get, clock } = await open({
      answering: async () => {
        await turn.promise
        return [{ text: 'At last.' }]
      },
    })
    const answering = post({ conversation: 'slow', text: 'Hello' })
    await until(() => clock.sleeping > 0)
    await clock.advance(25_000)
    const first = await answering
    assert.equal(first.status, 202)
    assert.equal(first.body.busy, true)
    assert.deepEqual(first.body.replies, [])
    assert.equal(first.headers.get('location'), first.body.next)

    const reading = get(first.body.next.replace('/api/v1/messages', ''))
    await until(() => clock.sleeping > 0)
    turn.resolve()
    const second = await reading
    assert.equal(second.status, 200)
    assert.deepEqual(
      second.body.replies.map(({ text }: { text: string }) => text),
      ['At last.'],
    )
    const third = await get(`?conversation=slow&after=${second.body.after}`)
    assert.deepEqual(third.body.replies, [])
  })

  it('finds a reply whose hint was lost', async () => {
    const { post, get, clock, fake, channel } = await open()
    const { body } = await post({ conversation: 'c', text: 'Hello' })
    const reading = get(`?conversation=c&after=${body.after}&wait=25`)
    await until(() => clock.sleeping > 1)
    await fake.connect({ start: async () => undefined, send: async () => ({ providerIds: [] }) })
    await fake.say('site:c', { text: 'Elena here.' }, { author: 'staff' })
    await clock.advance(1_000)
    const read = await reading
    assert.equal(read.body.replies[0].author, 'staff')
    await channel.stop()
  })

  it('stores a message once however often its idempotency key comes', async () => {
    const { post, fake } = await open()
    const headers = { 'idempotency-key': 'order-1' }
    const first = await post({ conversation: 'c', text: 'Hello' }, { headers })
    await post({ conversation: 'c', text: 'Something else' })
    const again = await post({ conversation: 'c', text: 'Hello' }, { headers })
    const byBody = await post({ conversation: 'c', text: 'Hello', message_id: 'order-1' })
    assert.equal(fake.state.delivered, 2)
    assert.deepEqual(again.body.replies, first.body.replies)
    assert.deepEqual(byBody.body.replies, first.body.replies)
  })

  it('refuses an idempotency key that came with another message', async () => {
    const { post, fake } = await open()
    const headers = { 'idempotency-key': 'order-1' }
    await post({ conversation: 'c', text: 'Hello' }, { headers })
    const other = await post({ conversation: 'c', text: 'Good bye' }, { headers })
    assert.equal(other.status, 409)
    assert.equal(other.body.code, 'idempotency_conflict')
    const elsewhere = await post({ conversation: 'd', text: 'Hello' }, { headers })
    assert.equal(elsewhere.status, 409)
    assert.equal(fake.state.delivered, 1)
    const byAnother = await post({ conversation: 'c', text: 'Good bye' }, { headers, key: OTHER_KEY })
    assert.equal(byAnother.status, 200)
  })

  it('keeps the conversations of one key from another', async () => {
    const { post, get, fake } = await open()
    await post({ conversation: 'c', text: 'A secret' })
    const foreign = await get('?conversation=c', { key: OTHER_KEY })
    assert.equal(foreign.status, 404)
    assert.equal(foreign.body.code, 'conversation_unknown')
    await post({ conversation: 'c', text: 'Mine' }, { key: OTHER_KEY })
    assert.deepEqual(fake.addresses(), ['site:c', 'other:c'])
  })

  it('is closed, and says how to open it, while no key is configured', async () => {
    for (const config of [{}, { apiKeys: [{ name: 'site', key: '' }] }]) {
      const { post, get, fake } = await open({ config })
      for (const answer of [
        await post({ conversation: 'c', text: 'Hello' }),
        await get('?conversation=c', { key: '' }),
      ]) {
        assert.equal(answer.status, 403)
        assert.equal(answer.body.code, 'keys_not_configured')
        assert.match(answer.body.detail, /channels\.messages\.with\.apiKeys.*AIADMIN_API_KEY/)
      }
      assert.equal(fake.state.delivered, 0)
    }
  })

  it('knows its keys, plain and hashed, and their scopes', async () => {
    const { post, get } = await open()
    const missing = await post({ conversation: 'c', text: 'Hello' }, { key: null })
    assert.equal(missing.status, 401)
    assert.equal(missing.body.code, 'key_missing')
    assert.equal(missing.headers.get('www-authenticate'), 'Bearer')
    for (const key of ['wrong', `${KEY}x`, apiKeys[1]?.key ?? '']) {
      const wrong = await post({ conversation: 'c', text: 'Hello' }, { key })
      assert.equal(wrong.body.code, 'key_unknown')
    }
    assert.equal((await post({ conversation: 'c', text: 'Hello' }, { key: OTHER_KEY })).status, 200)
    const reader = { key: 'only-reading-with-this' }
    const writing = await post({ conversation: 'c', text: 'Hello' }, reader)
    assert.equal(writing.status, 403)
    assert.equal(writing.body.code, 'scope_missing')
    assert.equal((await get('?conversation=c', reader)).status, 404)
  })

  it('limits the requests of one key', async () => {
    const { post } = await open({ config: { apiKeys, requestsPerMinute: 2 } })
    await post({ conversation: 'c', text: '1' })
    await post({ conversation: 'c', text: '2' })
    const third = await post({ conversation: 'c', text: '3' })
    assert.equal(third.status, 429)
    assert.equal(third.body.code, 'too_many_requests')
    assert.ok(Number(third.headers.get('retry-after')) > 0)
    assert.equal((await post({ conversation: 'c', text: '1' }, { key: OTHER_KEY })).status, 200)
  })

  it('answers 503 with Retry-After while nothing can be stored', async () => {
    const { post, fake } = await open()
    fake.state.accepting = false
    const refused = await post({ conversation: 'c', text: 'Hello' }, { headers: { 'idempotency-key': 'k' } })
    assert.equal(refused.status, 503)
    assert.equal(refused.body.code, 'unavailable')
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    fake.state.accepting = true
    const taken = await post({ conversation: 'c', text: 'Hello' }, { headers: { 'idempotency-key': 'k' } })
    assert.equal(taken.status, 200)
  })

  it('answers 503 before the channel is started', async () => {
    const { post } = await open({ isStarted: () => false })
    const refused = await post({ conversation: 'c', text: 'Hello' })
    assert.equal(refused.status, 503)
    assert.equal(refused.body.code, 'starting')
    assert.ok(refused.headers.get('retry-after'))
  })
})

describe('bad input to the universal API', () => {
  const bad: [name: string, body: unknown, status: number, code: string][] = [
    ['malformed JSON', '{"conversation":', 400, 'malformed_json'],
    ['an empty body', '', 400, 'malformed_json'],
    ['a poisoned prototype', '{"__proto__":{"a":1},"conversation":"c","text":"x"}', 400, 'malformed_json'],
    ['an array', [], 400, 'validation_failed'],
    ['no conversation', { text: 'Hello' }, 400, 'validation_failed'],
    ['nothing said', { conversation: 'c' }, 400, 'validation_failed'],
    ['a number as text', { conversation: 'c', text: 5 }, 400, 'validation_failed'],
    ['an unknown member', { conversation: 'c', text: 'Hello', admin: true }, 400, 'validation_failed'],
    ['a conversation with spaces', { conversation: 'a b', text: 'Hello' }, 400, 'validation_failed'],
    ['a choice that is no token', { conversation: 'c', choice: "'; drop table message" }, 400, 'validation_failed'],
    ['a text of 5,000 characters', { conversation: 'c', text: 'я'.repeat(5_000) }, 422, 'text_too_long'],
    ['a text of nothing visible', { conversation: 'c', text: ' \u0000\u0007\n' }, 422, 'text_empty'],
    ['a text of 100 kB', { conversation: 'c', text: 'x'.repeat(100_000) }, 413, 'body_too_large'],
  ]
  for (const [name, body, status, code] of bad) {
    it(`refuses ${name}`, async () => {
      const { post, fake } = await open()
      const refused = await post(body)
      assert.equal(refused.status, status)
      assert.equal(refused.body.code, code)
      assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.doesNotMatch(refused.text, /node_modules|\.ts:| {4}at /)
      assert.equal(fake.state.delivered, 0)
    })
  }

  it('takes emoji, right-to-left text, SQL and HTML as they are, and control characters out', async () => {
    const { post, fake } = await open()
    const text = "👩‍🦰 שלום\u0000\u001b[31m <b>x</b> '; DROP TABLE message; --\r\n\ud800end"
    const { body } = await post({ conversation: 'c', text })
    const stored = "👩‍🦰 שלום[31m <b>x</b> '; DROP TABLE message; --\nend"
    assert.equal(fake.messagesOf('site:c')[0]?.text, stored)
    assert.equal(body.replies[0].text, `You said: ${stored}`)
  })

  it('refuses other content types, methods and query values', async () => {
    const { post, send, get } = await open()
    const plain = await post('hello', { headers: { 'content-type': 'text/plain' } })
    assert.equal(plain.body.code, 'unsupported_media_type')
    const put = await send('', { method: 'PUT' })
    assert.equal(put.status, 405)
    assert.equal(put.headers.get('allow'), 'GET, HEAD, POST')
    // Beyond what a database takes for a place in a conversation.
    for (const after of ['x', '2147483648', '9e18', '1e400'])
      assert.equal((await get(`?conversation=c&after=${after}`)).body.code, 'validation_failed', after)
    assert.notEqual((await get('?conversation=c&after=2147483647')).body.code, 'validation_failed')
    assert.equal((await get('?conversation=c&wait=60')).body.code, 'validation_failed')
  })
})

describe('the options of the universal API', () => {
  it('finds weak, malformed and repeated keys, and takes an empty one', () => {
    const scopes: ('read' | 'write')[] = ['read']
    const keys = ['short', 'sha256:12', KEY, KEY, ''].map((key, index) => ({ name: `k${index}`, key, scopes }))
    const findings = http.check({ apiKeys: keys, requestsPerMinute: 1, textLength: 1 })
    assert.deepEqual(
      findings.map(({ path }) => path[1]),
      [0, 1, 3],
    )
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}

describe('the longest text', () => {
  it('that an operator may allow can be stored', () => {
    const { maximum } = http.configSchema.properties.textLength
    const parts = [{ type: 'text', text: 'x'.repeat(maximum) }] as const
    assert.doesNotThrow(() => checkEvent({ kind: 'message', id: 'm1', address: 'a', parts }))
  })
})
