import type { LlmScenario } from './subject.ts'

type Answer = Extract<LlmScenario, { kind: 'answer' }>
type Failure = Extract<LlmScenario, { kind: 'failure' }>

/** What a provider wants back unchanged; nothing on any way may find a reason to escape it. */
export const OPAQUE = 'kit0opaque0q7Zt'

/** What `rate_limited` asks for. */
export const RETRY_AFTER_MS = 7_000

/** An answer; a greeting in three pieces when nothing else is said. */
export const answers = (change: Partial<Omit<Answer, 'kind'>> = {}): Answer => ({
  kind: 'answer',
  texts: ['Hello! ', 'What can I do ', 'for you?'],
  calls: [],
  reason: 'stop',
  opaque: OPAQUE,
  usage: { inputTokens: 120, outputTokens: 30, cachedTokens: 20 },
  ...change,
})

/** An answer with two calls at once. */
export const calling = (change: Partial<Omit<Answer, 'kind'>> = {}): Answer =>
  answers({
    texts: [],
    calls: [
      { name: 'get_services', args: { query: 'стрижка "short"' } },
      { name: 'get_employees', args: {} },
    ],
    reason: 'calls',
    ...change,
  })

/** The provider says no. */
export const failure = (code: Failure['code']): Failure => ({ kind: 'failure', code, retryAfterMs: RETRY_AFTER_MS })
