import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { afterEach, describe, it } from 'node:test'
import { pino } from 'pino'
import type { ErrorCode, LlmEvent } from '../../../core/contract/index.ts'
import {
  type GeminiFakeAnswer,
  type GeminiFakeOptions,
  type GeminiFault,
  startGeminiFake,
} from '../../fakes/gemini/index.ts'
import { aCall, clientSays, createDesk, read, requestWith } from './desk.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function setUp(answers: readonly GeminiFakeAnswer[], config: Record<string, unknown> = {}) {
  const fake = await startGeminiFake({ answer: ({ index }) => answers[index] ?? answers.at(-1) ?? {} })
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = pino({ level: 'trace' }, sink)
  const desk = createDesk({ apiKey: fake.apiKey, baseUrl: fake.url, ...config }, log)
  closing.push(fake.close, desk.close)
  return { fake, llm: desk.llm, lines }
}

const request = requestWith([clientSays('hi')])
const reasonOf = (events: readonly LlmEvent[]) => events.flatMap(event => (event.type === 'end' ? event.reason : []))

describe('gemini ends an answer', () => {
  const cases: [string, GeminiFakeAnswer, string][] = [
    ['blocked when the prompt is refused', { fault: 'blocked_prompt' }, 'blocked'],
    ['blocked when a filter stops it', { fault: 'safety', text: 'I would' }, 'blocked'],
    ['length when it is cut', { fault: 'cut', text: 'A haircut costs' }, 'length'],
    ['empty when there is nothing in it, twice', { fault: 'empty' }, 'empty'],
    ['empty when its call is malformed, twice', { fault: 'malformed_call' }, 'empty'],
    ['stop when it is a text', { text: 'ok' }, 'stop'],
    ['calls when it calls', { calls: [{ name: 'get_services' }] }, 'calls'],
    ['stop when a finish reason is new to us', { text: 'ok', finishReason: 'SOMETHING_NEW' }, 'stop'],
  ]
  for (const [name, answer, reason] of cases) {
    it(name, async () => {
      const { llm } = await setUp([answer])
      assert.deepEqual(reasonOf(await read(llm.generate(request, aCall()))), [reason])
    })
  }

  for (const fault of [
    'empty',
    'malformed_call',
    'server_error',
    'overloaded',
    'bad_gateway',
    'half_stream',
  ] as const) {
    it(`well, by asking again once, after: ${fault}`, async () => {
      const { fake, llm } = await setUp([{ fault }, { text: 'here I am' }])
      const events = await read(llm.generate(request, aCall()))
      assert.deepEqual(reasonOf(events), ['stop'])
      assert.equal(fake.requests.length, 2)
    })
  }
})

describe('gemini fails with a code', () => {
  const cases: [GeminiFault, ErrorCode][] = [
    ['bad_key', 'unauthorized'],
    ['forbidden', 'unauthorized'],
    ['leaked_key', 'unauthorized'],
    ['location', 'unauthorized'],
    ['rate_limited', 'rate_limited'],
    ['quota', 'exhausted'],
    ['too_long', 'exhausted'],
    ['server_error', 'unavailable'],
    ['overloaded', 'unavailable'],
    ['html', 'unavailable'],
    ['reset', 'unavailable'],
    ['bad_gateway', 'unavailable'],
    ['half_event', 'unavailable'],
    ['half_stream', 'unavailable'],
    ['error_in_stream', 'unavailable'],
  ]
  for (const [fault, code] of cases) {
    it(`${code} for ${fault}, and never shows its key`, async () => {
      const { fake, llm, lines } = await setUp([{ text: ['one ', 'two'], fault }])
      await assert.rejects(read(llm.generate(request, aCall())), error => {
        assert.ok(error instanceof Error && 'code' in error)
        assert.equal(error.code, code, error.message)
        pino({ level: 'trace' }, { write: line => lines.push(line) }).error({ err: error }, 'shown')
        return true
      })
      assert.ok(lines.some(line => line.includes('shown')))
      assert.ok(!lines.join('\n').includes(fake.apiKey))
    })
  }

  it('rate_limited with the time that RetryInfo names', async () => {
    const { llm } = await setUp([{ fault: 'rate_limited', retryDelay: '3.5s' }])
    await assert.rejects(read(llm.generate(request, aCall())), { code: 'rate_limited', retryAfterMs: 3_500 })
  })

  it('unauthorized for a wrong key and for a model that the key does not open, naming the option', async () => {
    const wrongKey = await setUp([], { apiKey: 'wrong-key' })
    await assert.rejects(read(wrongKey.llm.generate(request, aCall())), {
      code: 'unauthorized',
      message: /check apiKey/,
    })
    const wrongModel = await setUp([], { model: 'gemini-0' })
    await assert.rejects(read(wrongModel.llm.generate(request, aCall())), {
      code: 'unauthorized',
      message: /check model/,
    })
  })

  it('unavailable when nobody listens, and when the line is silent longer than timeoutMs', async () => {
    const { fake, llm } = await setUp([{ fault: 'silence' }, { fault: 'stall', text: ['one', 'two'] }], {
      timeoutMs: 100,
    })
    await assert.rejects(read(llm.generate(request, aCall())), { code: 'unavailable' })
    const begun = llm.generate(request, aCall())[Symbol.asyncIterator]()
    assert.deepEqual((await begun.next()).value, { type: 'text', delta: 'one' })
    await begun.next()
    await assert.rejects(async () => begun.next(), { code: 'unavailable' })
    await fake.close()
    closing.shift()
    await assert.rejects(read(llm.generate(request, aCall())), { code: 'unavailable' })
  })

  it('unavailable after the deadline, having asked nothing', async () => {
    const { fake, llm } = await setUp([{ text: 'ok' }])
    const call = { signal: new AbortController().signal, deadline: Date.now() - 1 }
    await assert.rejects(read(llm.generate(request, call)), { code: 'unavailable' })
    assert.equal(fake.requests.length, 0)
  })
})

describe('gemini stops in the middle', () => {
  function gate() {
    let open = () => {}
    const opened = new Promise<void>(resolve => {
      open = resolve
    })
    return { open, opened }
  }

  async function midway(options: Partial<GeminiFakeOptions> = {}) {
    const { open, opened } = gate()
    let chunk = 0
    const pace = async () => {
      chunk += 1
      if (chunk > 1) await opened
    }
    const fake = await startGeminiFake({ ...options, answer: () => ({ text: ['one', 'two', 'three'], pace }) })
    const desk = createDesk({ apiKey: fake.apiKey, baseUrl: fake.url })
    closing.push(fake.close, desk.close)
    return { fake, llm: desk.llm, open }
  }

  it('soon after its caller left', async () => {
    const { llm } = await midway()
    const leaving = new AbortController()
    const events = llm.generate(request, aCall(leaving.signal))[Symbol.asyncIterator]()
    assert.deepEqual((await events.next()).value, { type: 'text', delta: 'one' })
    leaving.abort(new Error('the client wrote again'))
    await assert.rejects(async () => events.next(), { code: 'unavailable' })
  })

  it('and ends its request when nobody reads on', async () => {
    const { fake, llm } = await midway()
    for await (const event of llm.generate(request, aCall())) {
      assert.equal(event.type, 'text')
      break
    }
    while (fake.connections() > 0) await new Promise(resolve => setImmediate(resolve))
  })
})

describe('gemini is probed', () => {
  const probe = async (config: Record<string, unknown>) => {
    const { fake, llm } = await setUp([], config)
    const found = await llm.probe(aCall())
    assert.equal(fake.requests.length, 0)
    assert.ok(!found.summary.includes(fake.apiKey))
    return found
  }

  it('and tells well from a wrong key, an unknown model and a dead line', async () => {
    assert.equal((await probe({})).ok, true)
    const wrongKey = await probe({ apiKey: 'wrong-key' })
    assert.ok(!wrongKey.ok && /apiKey/.test(wrongKey.summary) && !wrongKey.summary.includes('wrong-key'))
    const unknown = await probe({ model: 'gemini-0' })
    assert.ok(!unknown.ok && /gemini-0 is unknown/.test(unknown.summary))
    const dead = await probe({ baseUrl: 'http://127.0.0.1:9' })
    assert.ok(!dead.ok && /cannot reach/.test(dead.summary))
  })
})
