import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, it } from 'node:test'
import { type FaultProxy, startFaultProxy } from '../../core/testkit/fault-proxy/index.ts'
import { closeServer, listen } from '../../core/testkit/fault-proxy/listen.ts'

describe('the fault proxy', () => {
  const asked: string[] = []
  const provider = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url} ${await text(request)}`)
    response.writeHead(201, { 'content-type': 'application/json', 'x-visit': '7' }).end('{"visit":"7"}')
  })
  let proxy: FaultProxy

  before(async () => {
    proxy = await startFaultProxy(`http://127.0.0.1:${await listen(provider, 0)}/api`)
  })
  after(async () => {
    await proxy.close()
    await closeServer(provider)
  })
  beforeEach(async () => {
    await proxy.disarm()
    asked.length = 0
  })

  const book = (signal?: AbortSignal) =>
    fetch(`${proxy.url}/visits?day=1`, {
      method: 'POST',
      body: 'at ten',
      redirect: 'manual',
      ...(signal && { signal }),
    })

  it('hands on what is asked and what is answered', async () => {
    const response = await book()
    assert.deepEqual([response.status, response.headers.get('x-visit')], [201, '7'])
    assert.equal(await response.text(), '{"visit":"7"}')
    assert.deepEqual(asked, ['POST /api/visits?day=1 at ten'])
    assert.equal(proxy.requests.at(-1)?.body, 'at ten')
  })

  it('breaks the request of the given number and no other', async () => {
    await proxy.arm('rate-limit-with-hint', 2)
    assert.equal((await book()).status, 201)
    const response = await book()
    assert.deepEqual([response.status, response.headers.get('retry-after')], [429, '7'])
    assert.equal((await book()).status, 201)
    assert.equal(asked.length, 2)
  })

  it('tells when a request was lost, before or after the provider did its part', async () => {
    for (const [fault, times] of [
      ['lost-request', 0],
      ['lost-answer', 1],
    ] as const) {
      asked.length = 0
      await proxy.arm(fault)
      const leaving = new AbortController()
      const answer = book(leaving.signal)
      await proxy.struck()
      assert.equal(asked.length, times)
      leaving.abort()
      await assert.rejects(answer, { name: 'AbortError' })
    }
  })

  it('keeps an answer until it is let go', async () => {
    await proxy.arm('late-answer')
    const answer = book()
    await proxy.struck()
    assert.equal(asked.length, 1)
    proxy.release()
    assert.equal((await answer).status, 201)
  })

  it('breaks off in the middle of a body', async () => {
    await proxy.arm('half-body')
    await assert.rejects(book().then(response => response.text()))
    assert.equal(asked.length, 1)
  })

  it('can not be reached, and can be again', async () => {
    await proxy.arm('unreachable')
    await assert.rejects(book())
    await proxy.disarm()
    assert.equal((await book()).status, 201)
  })

  it('leads to another host, which writes down what comes', async () => {
    await proxy.arm('redirect')
    const location = (await book()).headers.get('location') ?? ''
    assert.equal(new URL(location).hostname, 'localhost')
    await fetch(location, { headers: { authorization: 'Bearer a-made-up-token' } })
    assert.equal(proxy.strayed[0]?.headers.authorization, 'Bearer a-made-up-token')
    assert.deepEqual(asked, [])
  })
})
