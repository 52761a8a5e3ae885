import type { ErrorCode, Http } from '../../../../core/contract/index.ts'
import type { LlmMutant } from './mutant.ts'

/** Brains that fail wrongly, or do not let go. */
export const failureMutants: readonly LlmMutant[] = [
  {
    check: 'llm.unavailable',
    mistake: 'takes a broken provider for a bad request',
    http: http => withStatus(http, status => (status === 503 ? 400 : status)),
  },
  {
    check: 'llm.unauthorized',
    mistake: 'takes a wrong key for a bad request',
    http: http => withStatus(http, status => (status === 401 ? 400 : status)),
  },
  {
    check: 'llm.exhausted',
    mistake: 'takes a request that is too long for a bad one',
    events: coding('exhausted', 'invalid'),
  },
  {
    check: 'llm.invalid',
    mistake: 'takes a bad request for a provider that is down',
    events: coding('invalid', 'unavailable'),
  },
  {
    check: 'llm.rate-limited',
    mistake: 'does not say when to come again',
    events: events => caught(events, error => Object.assign(Object(error), { retryAfterMs: undefined })),
  },
  {
    check: 'llm.hung-up',
    mistake: 'is not sure whether an answer that never came wrote something',
    async *events(events, _, { signal }) {
      let hasBegun = false
      try {
        for await (const event of events) {
          hasBegun = true
          yield event
        }
      } catch (error) {
        const { cause } = Object(error)
        const isHungUp = !hasBegun && !signal.aborted && Object(cause).code === 'unknown_outcome'
        throw isHungUp ? Object.assign(Object(error), { code: 'unknown_outcome' }) : error
      }
    },
  },
  {
    check: 'llm.broken-off',
    mistake: 'takes what came before the line broke for the answer',
    async *events(events, _, { signal }) {
      let hasBegun = false
      try {
        for await (const event of events) {
          hasBegun = true
          yield event
        }
      } catch (error) {
        if (!hasBegun || signal.aborted) throw error
        yield { type: 'end', reason: 'stop' }
      }
    },
  },
  {
    check: 'llm.deadline',
    mistake: 'asks after the deadline',
    http: http =>
      replaced(http, (url, init, options) =>
        http(url, init, {
          ...options,
          call: { signal: options?.call?.signal ?? new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER },
        }),
      ),
  },
  {
    check: 'llm.abort-midway',
    mistake: 'does not listen to the signal once the answer has begun',
    http: http =>
      replaced(http, async (url, init, options) => {
        const waiting = new AbortController()
        const { signal = waiting.signal, deadline = Number.MAX_SAFE_INTEGER } = options?.call ?? {}
        const end = () => waiting.abort(signal.reason)
        signal.addEventListener('abort', end)
        if (signal.aborted) end()
        try {
          return await http(url, init, { ...options, call: { signal: waiting.signal, deadline } })
        } finally {
          signal.removeEventListener('abort', end)
        }
      }),
  },
  {
    check: 'llm.reader-leaves',
    mistake: 'reads on when nobody reads from it',
    http: http =>
      replaced(http, async (url, init, options) => {
        const response = await http(url, init, options)
        const reader = response.body?.getReader()
        if (!reader) return response
        const body = new ReadableStream<Uint8Array>({
          async pull(controller) {
            const { done, value } = await reader.read()
            if (done) controller.close()
            else controller.enqueue(value)
          },
        })
        return new Response(body, response)
      }),
  },
]

type Send = (...args: Parameters<Http>) => Promise<Response>

const replaced = (http: Http, send: Send): Http => Object.assign(send, { limit: () => http })

function withStatus(http: Http, change: (status: number) => number): Http {
  return replaced(http, async (...args) => {
    const response = await http(...args)
    const { headers } = response
    return new Response(response.body, { headers, status: change(response.status) })
  })
}

function coding(from: ErrorCode, to: ErrorCode): NonNullable<LlmMutant['events']> {
  return events =>
    caught(events, error => (Object(error).code === from ? Object.assign(Object(error), { code: to }) : error))
}

async function* caught<T>(events: AsyncIterable<T>, change: (error: unknown) => unknown): AsyncGenerator<T> {
  try {
    yield* events
  } catch (error) {
    throw change(error)
  }
}
