import type { ServerResponse } from 'node:http'
import type { GeminiFakeAnswer, GeminiFault } from './answer.ts'
import { type WireResponse, wireError } from './wire.ts'

/** An error body of the API. */
export type Refusal = ReturnType<typeof wireError>

/** Sends one JSON body. */
export function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** What the API refuses before it reads the body. */
export function refusalOf(asked: {
  key: string | string[] | undefined
  apiKey: string
  version: string | undefined
  model: string
  models: readonly string[]
}): Refusal | undefined {
  if (asked.version === undefined) return wireError(404, 'NOT_FOUND', 'Requested entity was not found.')
  if (asked.key === undefined) return FORBIDDEN
  if (asked.key !== asked.apiKey) return BAD_KEY
  if (asked.models.includes(asked.model)) return undefined
  return wireError(
    404,
    'NOT_FOUND',
    `models/${asked.model} is not found for API version ${asked.version}, or is not supported for generateContent.`,
  )
}

const FORBIDDEN = wireError(
  403,
  'PERMISSION_DENIED',
  "Method doesn't allow unregistered callers (callers without established identity).",
)

const BAD_KEY = wireError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
  { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID', domain: 'googleapis.com' },
])

/** What the API says when a request fails. */
export const ERRORS: Partial<Record<GeminiFault, Refusal>> = {
  server_error: wireError(500, 'INTERNAL', 'An internal error has occurred.'),
  overloaded: wireError(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  too_long: wireError(
    400,
    'INVALID_ARGUMENT',
    'The input token count (1200345) exceeds the maximum number of tokens allowed (1048576).',
  ),
  bad_key: BAD_KEY,
  forbidden: FORBIDDEN,
  location: wireError(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
}

/** 429, with the quota that is used up and when to come again. */
export const quotaError = (quotaId: string, retryDelay: string) =>
  wireError(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.', [
    { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
  ])

/** Sends the answer as a stream of events or as one body, with its fault. */
export async function sendStream(
  response: ServerResponse,
  {
    answer,
    chunks,
    sse,
    apiKey,
  }: { answer: GeminiFakeAnswer; chunks: readonly WireResponse[]; sse: boolean; apiKey: string },
): Promise<void> {
  const { fault, pace, retryDelay = '17s' } = answer
  if (fault === 'silence') return
  if (fault === 'reset') return void response.destroy()
  if (fault === 'leaked_key') {
    return send(response, 403, wireError(403, 'PERMISSION_DENIED', `The key ${apiKey} was reported as leaked.`))
  }
  if (fault === 'rate_limited') return send(response, 429, quotaError('GenerateRequestsPerMinute', retryDelay))
  if (fault === 'quota') return send(response, 429, quotaError('GenerateRequestsPerDayPerProjectPerModel', retryDelay))
  if (fault === 'html' || fault === 'bad_gateway') return sendPage(response, fault === 'html' ? 200 : 502)
  const error = fault && ERRORS[fault]
  if (error) return send(response, error.error.code, error)
  if (!sse) {
    await pace?.()
    return send(response, 200, merged(chunks))
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  for (const [index, chunk] of chunks.entries()) {
    await pace?.()
    const event = `data: ${JSON.stringify(chunk)}\r\n\r\n`
    const last = index === chunks.length - 1
    if (last && fault === 'half_event') {
      response.write(event.slice(0, event.length / 2), () => response.destroy())
      return
    }
    if (last && fault === 'half_stream') break
    if (last && fault === 'error_in_stream') {
      response.write(`data: ${JSON.stringify(ERRORS.overloaded)}\r\n\r\n`)
      break
    }
    if (last && fault === 'stall') return
    response.write(event)
  }
  response.end()
}

function sendPage(response: ServerResponse, status: number) {
  response.writeHead(status, { 'content-type': 'text/html' })
  response.end('<html><body><h1>Proxy</h1></body></html>')
}

function merged(chunks: readonly WireResponse[]): WireResponse {
  const last = chunks.at(-1) ?? {}
  const candidate = last.candidates?.[0]
  if (!candidate) return last
  const parts = chunks.flatMap(chunk => chunk.candidates?.[0]?.content?.parts ?? [])
  return { ...last, candidates: [{ ...candidate, content: { role: 'model', parts } }] }
}
