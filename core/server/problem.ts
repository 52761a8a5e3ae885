import { STATUS_CODES } from 'node:http'

/** An answer of `application/problem+json` (RFC 9457) with a stable `code`. */
export interface Problem {
  status: number
  code: string
  title: string
  detail: string
  /** What exactly is wrong with the input. */
  errors?: readonly { path: string; message: string }[]
  retryAfterSeconds?: number
}

// One page of prose: every problem that the server itself can answer.
const PROBLEMS = {
  malformed_request: [400, 'The request is malformed', 'It is not readable as HTTP.'],
  malformed_url: [400, 'The URL is malformed', 'Its path can not be decoded; percent-encode it as UTF-8.'],
  malformed_json: [400, 'The body is not JSON', 'Send one JSON object, encoded as UTF-8.'],
  validation_failed: [400, 'The request does not fit its schema', 'See `errors`, and /openapi.json for the schema.'],
  not_found: [404, 'There is nothing at this address', 'See /openapi.json for what there is.'],
  method_not_allowed: [405, 'This address does not know the method', 'The header Allow lists those it knows.'],
  request_timeout: [408, 'The request took too long to arrive', 'Send it again.'],
  conflict: [409, 'The request contradicts an earlier one', 'Read the present state and decide anew.'],
  body_too_large: [413, 'The body is too large', 'Send less; server.bodyLimitBytes sets the limit.'],
  unsupported_media_type: [415, 'This type of content is not understood', 'Send Content-Type: application/json.'],
  invalid: [422, 'The request can not be carried out', 'What it asks for can never be stored.'],
  too_many_requests: [429, 'Too many requests', 'Wait as long as the header Retry-After says.'],
  headers_too_large: [431, 'The headers are too large', 'Send fewer or shorter headers.'],
  internal_error: [500, 'The server failed', 'The operator finds the reason in the log under the same request id.'],
  unavailable: [503, 'The desk can not take this now', 'Nothing was stored; send it again.'],
  starting: [503, 'This part of the desk is not running yet', 'It starts by itself; send the request again.'],
  stopping: [503, 'The desk is stopping', 'Send the request again; another process or the next start answers it.'],
} as const satisfies Record<string, readonly [status: number, title: string, detail: string]>

/** The codes of the problems that the server itself answers. */
export type ProblemCode = keyof typeof PROBLEMS

/** A problem of the table. */
export function problemOf(code: ProblemCode, more: Partial<Pick<Problem, 'detail' | 'errors'>> = {}): Problem {
  const [status, title, detail] = PROBLEMS[code]
  return { status, code, title, detail, ...(status === 503 ? { retryAfterSeconds: 5 } : {}), ...more }
}

/** An error that the error handler answers with this problem of the table. */
export function problemError(code: ProblemCode, detail?: string): Error {
  const problem = problemOf(code, detail === undefined ? {} : { detail })
  return Object.assign(new Error(problem.detail), { statusCode: problem.status, code })
}

const FRAMEWORK_CODES: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
}

// Codes of the contract's closed list that can reach a caller through `deliver` and `emit`.
const CODED: Readonly<Record<string, ProblemCode>> = {
  invalid: 'invalid',
  not_found: 'not_found',
  rate_limited: 'too_many_requests',
  unavailable: 'unavailable',
}

interface Failure {
  code?: unknown
  statusCode?: unknown
  message?: unknown
  reason?: unknown
  retryAfterMs?: unknown
  validation?: unknown
  validationContext?: unknown
}

/**
 * What a caller is told about an error. Only three kinds of error speak for themselves: the framework's own, a coded
 * error of the contract (with its `reason`), and an error that a plugin made for the caller: `statusCode` 4xx or 503, a
 * lower-case `code`, and a `message` that is shown. Everything else is `internal_error`, without a word from inside.
 */
export function describeError(error: unknown): Problem {
  const failure: Failure = typeof error === 'object' && error !== null ? error : {}
  if (Array.isArray(failure.validation)) return describeValidation(failure.validation, failure.validationContext)
  const code = typeof failure.code === 'string' ? failure.code : ''
  const framework = FRAMEWORK_CODES[code]
  if (framework) return problemOf(framework)
  const problem = describeStatement(failure, code)
  if (problem.status >= 500 && problem.status !== 503) return problem
  return typeof failure.retryAfterMs === 'number'
    ? { ...problem, retryAfterSeconds: Math.max(1, Math.ceil(failure.retryAfterMs / 1000)) }
    : problem
}

function describeStatement(failure: Failure, code: string): Problem {
  const { statusCode: status, message, reason } = failure
  const speaks = typeof status === 'number' && ((status >= 400 && status < 500) || status === 503)
  if (speaks && /^[a-z][a-z0-9_]*$/.test(code) && typeof message === 'string') {
    const known = Object.entries(PROBLEMS).find(([name]) => name === code)
    const title = known ? known[1][1] : (STATUS_CODES[status] ?? 'Error')
    return { status, code, title, detail: message, ...(status === 503 ? { retryAfterSeconds: 5 } : {}) }
  }
  const coded = CODED[code]
  if (coded) return problemOf(coded, typeof reason === 'string' ? { detail: reason } : {})
  if (speaks && status < 500) return problemOf(status === 429 ? 'too_many_requests' : 'malformed_request')
  return problemOf('internal_error')
}

function describeValidation(validation: readonly unknown[], context: unknown): Problem {
  const errors = validation.map(item => {
    const finding: { instancePath?: unknown; message?: unknown; params?: unknown } =
      typeof item === 'object' && item !== null ? item : {}
    const params: { additionalProperty?: unknown } =
      typeof finding.params === 'object' && finding.params !== null ? finding.params : {}
    const extra = typeof params.additionalProperty === 'string' ? `: ${params.additionalProperty}` : ''
    return {
      path: `${typeof context === 'string' ? context : 'request'}${String(finding.instancePath ?? '')}`,
      message: `${String(finding.message ?? 'is not valid')}${extra}`,
    }
  })
  const first = errors[0]
  return problemOf('validation_failed', {
    errors,
    ...(first ? { detail: `${first.path} ${first.message}; see /openapi.json for the schema.` } : {}),
  })
}
