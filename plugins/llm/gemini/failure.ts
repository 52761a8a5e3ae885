import type { CodedError, ErrorCode, PluginContext } from '../../../core/contract/index.ts'
import type { Settings } from './options.ts'

/** What the API says about an error: https://cloud.google.com/apis/design/errors */
interface ApiFailure {
  status: number
  /** `INVALID_ARGUMENT` and so on. */
  kind: string
  message: string
  reasons: readonly string[]
  quotas: readonly string[]
  retryAfterMs: number | undefined
}

const DAY_QUOTA_MS = 60 * 60 * 1_000
const MESSAGE_LENGTH = 300

/** Gives whatever the SDK, the API or the network threw a code of the contract. The key is in none of the messages. */
export function failureOf(error: unknown, settings: Settings, make: PluginContext['error']): CodedError {
  const host = URL.parse(settings.baseUrl)?.host ?? settings.baseUrl
  const failure = apiFailureOf(error)
  if (failure) {
    const { code, hint, retryAfterMs } = judge(failure, settings)
    const message = clean(`${host}: ${failure.status} ${failure.message}${hint ? ` (${hint})` : ''}`, settings)
    return make(code, message, retryAfterMs === undefined ? {} : { retryAfterMs })
  }
  const code = codeOf(error)
  if (code === undefined) {
    const what = error instanceof Error ? error.message : String(error)
    return make('unavailable', clean(`${host} answered with something else than the Gemini API: ${what}`, settings))
  }
  const message = error instanceof Error ? error.message : host
  // An answer that was asked for and not received wrote nothing anywhere.
  if (code === 'unknown_outcome') return make('unavailable', clean(message, settings), { cause: error })
  const retryAfterMs = retryAfterOf(error)
  return make(code, clean(message, settings), { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}

/** The history carries signatures that this model or key did not make. */
export function isSignatureRefused(error: unknown): boolean {
  const failure = apiFailureOf(error)
  return failure?.status === 400 && /thought.?signature/i.test(failure.message)
}

/** Another attempt a moment later may well succeed. */
export function isTransient(error: unknown): boolean {
  const failure = apiFailureOf(error)
  if (failure) return failure.status >= 500
  return codeOf(error) === 'unknown_outcome' && BROKEN.has(textIn(valueIn(error, 'cause'), 'code'))
}

/** A kept connection that the other side closed at the moment of asking. */
const BROKEN: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

function judge(failure: ApiFailure, settings: Settings): { code: ErrorCode; hint?: string; retryAfterMs?: number } {
  const { status, kind, message, reasons, quotas, retryAfterMs } = failure
  if (status === 401 || status === 403 || reasons.includes('API_KEY_INVALID')) {
    return { code: 'unauthorized', hint: 'check apiKey: https://aistudio.google.com/apikey' }
  }
  if (status === 404) return { code: 'unauthorized', hint: `check model: ${settings.model} is not open to this key` }
  if (status === 400 && kind === 'FAILED_PRECONDITION') {
    return {
      code: 'unauthorized',
      hint: 'Google does not serve this country or this account; baseUrl can name a gateway',
    }
  }
  if (status === 413 || (status === 400 && /token count|exceeds the maximum number of tokens/i.test(message))) {
    return { code: 'exhausted' }
  }
  if (status === 429) {
    const daily = quotas.some(quota => /PerDay/i.test(quota))
    if (daily) return { code: 'exhausted', retryAfterMs: Math.max(retryAfterMs ?? 0, DAY_QUOTA_MS) }
    return { code: 'rate_limited', ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  return { code: status >= 500 || status === 408 ? 'unavailable' : 'invalid' }
}

/** Reads the SDK's ApiError, whose message is the body as JSON, sometimes with words before it. */
function apiFailureOf(error: unknown): ApiFailure | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined
  const body = objectIn(parse(error.message.slice(Math.max(0, error.message.indexOf('{')))), 'error')
  const details = listIn(body, 'details')
  return {
    status: error.status,
    kind: textIn(body, 'status'),
    message: textIn(body, 'message') || 'no reason given',
    reasons: details.map(detail => textIn(detail, 'reason')),
    quotas: details.flatMap(detail => listIn(detail, 'violations')).map(violation => textIn(violation, 'quotaId')),
    retryAfterMs: details.map(detail => millisecondsOf(textIn(detail, 'retryDelay'))).find(ms => ms !== undefined),
  }
}

/** Protobuf's Duration as JSON: `17s`, `0.250s`. */
function millisecondsOf(duration: string): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(duration)?.[1]
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000)
}

function clean(message: string, { apiKey }: Settings): string {
  const oneLine = message
    .replaceAll(apiKey, '***')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return oneLine.length > MESSAGE_LENGTH ? `${oneLine.slice(0, MESSAGE_LENGTH)}…` : oneLine
}

function codeOf(error: unknown): ErrorCode | undefined {
  const code = textIn(error, 'code')
  return CODES.find(known => known === code)
}

const CODES: readonly ErrorCode[] = ['unavailable', 'unknown_outcome', 'rate_limited', 'invalid']

function retryAfterOf(error: unknown): number | undefined {
  const ms = valueIn(error, 'retryAfterMs')
  return typeof ms === 'number' ? ms : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const valueIn = (value: unknown, key: string): unknown =>
  value instanceof Object ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined
const objectIn = (value: unknown, key: string) => valueIn(value, key)
const textIn = (value: unknown, key: string) => {
  const text = valueIn(value, key)
  return typeof text === 'string' ? text : ''
}
const listIn = (value: unknown, key: string): readonly unknown[] => {
  const list = valueIn(value, key)
  return Array.isArray(list) ? list : []
}
