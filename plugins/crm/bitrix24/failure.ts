import type { CodedError, ErrorCode, PluginContext } from '../../../core/contract/index.ts'
import { type Fields, fieldsOf, textOf } from './wire.ts'

/** What Bitrix24 answered when it did not do what it was asked. */
export interface Refusal {
  method: string
  /** HTTP status; 0 for a command inside of a batch. */
  status: number
  body: Fields
  /** Seconds or a date, as the header has it. */
  retryAfter?: string | null
  isWrite: boolean
}

const LIMIT_PAUSE_MS = 2_000
const METHOD_PAUSE_MS = 600_000

// Sources: system errors and limits of the REST documentation. The code decides: statuses differ from it at times.
const MEANINGS: Readonly<Record<string, readonly [code: ErrorCode, advice: string]>> = {
  EXPIRED_TOKEN: ['unauthorized', 'the access has expired: make a new webhook, or connect the application anew'],
  NO_AUTH_FOUND: ['unauthorized', 'the webhook or token is wrong or was revoked: make a new one'],
  INVALID_TOKEN: ['unauthorized', 'the webhook or token is wrong or was revoked: make a new one'],
  AUTHORIZATION_ERROR: ['unauthorized', 'the webhook or token is wrong or was revoked: make a new one'],
  INVALID_CREDENTIALS: ['unauthorized', 'the webhook or token is wrong or was revoked: make a new one'],
  APPLICATION_NOT_FOUND: ['unauthorized', 'the application is not installed in this portal'],
  INSUFFICIENT_SCOPE: ['unauthorized', 'a right is missing: tick it in the webhook or application'],
  ERROR_METHOD_NOT_FOUND: ['unauthorized', 'the method is unknown there: its right is missing, or the tool is off'],
  USER_ACCESS_ERROR: ['unauthorized', 'the user of the webhook may not do this'],
  ALLOWED_ONLY_INTRANET_USER: ['unauthorized', 'the user of the webhook must be an employee of the portal'],
  ACCESS_DENIED: ['unauthorized', 'the user of the webhook may not do this'],
  PORTAL_DELETED: ['unauthorized', 'the portal was deleted: check the address'],
  QUERY_LIMIT_EXCEEDED: ['rate_limited', 'too many requests'],
  OPERATION_TIME_LIMIT: ['rate_limited', 'this method has used up its time of ten minutes'],
  OVERLOAD_LIMIT: ['unavailable', 'Bitrix24 has blocked the portal’s REST: ask its support'],
}

/** The error that a refusal means. The provider's own text goes no further than its first words. */
export function failureOf({ error }: Pick<PluginContext, 'error'>, refusal: Refusal, now: number): CodedError {
  const { method, status, body, isWrite } = refusal
  const code = textOf(body['error']).toUpperCase()
  const said = shortened(textOf(body['error_description']))
  const where = `Bitrix24 answered ${method} with ${[status > 0 ? status : '', code].filter(Boolean).join(' ') || 'an error'}`
  const details = said === '' ? where : `${where} (${said})`
  if (/commercial plan|market subscription/i.test(said))
    return error('unauthorized', `${details}: the portal’s plan has expired or has no REST; renew it`)
  const meaning = MEANINGS[code] ?? meaningOf(refusal, said)
  if (meaning) {
    const [kind, advice] = meaning
    return error(kind, `${details}: ${advice}`, kind === 'rate_limited' ? { retryAfterMs: pauseOf(refusal, now) } : {})
  }
  const broke = status >= 500 || code.startsWith('INTERNAL_SERVER') || code === 'ERROR_UNEXPECTED_ANSWER'
  if (broke || !('error' in body)) return error(isWrite ? 'unknown_outcome' : 'unavailable', details)
  return error('refused', details)
}

/** What the status or the words say where the code says nothing. */
function meaningOf({ status }: Refusal, said: string): readonly [ErrorCode, string] | undefined {
  if (status === 429) return ['rate_limited', 'too many requests']
  if (status === 401 || status === 403) return MEANINGS['NO_AUTH_FOUND']
  return /access denied|denied|нет прав|доступ запрещ/i.test(said) ? MEANINGS['ACCESS_DENIED'] : undefined
}

function pauseOf({ body, retryAfter }: Refusal, now: number): number {
  const asked = Number(retryAfter ?? 0)
  if (asked > 0) return asked * 1_000
  const reset = Number(textOf(fieldsOf(body['time'])['operating_reset_at'])) * 1_000
  return reset > now ? Math.min(reset - now, METHOD_PAUSE_MS) : LIMIT_PAUSE_MS
}

const shortened = (text: string) => text.replace(/<[^>]*>/g, '').slice(0, 160)
