import assert from 'node:assert/strict'
import type { LlmCheck } from './check.ts'
import { clientSays, deskSaid, intoHistory, resultsOf } from './request.ts'
import { answers, calling, OPAQUE } from './scenarios.ts'

/** What a brain makes of what its provider says, and what it tells the provider. */
export const answerChecks: readonly LlmCheck[] = [
  {
    id: 'llm.text',
    title: "hands on the model's text piece by piece, whole and in order",
    needs: ['provider'],
    async run({ openWith }) {
      const texts = ['Стрижка — 40 €,\n', '"по-детски" 💇 ', 'and <b>nothing</b> more.']
      const { ask } = await openWith(answers({ texts }))
      const { text, calls, end } = await ask([clientSays('How much is it?')])
      assert.equal(text, texts.join(''))
      assert.deepEqual([calls, end.reason], [[], 'stop'])
    },
  },
  {
    id: 'llm.asks',
    title: 'tells the model who it is, what it may call, and what was said, in order',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask, provider } = await openWith(answers())
      await ask([clientSays('kit-first'), deskSaid('kit-second'), clientSays('kit-third')])
      const body = bodyWith(provider.requests, 'kit-third')
      for (const said of ['kit-system', 'kit-services', 'get_services', 'kit-employees', 'get_employees', '"query"'])
        assert.ok(body.includes(said), `the provider was not told ${said}`)
      const places = ['kit-first', 'kit-second', 'kit-third'].map(said => body.indexOf(said))
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
        'the provider was told the history in another order',
      )
      assert.ok(
        places.every(place => place >= 0),
        'the provider was not told the whole history',
      )
    },
  },
  {
    id: 'llm.calls',
    title: 'hands on parallel calls, each with an id of its own and its arguments as they are',
    needs: ['provider'],
    async run({ openWith }) {
      const scenario = calling()
      const { ask } = await openWith(scenario)
      const { calls, end } = await ask([clientSays('Which services are there, and who does them?')])
      assert.deepEqual(
        calls.map(({ name, args }) => ({ name, args })),
        scenario.calls,
      )
      assert.equal(new Set(calls.map(({ id }) => id)).size, calls.length, 'two calls have the same id')
      assert.equal(end.reason, 'calls')
    },
  },
  {
    id: 'llm.round-trip',
    title: "gives the model its calls' results, and back unchanged what only it can read",
    needs: ['provider'],
    async run({ openWith }) {
      const { ask, provider } = await openWith(calling())
      const question = clientSays('Which services are there, and who does them?')
      const first = await ask([question])
      const hasOpaque = provider.sent.includes(OPAQUE)
      provider.script(() => ({ scenario: answers() }))
      const results = resultsOf(first.events, name => ({ kit: `kit-result-of-${name}` }))
      const { end } = await ask([question, intoHistory(first.events), results])
      assert.equal(end.reason, 'stop')
      const body = bodyWith(provider.requests, 'kit-result-of-get_services')
      assert.ok(body.includes('kit-result-of-get_employees'), 'the provider got one of two results')
      assert.ok(body.includes('стрижка') || body.includes('\\u0441'), 'the provider was not told what it had called')
      if (hasOpaque) assert.ok(body.includes(OPAQUE), 'what the provider wanted back unchanged did not come back')
    },
  },
  {
    id: 'llm.histories',
    title: 'goes on with what another brain began, and with a history that does not begin with the client',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(answers())
      const call = { type: 'call', id: 'other-1', name: 'get_services', args: {} } as const
      const result = { type: 'result', id: 'other-1', name: 'get_services', result: ['cut'] } as const
      const histories = {
        'calls of another brain': [
          clientSays('kit-hello'),
          { role: 'desk', parts: [call] },
          { role: 'tool', parts: [result] },
        ],
        'the desk first': [deskSaid('Good morning!'), clientSays('kit-hello')],
        'an empty text': [clientSays('kit-hello'), deskSaid(''), clientSays('Are you there?')],
      } as const
      for (const [what, history] of Object.entries(histories)) {
        const { end } = await ask(history).catch((cause: unknown) =>
          assert.fail(`${what}: ${cause instanceof Error ? cause.message : cause}`),
        )
        assert.equal(end.reason, 'stop', what)
      }
    },
  },
  {
    id: 'llm.usage',
    title: 'says what an answer cost',
    needs: ['provider'],
    async run({ openWith }) {
      const { usage } = answers()
      const { ask } = await openWith(answers())
      const { end } = await ask([clientSays('Hello')])
      assert.equal(end.usage?.inputTokens, usage.inputTokens, 'inputTokens')
      assert.equal(end.usage?.outputTokens, usage.outputTokens, 'outputTokens')
      const { cachedTokens = usage.cachedTokens } = end.usage ?? {}
      assert.equal(cachedTokens, usage.cachedTokens, 'cachedTokens')
    },
  },
  {
    id: 'llm.media',
    title: 'shows the model what a client sent, of every type that it declares',
    needs: ['provider', 'media'],
    async run({ openWith }) {
      const { ask, llm, provider } = await openWith(answers())
      for (const [index, mimeType] of llm.capabilities.media.entries()) {
        const base64 = Buffer.from(`kit media ${String(index).padStart(2, '0')}`).toString('base64')
        await ask([{ role: 'client', parts: [{ type: 'media', mimeType, base64 }] }])
        assert.ok(
          bodyWith(provider.requests, base64).includes(mimeType),
          `the provider was not told that it is ${mimeType}`,
        )
      }
    },
  },
  {
    id: 'llm.side-by-side',
    title: 'answers many clients at once, each their own',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask, provider } = await openWith(answers())
      provider.script(({ body }) => {
        const [client = 'nobody'] = /kit-client-\d+/.exec(body) ?? []
        return { scenario: answers({ texts: ['For ', client, '.'] }) }
      })
      const clients = Array.from({ length: 10 }, (_, index) => `kit-client-${index}`)
      const heard = await Promise.all(clients.map(async client => (await ask([clientSays(client)])).text))
      assert.deepEqual(
        heard,
        clients.map(client => `For ${client}.`),
      )
    },
  },
]

/** The request in which these words stand. */
function bodyWith(requests: readonly { body: string }[], words: string): string {
  const found = requests.findLast(({ body }) => body.includes(words))
  if (!found) assert.fail(`the provider was never told ${words}`)
  return found.body
}
