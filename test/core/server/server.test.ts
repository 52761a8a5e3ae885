import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { pino } from 'pino'
import { createMetrics, type ServedChannel } from '../../../core/server/index.ts'
import { company, configOf } from '../../config/desk.ts'
import { startTestServer, type TestServerOptions } from '../../fakes/http-server.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function open(options: TestServerOptions = {}) {
  const server = await startTestServer(options)
  closers.push(server.close)
  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(server.url + path, { redirect: 'manual', ...init })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text }
  }
  return { ...server, get }
}

function channelWith(routes: ServedChannel['channel']['routes'], more: Partial<ServedChannel> = {}): ServedChannel {
  return { instance: 'messages', channel: routes ? { routes } : {}, isStarted: () => true, ...more }
}

const chatPage: ServedChannel = {
  instance: 'web',
  page: 'chat',
  isStarted: () => true,
  channel: {
    pages: app => void app.get('/', async (_request, reply) => reply.type('text/html').send('<!doctype html>')),
  },
}

describe('the server', () => {
  it('says that the process lives, whatever the desk does', async () => {
    const { get } = await open({ status: async () => ({ accepting: false, instances: {} }) })
    const health = await get('/health')
    assert.equal(health.status, 200)
    assert.deepEqual(JSON.parse(health.text), { status: 'ok' })
  })

  it('says whether the desk takes work, and what is known of each instance', async () => {
    let accepting = true
    const instances = { crm: { kind: 'crm', status: 'failing', summary: 'the key is wrong' } } as const
    const { get } = await open({ status: async () => ({ accepting, instances }) })
    const ready = await get('/readyz')
    assert.equal(ready.status, 200)
    assert.deepEqual(JSON.parse(ready.text), { ready: true, instances })
    accepting = false
    const stopping = await get('/readyz')
    assert.equal(stopping.status, 503)
    assert.ok(stopping.headers.get('retry-after'))
  })

  it('tells the metrics that core counted', async () => {
    const metrics = createMetrics()
    metrics.turns.inc({ outcome: 'replied' })
    metrics.llmTokens.inc({ instance: 'gemini', direction: 'input' }, 120)
    const { get } = await open({ metrics: metrics.registry })
    const { text } = await get('/metrics')
    assert.match(text, /aiadmin_turns_total\{outcome="replied"\} 1/)
    assert.match(text, /aiadmin_llm_tokens_total\{instance="gemini",direction="input"\} 120/)
    assert.match(text, /process_resident_memory_bytes \d+/)
  })

  it('describes its routes in OpenAPI', async () => {
    const routes = channelWith(app =>
      app.post('/', { schema: { body: { type: 'object', properties: { text: { type: 'string' } } } } }, async () => ({
        ok: true,
      })),
    )
    const { get } = await open({ channels: [routes] })
    const { status, text } = await get('/openapi.json')
    assert.equal(status, 200)
    const document = JSON.parse(text)
    assert.equal(document.openapi, '3.1.0')
    assert.equal(document.info.version, '1.2.3')
    assert.deepEqual(Object.keys(document.paths).sort(), ['/api/v1/messages', '/health', '/readyz'])
    const { schema } = document.paths['/api/v1/messages'].post.requestBody.content['application/json']
    assert.equal(schema.properties.text.type, 'string')
  })

  it('leads to the chat, and gives other sites its script', async () => {
    const { get } = await open({
      channels: [channelWith(undefined), chatPage],
      server: { origins: ['https://salon.example'] },
    })
    for (const path of ['/', '/chat']) {
      const { status, headers } = await get(path)
      assert.equal(status, 302)
      assert.equal(headers.get('location'), '/chat/web')
    }
    for (const [url, location] of [
      ['/widget.js', '/chat/web/widget.js'],
      ['/widget.json?locale=ru', '/chat/web/widget.json?locale=ru'],
    ] as const) {
      const { status, headers } = await get(url)
      assert.equal(status, 302)
      assert.equal(headers.get('location'), location)
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin')
    }
  })

  it('has no chat when no channel has a page', async () => {
    const { get } = await open()
    assert.equal((await get('/chat')).status, 404)
  })

  it('says in every answer that it is a demo', async () => {
    const { get } = await open({ demo: true })
    assert.equal((await get('/nowhere')).headers.get('x-aiadmin-demo'), '1.2.3')
    const real = await open()
    assert.equal((await real.get('/nowhere')).headers.get('x-aiadmin-demo'), null)
  })
})

describe('the routes of instances', () => {
  it('answer 503 until the instance is started', async () => {
    let started = false
    const channel = channelWith(app => app.get('/', async () => ({ ok: true })), { isStarted: () => started })
    const { get } = await open({ channels: [channel] })
    const refused = await get('/api/v1/messages')
    assert.equal(refused.status, 503)
    assert.equal(JSON.parse(refused.text).code, 'starting')
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    started = true
    assert.equal((await get('/api/v1/messages')).status, 200)
  })

  it("mount the CRM's own webhooks", async () => {
    const emitted: string[] = []
    const { get } = await open({
      crm: {
        instance: 'crm',
        isStarted: () => true,
        emit: async ({ appointmentId }) => void emitted.push(appointmentId),
        changes: {
          routes: (app, emit) =>
            void app.post<{ Body: { visit: string } }>('/webhook', async request => {
              await emit({ appointmentId: request.body.visit })
              return {}
            }),
        },
      },
    })
    const { status } = await get('/api/v1/crm/webhook', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"visit":"17"}',
    })
    assert.equal(status, 200)
    assert.deepEqual(emitted, ['17'])
  })
})

describe('the headers', () => {
  it('let pages be framed by the listed origins only, and answers by nobody', async () => {
    const { get } = await open({ channels: [chatPage], server: { origins: ['https://salon.example'] } })
    const page = await get('/chat/web')
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /script-src 'self'(;|$)/)
    assert.match(policy, /frame-ancestors 'self' https:\/\/salon\.example/)
    assert.equal(page.headers.get('x-frame-options'), null)
    const answer = await get('/health')
    assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  })

  it('name a site in Cyrillic as its browser does', async () => {
    const { server } = await configOf(
      `version: 1\n${company}\ncrm: { use: local }\nserver: { origins: ["https://ромашка.рф"] }\n`,
    )
    const { get } = await open({ channels: [chatPage], server: { origins: server.origins } })
    const origin = 'https://xn--80aa3agjl3d.xn--p1ai'
    const page = await get('/chat/web', { headers: { origin } })
    assert.equal(page.status, 200)
    assert.ok(page.headers.get('content-security-policy')?.includes(origin))
    assert.equal(page.headers.get('access-control-allow-origin'), origin)
  })

  it('let browsers of the listed origins read answers', async () => {
    const { get } = await open({ server: { origins: ['https://salon.example'] } })
    const listed = await get('/health', { headers: { origin: 'https://salon.example' } })
    assert.equal(listed.headers.get('access-control-allow-origin'), 'https://salon.example')
    const foreign = await get('/health', { headers: { origin: 'https://evil.example' } })
    assert.equal(foreign.headers.get('access-control-allow-origin'), null)
    const preflight = await get('/api/v1/messages', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://salon.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-aiadmin-chat',
      },
    })
    assert.doesNotMatch(preflight.headers.get('access-control-allow-headers') ?? '', /x-aiadmin-chat/)
  })
})

describe('errors', () => {
  const failing = channelWith(app => {
    app.get('/bug', async () => {
      throw new Error('secret inside of /srv/aiadmin/core/journal.ts')
    })
    app.get('/coded', async () => {
      throw Object.assign(new Error('inside'), { code: 'unavailable', retryAfterMs: 7_200 })
    })
    app.get('/own', async () => {
      throw Object.assign(new Error('Ask for a key.'), { statusCode: 401, code: 'key_missing' })
    })
    app.get('/loud', async () => {
      throw Object.assign(new Error('ECONNREFUSED 10.0.0.7'), { statusCode: 502, code: 'bad_gateway' })
    })
    app.post(
      '/',
      { schema: { body: { type: 'object', properties: { count: { type: 'integer' } } } } },
      async () => ({}),
    )
    app.get('/visits/:id', async () => ({}))
  })
  const cases: [name: string, path: string, init: RequestInit | undefined, status: number, code: string][] = [
    ['an unknown address', '/nowhere', undefined, 404, 'not_found'],
    ['a wrong method', '/api/v1/messages', { method: 'DELETE' }, 405, 'method_not_allowed'],
    [
      'a wrong method of an address with a parameter',
      '/api/v1/messages/visits/7',
      { method: 'PUT' },
      405,
      'method_not_allowed',
    ],
    ['a URL that can not be decoded', '/api/v1/%zz', undefined, 400, 'malformed_url'],
    ['a bug', '/api/v1/messages/bug', undefined, 500, 'internal_error'],
    ['a coded error', '/api/v1/messages/coded', undefined, 503, 'unavailable'],
    ["a plugin's own word", '/api/v1/messages/own', undefined, 401, 'key_missing'],
    ["another server's error", '/api/v1/messages/loud', undefined, 500, 'internal_error'],
    ['malformed JSON', '/api/v1/messages', json('{"a'), 400, 'malformed_json'],
    ['a string where a number must be', '/api/v1/messages', json('{"count":"1"}'), 400, 'validation_failed'],
    ['another content type', '/api/v1/messages', { method: 'POST', body: 'x' }, 415, 'unsupported_media_type'],
    ['an oversized body', '/api/v1/messages', json(`{"a":"${'x'.repeat(70_000)}"}`), 413, 'body_too_large'],
  ]
  for (const [name, path, init, status, code] of cases) {
    it(`answers ${name} with a problem`, async () => {
      const { get } = await open({ channels: [failing] })
      const { text, headers, ...answer } = await get(path, init)
      const problem = JSON.parse(text)
      assert.equal(answer.status, status)
      assert.equal(problem.code, code)
      assert.equal(problem.status, status)
      assert.ok(problem.title && problem.detail)
      assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.doesNotMatch(text, /inside|\.ts|10\.0\.0\.7|node_modules/)
    })
  }

  it('are warned of in one line without a stack when it is an honest 503, and traced when it is a bug', async () => {
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    const { get } = await open({ channels: [failing], log })
    await get('/api/v1/messages/coded')
    await get('/api/v1/messages/bug')
    const [honest, bug] = lines.map(line => JSON.parse(line))
    assert.equal(lines.length, 2)
    const { level, code, reason, err } = honest
    assert.deepEqual({ level, code, reason, err }, { level: 40, code: 'unavailable', reason: 'inside', err: undefined })
    assert.deepEqual([bug.level, /journal\.ts/.test(bug.err.stack)], [50, true])
  })

  it('says when to come again, and which methods there are', async () => {
    const { get } = await open({ channels: [failing] })
    assert.equal((await get('/api/v1/messages/coded')).headers.get('retry-after'), '8')
    const { headers } = await get('/api/v1/messages/visits/7', { method: 'PUT' })
    assert.equal(headers.get('allow'), 'GET, HEAD')
  })

  it('answers what is no HTTP with a problem', async () => {
    const { url } = await open()
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('THIS IS NOT HTTP\r\n\r\n'))
      let text = ''
      socket.on('data', chunk => {
        text += String(chunk)
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(text))
    })
    assert.match(answer, /^HTTP\/1\.1 400 /)
    assert.match(answer, /application\/problem\+json/)
    assert.match(answer, /"code":"malformed_request"/)
  })

  it('limits the requests of one address, but not those that watch the process', async () => {
    const { get } = await open({ server: { requestsPerMinute: 2 } })
    await get('/openapi.json')
    await get('/nowhere')
    const third = await get('/nowhere')
    assert.equal(third.status, 429)
    assert.equal(JSON.parse(third.text).code, 'too_many_requests')
    assert.ok(Number(third.headers.get('retry-after')) > 0)
    assert.equal((await get('/health')).status, 200)
    assert.equal((await get('/readyz')).status, 200)
  })
})

describe('the log', () => {
  it('has no body, header, query or address above debug, and the reason of a failure', async () => {
    const lines: string[] = []
    const log = pino({ level: 'info' }, { write: line => void lines.push(line) })
    const channel = channelWith(app => {
      app.post('/', async () => {
        throw new Error('the journal is full')
      })
      app.post('/fine', async request => {
        request.log.info({ headers: request.headers, call: { headers: request.headers } }, 'a careless plugin')
        return {}
      })
    })
    const { get } = await open({ channels: [channel], log })
    const headers = { authorization: 'Bearer my-secret-key', cookie: 'aiadmin-web=my-secret-cookie' }
    for (const path of ['', '/fine'])
      await get(`/api/v1/messages${path}?conversation=anna`, {
        ...json('{"text":"my phone"}'),
        headers: { ...headers, 'content-type': 'application/json' },
      })
    const text = lines.join('')
    assert.match(text, /the journal is full/)
    assert.match(text, /a careless plugin/)
    assert.doesNotMatch(text, /my-secret|my phone|anna/)
    assert.doesNotMatch(text, /"(ip|remoteAddress)"/)
  })
})

describe('stopping', () => {
  it('ends idle connections, lets running requests finish and takes no new ones', async () => {
    const begun = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<void>()
    const channel = channelWith(app =>
      app.get('/', async () => {
        begun.resolve()
        await finish.promise
        return { ok: true }
      }),
    )
    const { get, app, url } = await open({ channels: [channel] })
    await get('/health')
    const running = get('/api/v1/messages')
    await begun.promise
    const closed = app.close()
    finish.resolve()
    assert.equal((await running).status, 200)
    await closed
    await assert.rejects(fetch(`${url}/health`))
  })
})

function json(body: string): RequestInit {
  return { method: 'POST', body, headers: { 'content-type': 'application/json' } }
}
