import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { LLMock } from '@copilotkit/aimock'
import type { LlmEvent } from '../../../core/contract/index.ts'
import { type GeminiFakeOptions, startGeminiFake } from '../../fakes/gemini/index.ts'
import { aCall, clientSays, createDesk, deskSays, read, requestWith, results } from './desk.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function setUp(options: GeminiFakeOptions, config: Record<string, unknown> = {}) {
  const fake = await startGeminiFake(options)
  const desk = createDesk({ apiKey: fake.apiKey, baseUrl: fake.url, ...config })
  closing.push(fake.close, desk.close)
  return { fake, llm: desk.llm }
}

const callsThenText: GeminiFakeOptions['answer'] = request =>
  request.results.length > 0
    ? { text: ['A haircut ', 'costs 1,500 ₽.'] }
    : { calls: [{ name: 'get_services', args: { query: 'стрижка' } }, { name: 'get_employees' }] }

const kinds = (events: readonly LlmEvent[]) => events.map(event => event.type)

describe('gemini runs a turn', () => {
  it('with parallel calls, their results, and streamed text', async () => {
    const { fake, llm } = await setUp({ answer: callsThenText })
    const question = clientSays('Сколько стоит стрижка?')
    const first = await read(llm.generate(requestWith([question]), aCall()))
    assert.deepEqual(kinds(first), ['call', 'call', 'end'])
    const [one, two, end] = first
    assert.ok(one?.type === 'call' && two?.type === 'call' && end?.type === 'end')
    assert.deepEqual([one.name, one.args], ['get_services', { query: 'стрижка' }])
    assert.notEqual(one.id, two.id)
    assert.equal(end.reason, 'calls')

    const messages = [question, deskSays(first), results(first)]
    const second = await read(llm.generate(requestWith(messages), aCall()))
    const text = second.flatMap(event => (event.type === 'text' ? event.delta : [])).join('')
    assert.equal(text, 'A haircut costs 1,500 ₽.')
    assert.deepEqual(second.filter(event => event.type === 'text').length, 2)
    assert.deepEqual(fake.requests[1]?.results, [
      { id: one.id, name: 'get_services', response: { of: 'get_services' } },
      { id: two.id, name: 'get_employees', response: { of: 'get_employees' } },
    ])

    const later = [...messages, deskSays(second), clientSays('Спасибо')]
    await read(llm.generate(requestWith(later), aCall()))
    assert.deepEqual(fake.refused, [])
  })

  it('saying who it is, what it may call, and how much it may think', async () => {
    const { fake, llm } = await setUp({}, { temperature: 0.3, maxOutputTokens: 500, thinking: 'medium' })
    const request = requestWith([clientSays('hi')])
    await read(llm.generate(request, aCall()))
    const [seen] = fake.requests
    assert.equal(seen?.system, request.system)
    assert.deepEqual(
      seen?.functions.map(({ name, parametersJsonSchema }) => [name, parametersJsonSchema]),
      request.tools.map(({ name, parameters }) => [name, parameters]),
    )
    assert.deepEqual(seen?.generationConfig, {
      temperature: 0.3,
      maxOutputTokens: 500,
      thinkingConfig: { thinkingLevel: 'MEDIUM' },
    })
  })

  it('leaving thinking to the model and calling nothing when told so', async () => {
    const { fake, llm } = await setUp({}, { thinking: 'default' })
    await read(llm.generate(requestWith([clientSays('hi')], { tools: [] }), aCall()))
    assert.deepEqual(fake.requests[0]?.functions, [])
    assert.deepEqual(fake.requests[0]?.generationConfig, { maxOutputTokens: 4096 })
  })

  it('naming calls itself when the API gives them no ids, and sending none back', async () => {
    const { fake, llm } = await setUp({ answer: callsThenText, callIds: false })
    const question = clientSays('hi')
    const first = await read(llm.generate(requestWith([question]), aCall()))
    const ids = first.flatMap(event => (event.type === 'call' ? event.id : []))
    assert.equal(new Set(ids).size, 2)
    // The results come back in another order than the calls.
    const { role, parts } = results(first)
    const messages = [question, deskSays(first), { role, parts: parts.toReversed() }]
    await read(llm.generate(requestWith(messages), aCall()))
    assert.deepEqual(fake.refused, [])
    const sent = fake.requests[1]?.contents.flatMap(content => content.parts ?? []) ?? []
    assert.ok(sent.every(part => part.functionCall?.id === undefined && part.functionResponse?.id === undefined))
  })

  it('counting what it used, thoughts and cache included', async () => {
    const usage = {
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 5,
      cachedContentTokenCount: 60,
    }
    const { llm } = await setUp({ answer: () => ({ text: 'ok', usage }) })
    const end = (await read(llm.generate(requestWith([clientSays('hi')]), aCall()))).at(-1)
    assert.deepEqual(end, {
      type: 'end',
      reason: 'stop',
      usage: { inputTokens: 100, outputTokens: 25, cachedTokens: 60 },
    })
  })

  it('keeping what the model thought to itself', async () => {
    const { fake, llm } = await setUp({ answer: () => ({ thought: 'The client is rude.', text: 'Hello!' }) })
    const question = clientSays('hi')
    const first = await read(llm.generate(requestWith([question]), aCall()))
    assert.deepEqual(kinds(first), ['data', 'text', 'data', 'end'])
    await read(llm.generate(requestWith([question, deskSays(first), clientSays('again')]), aCall()))
    assert.deepEqual(fake.refused, [])
    assert.deepEqual(fake.requests[1]?.contents[1]?.parts?.[0], { text: 'The client is rude.', thought: true })
  })

  it('showing it what the client sent', async () => {
    const { fake, llm } = await setUp({})
    const media = { type: 'media', mimeType: 'image/png', base64: 'aGk=' } as const
    await read(llm.generate(requestWith([{ role: 'client', parts: [media] }]), aCall()))
    assert.deepEqual(fake.requests[0]?.contents[0]?.parts, [{ inlineData: { mimeType: 'image/png', data: 'aGk=' } }])
    assert.ok(llm.capabilities.media.includes('image/png'))
  })
})

describe('gemini takes any history', () => {
  const result = (id: string) => ({ type: 'result', id, name: 'get_services', result: ['cut'] }) as const
  const call = (id: string) => ({ type: 'call', id, name: 'get_services', args: {} }) as const

  it('with steps of another instance in this very turn', async () => {
    const { fake, llm } = await setUp({})
    const messages = [
      clientSays('hi'),
      { role: 'desk', parts: [call('rules-1')] },
      { role: 'tool', parts: [result('rules-1')] },
    ] as const
    await read(llm.generate(requestWith(messages), aCall()))
    assert.deepEqual(fake.refused, [])
    assert.deepEqual(fake.requests[0]?.results, [{ name: 'get_services', response: { result: ['cut'] } }])
  })

  it('cut anywhere: results without calls, calls without results, the desk first, empty texts, nothing', async () => {
    const { fake, llm } = await setUp({})
    const text = (words: string) => ({ type: 'text', text: words }) as const
    const histories = [
      [{ role: 'tool', parts: [result('lost')] }, clientSays('hi')],
      [{ role: 'desk', parts: [text('Hello!')] }, clientSays('hi')],
      [clientSays('hi'), { role: 'desk', parts: [text('Let me see.'), call('died')] }, clientSays('hello?')],
      [clientSays('hi'), { role: 'desk', parts: [text('')] }, clientSays('hello?')],
      [
        clientSays('hi'),
        { role: 'desk', parts: [call('a'), call('b')] },
        { role: 'tool', parts: [result('a')] },
        { role: 'tool', parts: [result('b')] },
      ],
      [],
    ] as const
    for (const history of histories) await read(llm.generate(requestWith(history), aCall()))
    assert.deepEqual(fake.refused, [])
    assert.equal(fake.requests.length, histories.length)
    assert.equal(fake.requests[4]?.results.length, 2)
  })

  it('with signatures that this model did not make: it asks again without them', async () => {
    const { fake, llm } = await setUp({ answer: callsThenText })
    const question = clientSays('hi')
    const first = await read(llm.generate(requestWith([question]), aCall()))
    const forged = JSON.parse(
      JSON.stringify([question, deskSays(first), results(first)]).replace(/"thoughtSignature":"./, '$&x'),
    )
    const second = await read(llm.generate(requestWith(forged), aCall()))
    assert.deepEqual(fake.refused, ['Corrupted thought signature.'])
    assert.equal(second.at(-1)?.type, 'end')
  })
})

describe('gemini beside a server that others wrote', () => {
  const mock = new LLMock({ port: 0, logLevel: 'silent' })
  before(() => mock.start())
  after(() => mock.stop())

  it('runs a turn with a call and its result', async () => {
    mock.on(
      { userMessage: 'services', hasToolResult: false },
      { toolCalls: [{ name: 'get_services', arguments: '{}' }] },
    )
    mock.on({ userMessage: 'services', hasToolResult: true }, { content: 'A haircut, and no more.' })
    const desk = createDesk({ apiKey: 'k', baseUrl: mock.url, apiVersion: 'v1beta', model: 'gemini-2.0-flash' })
    closing.push(desk.close)
    const question = clientSays('which services are there?')
    const first = await read(desk.llm.generate(requestWith([question]), aCall()))
    assert.equal(first[0]?.type === 'call' && first[0].name, 'get_services')
    const messages = [question, deskSays(first), results(first)]
    const second = await read(desk.llm.generate(requestWith(messages), aCall()))
    assert.equal(
      second.flatMap(event => (event.type === 'text' ? event.delta : [])).join(''),
      'A haircut, and no more.',
    )
  })
})
