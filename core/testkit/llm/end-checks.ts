import assert from 'node:assert/strict'
import { assertCode, codeOf } from '../channel/assert.ts'
import type { LlmCheck } from './check.ts'
import { clientSays } from './request.ts'
import { answers, failure, RETRY_AFTER_MS } from './scenarios.ts'

const hello = [clientSays('Hello')]

/** How an answer may end other than well. */
export const endChecks: readonly LlmCheck[] = [
  {
    id: 'llm.length',
    title: 'ends with `length` when the answer was cut',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(answers({ reason: 'length' }))
      const { end, text } = await ask(hello)
      assert.equal(end.reason, 'length')
      assert.ok(text.startsWith('Hello! '), 'what was said before the cut is handed on')
    },
  },
  {
    id: 'llm.blocked',
    title: 'ends with `blocked`, or fails so, when the model may not answer',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(answers({ texts: [], reason: 'blocked' }))
      const reason = await ask(hello).then(({ end }) => end.reason, codeOf)
      assert.equal(reason, 'blocked')
    },
  },
  {
    id: 'llm.empty',
    title: 'ends with `empty` when there is nothing in the answer',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(answers({ texts: [], reason: 'empty' }))
      assert.equal((await ask(hello)).end.reason, 'empty')
    },
  },
  ...(['unavailable', 'unauthorized', 'exhausted', 'invalid'] as const).map(
    (code): LlmCheck => ({
      id: `llm.${code}`,
      title: `fails with \`${code}\` when its provider says so`,
      needs: ['provider'],
      async run({ openWith }) {
        const { ask } = await openWith(failure(code))
        await assertCode(ask(hello), [code])
      },
    }),
  ),
  {
    id: 'llm.rate-limited',
    title: 'fails with `rate_limited` and the time for which its provider asks',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(failure('rate_limited'))
      const { retryAfterMs }: { retryAfterMs?: unknown } = await assertCode(ask(hello), ['rate_limited'])
      assert.equal(retryAfterMs, RETRY_AFTER_MS, 'retryAfterMs')
    },
  },
  {
    id: 'llm.hung-up',
    title: 'fails with `unavailable` when the line is closed without an answer',
    needs: ['provider'],
    async run({ openWith }) {
      const { ask } = await openWith(answers(), 'hangs-up')
      await assertCode(ask(hello), ['unavailable'])
    },
  },
  {
    id: 'llm.broken-off',
    title: 'fails with `unavailable` when an answer breaks off, and never takes it for a whole one',
    needs: ['provider'],
    async run({ openWith }) {
      for (const fault of ['breaks', 'ends-early'] as const) {
        const { ask } = await openWith(answers(), fault)
        await assertCode(ask(hello), ['unavailable'])
      }
    },
  },
]
