import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Call } from '../../../core/contract/index.ts'
import { createHttp, type HttpParts } from '../../../core/plugins/http.ts'
import { createLimitRegistry } from '../../../core/plugins/http-limit.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { type Origin, startOrigin } from './origin.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function origin(answer: Parameters<typeof startOrigin>[0]): Promise<Origin> {
  const started = await startOrigin(answer)
  closing.push(started.close)
  return started
}

function client(parts: Partial<HttpParts> & { clock?: MovingClock } = {}) {
  const clock = parts.clock ?? createMovingClock(0)
  const stop = new AbortController()
  closing.push(() => stop.abort())
  const http = createHttp({
    clock,
    signal: stop.signal,
    limits: createLimitRegistry({ clock }),
    random: () => 0,
    ...parts,
  })
  return { http, clock, stop }
}

const callUntil = (deadline: number, signal = new AbortController().signal): Call => ({ signal, deadline })

/** Moves the clock whenever somebody sleeps, until `work` is done. */
async function whileTimePasses<T>(clock: MovingClock, work: Promise<T>): Promise<T> {
  let done = false
  const watched = work.finally(() => {
    done = true
  })
  watched.catch(() => undefined)
  while (!done) {
    if (clock.sleeping > 0) await clock.advance(100)
    await new Promise(resolve => setImmediate(resolve))
  }
  return watched
}

describe('context.http sends', () => {
  it('what fetch would send, and answers a web Response', async () => {
    const server = await origin((_, response) => response.writeHead(201, { 'x-mine': 'yes' }).end('{"a":1}'))
    const { http } = client()
    const form = new URLSearchParams({ name: 'Анна' })
    const response = await http(new URL('/a?b=c', server.url), {
      method: 'POST',
      body: form,
      headers: { 'x-one': '1' },
    })
    assert.ok(response instanceof Response)
    assert.equal(response.status, 201)
    assert.equal(response.headers.get('x-mine'), 'yes')
    assert.deepEqual(await response.json(), { a: 1 })
    const [seen] = server.requests
    assert.equal(seen?.path, '/a?b=c')
    assert.equal(seen?.body, 'name=%D0%90%D0%BD%D0%BD%D0%B0')
    assert.equal(seen?.headers['content-type'], 'application/x-www-form-urlencoded;charset=UTF-8')
    assert.equal(seen?.headers['x-one'], '1')
    assert.equal(seen?.headers['user-agent'], 'aiadmin')
  })

  it('bodies of bytes, forms with files, and streams', async () => {
    const server = await origin((_, response) => response.end())
    const { http } = client()
    const form = new FormData()
    form.set('photo', new Blob(['bytes of a photo']), 'me.jpg')
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('piece by '))
        controller.enqueue(new TextEncoder().encode('piece'))
        controller.close()
      },
    })
    for (const body of [new TextEncoder().encode('raw'), form, stream]) await http(server.url, { method: 'PUT', body })
    assert.equal(server.requests[0]?.body, 'raw')
    assert.match(server.requests[1]?.headers['content-type'] ?? '', /^multipart\/form-data; boundary=/)
    assert.match(server.requests[1]?.body ?? '', /filename="me.jpg"[\s\S]*bytes of a photo/)
    assert.equal(server.requests[2]?.body, 'piece by piece')
  })

  it('a body through piece by piece, before its end has come', async () => {
    let goOn = () => {}
    const server = await origin((_, response) => {
      response.write('first')
      goOn = () => response.end('second')
    })
    const { http } = client()
    const response = await http(server.url)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    assert.equal((await reader?.read())?.value, 'first')
    goOn()
    assert.equal((await reader?.read())?.value, 'second')
    assert.equal((await reader?.read())?.done, true)
  })

  it('over one connection again and again', async () => {
    const ports = new Set<number | undefined>()
    const server = await origin((request, response) => {
      ports.add(request.socket.remotePort)
      response.end('x')
    })
    const { http } = client()
    for (let turn = 0; turn < 5; turn += 1) {
      await (await http(server.url)).text()
      await new Promise(resolve => setImmediate(resolve))
    }
    assert.equal(ports.size, 1)
  })

  it('an answer that came compressed without being asked for, unpacked', async () => {
    const server = await origin((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"packed":true}')),
    )
    assert.deepEqual(await (await client().http(server.url)).json(), { packed: true })
  })

  it('nothing to what is no http address, or carries credentials in its URL', async () => {
    const { http } = client()
    for (const url of ['ftp://example.com', 'nonsense', 'file:///etc/passwd', 'https://me:secret@example.com']) {
      await assert.rejects(http(url), error => {
        assert.ok(error instanceof Error && 'code' in error)
        assert.equal(error.code, 'invalid')
        assert.ok(!error.message.includes('secret'))
        return true
      })
    }
  })
})

describe('context.http says how far it came', () => {
  it('unavailable when nobody listens, also for a write: nothing was sent', async () => {
    const server = await origin((_, response) => response.end())
    await server.close()
    closing.pop()
    await assert.rejects(client().http(server.url, { method: 'POST', body: 'x' }), { code: 'unavailable' })
  })

  it('unknown_outcome when a write was sent and the connection broke, unavailable for a read', async () => {
    const server = await origin((_, response) => response.destroy())
    const { http } = client()
    await assert.rejects(http(server.url, { method: 'POST', body: 'x' }), { code: 'unknown_outcome' })
    await assert.rejects(http(server.url, {}, { retries: 0 }), { code: 'unavailable' })
  })

  it('unknown_outcome when a write is not answered in time or its caller leaves', async () => {
    let arrived = () => {}
    const server = await origin(() => arrived())
    const { http } = client()
    await assert.rejects(http(server.url, { method: 'POST' }, { timeoutMs: 30 }), { code: 'unknown_outcome' })
    const leaving = new AbortController()
    arrived = () => leaving.abort(new Error('leaving'))
    const call = callUntil(10_000, leaving.signal)
    await assert.rejects(http(server.url, { method: 'POST' }, { call }), { code: 'unknown_outcome' })
  })

  it('unavailable when the caller had left before', async () => {
    const server = await origin((_, response) => response.end())
    const call = callUntil(10_000, AbortSignal.abort(new Error('gone')))
    await assert.rejects(client().http(server.url, { method: 'POST' }, { call }), { code: 'unavailable' })
    assert.equal(server.requests.length, 0)
  })

  it('an error in the body when it breaks off or is too large', async () => {
    const server = await origin((request, response) => {
      if (request.url === '/large') return response.end('x'.repeat(2_000))
      if (request.url === '/grows') {
        response.write('x'.repeat(900))
        return response.end('x'.repeat(900))
      }
      return response.write('half', () => response.destroy())
    })
    const { http } = client({ maxResponseBytes: 1_000 })
    const once = { retries: 0 }
    await assert.rejects((await http(`${server.url}/half`, {}, once)).text(), { code: 'unavailable' })
    await assert.rejects(http(`${server.url}/large`, {}, once), { code: 'unavailable' })
    await assert.rejects((await http(`${server.url}/grows`, {}, once)).text(), { code: 'unavailable' })
    await assert.rejects(
      http(`${server.url}/grows`, { method: 'POST' }, once).then(response => response.text()),
      { code: 'unknown_outcome' },
    )
  })

  it('no path and no query in its messages: they carry tokens and phones', async () => {
    const server = await origin((_, response) => response.destroy())
    await assert.rejects(client().http(`${server.url}/bot123:token?phone=7916`, { method: 'POST' }), error => {
      assert.ok(error instanceof Error)
      assert.ok(error.message.includes(server.host))
      assert.ok(!/token|7916/.test(error.message))
      return true
    })
  })

  it('unavailable after the runtime has closed', async () => {
    const server = await origin((_, response) => response.end())
    const { http, stop } = client()
    stop.abort()
    await assert.rejects(http(server.url, { method: 'POST' }), { code: 'unavailable' })
  })
})

describe('context.http and the deadline', () => {
  it('sends nothing at or after it', async () => {
    const server = await origin((_, response) => response.end())
    const { http, clock } = client()
    await clock.advance(1_000)
    await assert.rejects(http(server.url, { method: 'POST' }, { call: callUntil(1_000) }), { code: 'unavailable' })
    assert.equal(server.requests.length, 0)
  })

  it('writes nothing when it passes while the connection is being made', async () => {
    const server = await origin((_, response) => response.end())
    let asked = 0
    // The deadline passes after the first look at the clock, which is before there is a connection.
    const clock = Object.assign(createMovingClock(0), { now: () => (asked++ === 0 ? 0 : 500) })
    const { http } = client({ clock })
    await assert.rejects(http(server.url, { method: 'POST', body: 'x' }, { call: callUntil(500) }), {
      code: 'unavailable',
    })
    assert.equal(server.requests.length, 0)
  })
})

describe('context.http under a limit', () => {
  it('waits until the answer before it was read, whichever instance asked', async () => {
    const open: (() => void)[] = []
    const server = await origin((_, response) => {
      open.push(() => response.end('x'))
    })
    const clock = createMovingClock(0)
    const limits = createLimitRegistry({ clock })
    const first = client({ clock, limits }).http.limit({ key: 'crm', concurrent: 1 })
    const second = client({ clock, limits }).http.limit({ key: 'crm' })
    const answers = [first(server.url), second(server.url)]
    while (open.length === 0) await new Promise(resolve => setImmediate(resolve))
    assert.equal(server.requests.length, 1)
    open.shift()?.()
    await (await answers[0])?.text()
    while (open.length === 0) await new Promise(resolve => setImmediate(resolve))
    open.shift()?.()
    await answers[1]
    assert.equal(server.requests.length, 2)
  })

  it('gives its place free when the request failed', async () => {
    const server = await origin((_, response) => response.destroy())
    const http = client().http.limit({ key: 'crm', concurrent: 1 })
    for (let turn = 0; turn < 3; turn += 1) await assert.rejects(http(server.url, { method: 'POST' }))
    assert.equal(server.requests.length, 3)
  })
})

describe('context.http repeats', () => {
  it('a safe request after 503 and after a broken connection, with growing pauses', async () => {
    const answers = [503, 0, 200]
    const server = await origin((_, response) => {
      const status = answers.shift() ?? 500
      if (status === 0) response.destroy()
      else response.writeHead(status).end()
    })
    const { http, clock } = client()
    const response = await whileTimePasses(clock, http(server.url))
    assert.equal(response.status, 200)
    assert.equal(server.requests.length, 3)
  })

  it('no write, whatever happened', async () => {
    const server = await origin((_, response) => response.writeHead(503).end())
    const response = await client().http(server.url, { method: 'POST' })
    assert.equal(response.status, 503)
    assert.equal(server.requests.length, 1)
  })

  it('not sooner than Retry-After says', async () => {
    const answers = [429, 200]
    const server = await origin((_, response) =>
      response.writeHead(answers.shift() ?? 500, { 'retry-after': '7' }).end(),
    )
    const { http, clock } = client()
    const pending = http(server.url)
    while (clock.sleeping === 0) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(6_900)
    assert.equal(server.requests.length, 1)
    assert.equal((await whileTimePasses(clock, pending)).status, 200)
  })

  it('not at all when Retry-After asks for more than a client waits, or the deadline leaves no time', async () => {
    const server = await origin((request, response) =>
      response.writeHead(429, { 'retry-after': request.url === '/long' ? '3600' : '3' }).end(),
    )
    const { http } = client()
    assert.equal((await http(`${server.url}/long`)).status, 429)
    assert.equal((await http(`${server.url}/short`, {}, { call: callUntil(2_000) })).status, 429)
    assert.equal(server.requests.length, 2)
  })

  it('as often as it was told, then says what it got', async () => {
    const server = await origin((_, response) => response.writeHead(502).end('bad'))
    const { http, clock } = client()
    const response = await whileTimePasses(clock, http(server.url, {}, { retries: 3 }))
    assert.equal(response.status, 502)
    assert.equal(await response.text(), 'bad')
    assert.equal(server.requests.length, 4)
  })
})

describe('context.http and redirects', () => {
  const secrets = {
    authorization: 'Bearer s',
    cookie: 's=1',
    'x-api-key': 's',
    'x-goog-api-key': 's',
    'private-token': 's',
    accept: 'text/plain',
  }

  it('follows a safe request within its origin with all its headers', async () => {
    const server = await origin((request, response) =>
      request.url === '/old' ? response.writeHead(302, { location: '/new' }).end() : response.end('here'),
    )
    const response = await client().http(`${server.url}/old`, { headers: secrets })
    assert.equal(await response.text(), 'here')
    assert.equal(server.requests[1]?.headers['x-api-key'], 's')
  })

  it('carries nothing to another origin that could be a credential', async () => {
    const other = await origin((_, response) => response.end('other'))
    const server = await origin((_, response) => response.writeHead(307, { location: `${other.url}/x` }).end())
    const response = await client().http(server.url, { headers: secrets })
    assert.equal(await response.text(), 'other')
    const headers = other.requests[0]?.headers ?? {}
    assert.equal(headers.accept, 'text/plain')
    for (const name of Object.keys(secrets).filter(name => name !== 'accept')) assert.equal(headers[name], undefined)
  })

  it('hands the redirect of a write back instead of following it', async () => {
    const server = await origin((_, response) => response.writeHead(303, { location: '/elsewhere' }).end())
    assert.equal((await client().http(server.url, { method: 'POST' })).status, 303)
    assert.equal(server.requests.length, 1)
  })

  it('gives up in a circle', async () => {
    const server = await origin((_, response) => response.writeHead(302, { location: '/' }).end())
    await assert.rejects(client().http(server.url), { code: 'unavailable' })
    assert.equal(server.requests.length, 6)
  })
})
