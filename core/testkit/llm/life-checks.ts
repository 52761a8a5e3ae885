import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Json } from '../../contract/index.ts'
import { assertCode, codeOf } from '../channel/assert.ts'
import type { LlmCheck } from './check.ts'
import { clientSays, deskSaid } from './request.ts'
import { answers } from './scenarios.ts'

/** What the contract gives a brain to remember. */
const MEMORY_BYTES = 4_096
/** How soon something must be over that was told to end, in real milliseconds. */
const SOON_MS = 1_000
/** Real time for the first piece of an answer to arrive; a provider that does not stream has none. */
const FIRST_PIECE_MS = 300
const TURNS = 12

/** From the beginning of a conversation to the caller's leaving. */
export const lifeChecks: readonly LlmCheck[] = [
  {
    id: 'llm.order',
    title: 'answers with texts, calls and data, then one end',
    needs: [],
    async run({ open }) {
      const { ask } = await open()
      for (const words of ['Hello', 'I would like a haircut tomorrow at noon', '…']) {
        const { calls, end, text } = await ask([clientSays(words)])
        assert.equal(end.reason === 'calls', calls.length > 0, '`calls` is the reason exactly when something is called')
        assert.ok(end.reason !== 'stop' || text.trim() !== '', '`stop` without a word; say `empty`')
      }
    },
  },
  {
    id: 'llm.memory',
    title: 'remembers at most 4 kB of a conversation, and takes up any memory',
    needs: [],
    async run({ open }) {
      const { ask } = await open()
      let memory: Json | undefined
      const history = []
      for (let turn = 0; turn < TURNS; turn += 1) {
        history.push(clientSays(`${'very '.repeat(turn * 20)}short, please, number ${turn}`))
        const { end, text } = await ask(history, memory)
        history.push(deskSaid(text))
        memory = end.memory ?? memory
        const bytes = memory === undefined ? 0 : Buffer.byteLength(JSON.stringify(memory))
        assert.ok(bytes <= MEMORY_BYTES, `after ${turn + 1} turns it remembers ${bytes} bytes`)
      }
      // What an older version of the plugin left behind.
      for (const strange of [null, 7, 'words', [], [[1]], {}, { version: 99, step: { of: ['another', 'kind'] } }])
        await ask(history, strange).catch((cause: unknown) =>
          assert.fail(
            `with the memory ${JSON.stringify(strange)} it fails: ${cause instanceof Error ? cause.message : cause}`,
          ),
        )
    },
  },
  {
    id: 'llm.deadline',
    title: 'asks nothing after the deadline',
    needs: ['provider'],
    async run({ openWith }) {
      const { llm, clock, request, provider } = await openWith(answers())
      const late = { signal: new AbortController().signal, deadline: clock.now() - 1 }
      await assertCode(clock.drive(drained(llm.generate(request([clientSays('Hello')]), late))), ['unavailable'])
      assert.equal(provider.requests.length, 0, 'it asked its provider all the same')
    },
  },
  {
    id: 'llm.abort-midway',
    title: 'ends soon when its caller leaves in the middle of an answer, and closes the connection',
    needs: ['provider'],
    async run({ openWith }) {
      const { llm, request, endable, provider } = await openWith(answers(), 'stalls')
      const { call, end } = endable()
      const events = llm.generate(request([clientSays('Hello')]), call)[Symbol.asyncIterator]()
      const rest = readOn(events)
      await provider.stalled()
      await within(FIRST_PIECE_MS, rest.begun)
      end()
      assert.ok(
        await within(
          SOON_MS,
          rest.ended.catch(() => undefined),
        ),
        `it goes on for more than ${SOON_MS} ms`,
      )
      assert.ok(await within(SOON_MS, provider.left()), 'the connection to the provider stays open')
      const failure = await rest.ended.then(
        () => undefined,
        (error: unknown) => error,
      )
      const isAbort = failure instanceof Error && failure.name === 'AbortError'
      assert.ok(
        isAbort || codeOf(failure) === 'unavailable',
        `it ends with ${inspect(failure)} instead of \`unavailable\``,
      )
    },
  },
  {
    id: 'llm.reader-leaves',
    title: 'closes the connection when nobody reads on',
    needs: ['provider'],
    async run({ openWith }) {
      const { llm, request, endable, provider } = await openWith(answers(), 'stalls')
      const { call, end } = endable()
      const events = llm.generate(request([clientSays('Hello')]), call)[Symbol.asyncIterator]()
      const first = events.next()
      await provider.stalled()
      if (!(await within(FIRST_PIECE_MS, first))) {
        // Nothing came yet: whoever waits for the first piece leaves by the signal.
        end()
        await first.catch(() => undefined)
      }
      await events.return?.()
      assert.ok(await within(SOON_MS, provider.left()), 'the connection to the provider stays open')
    },
  },
]

async function drained(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

function readOn(events: AsyncIterator<unknown>): { begun: Promise<void>; ended: Promise<void> } {
  const begun = Promise.withResolvers<void>()
  const read = async () => {
    for (;;) {
      const { done } = await events.next()
      begun.resolve()
      if (done) return
    }
  }
  const ended = read()
  ended.catch(() => begun.resolve())
  return { begun: begun.promise, ended }
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, ms, false)
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer))
}
