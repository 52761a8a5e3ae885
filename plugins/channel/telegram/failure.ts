import { GrammyError, HttpError } from 'grammy'
import type { CodedError, ErrorCode, PluginContext } from '../../../core/contract/index.ts'

/** What a failed request was for, and how far it came. */
export interface Failed {
  /** The HTTP answer, when there was one. */
  response: Response | undefined
  /** The request changes nothing: an answer that was lost means that nothing happened. */
  isRead: boolean
  /** Of the channel: where its settings stand. */
  instance: string
}

/**
 * The contract's error for what grammY threw. Neither grammY's own error nor the request stands in it: the one holds
 * what was said to the client, the other the token.
 */
export function failureOf(thrown: unknown, failed: Failed, error: PluginContext['error']): CodedError {
  if (thrown instanceof GrammyError) return refusalOf(thrown, failed, error)
  const inner: unknown = thrown instanceof HttpError ? thrown.error : thrown
  const doubt = failed.isRead ? 'unavailable' : 'unknown_outcome'
  if (isCoded(inner)) return inner.code === 'unknown_outcome' ? error(doubt, inner.message, { cause: inner }) : inner
  const { status = 0 } = failed.response ?? {}
  if (status >= 400 || isRedirect(status)) return refusalOf({}, failed, error)
  return error(doubt, `Telegram answered ${status} with what can not be read`)
}

/** What Telegram says with an error: the code and the parameters count, the description is for people. */
interface Refusal {
  error_code?: number
  description?: string
  parameters?: { retry_after?: number; migrate_to_chat_id?: number }
  method?: string
}

function refusalOf(
  refusal: Refusal,
  { response, isRead, instance }: Failed,
  error: PluginContext['error'],
): CodedError {
  const {
    error_code: code = response?.status ?? 500,
    description = '',
    parameters = {},
    method = 'a request',
  } = refusal
  const said = `Telegram answers ${method} with ${code}${description && `: ${description}`}`
  if (code === 429) {
    const seconds = parameters.retry_after ?? Number(response?.headers.get('retry-after'))
    return error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
  }
  // Malformed tokens are answered with 404, revoked ones with 401.
  if (code === 401 || code === 404)
    return error(
      'unauthorized',
      `Telegram does not know the token of channels.${instance}.with.token (${code}): copy it anew from @BotFather, /mybots → API Token`,
    )
  // A group that has become another one goes on under its new id as soon as somebody writes there.
  const isGone = code === 403 || parameters.migrate_to_chat_id !== undefined
  if (isGone) return error('unreachable', said)
  if (code === 400 && /chat not found|user not found|PEER_ID_INVALID|deactivated/i.test(description))
    return error('unreachable', said)
  if (code === 409 || isRedirect(code)) return error('unavailable', said)
  if (code >= 500) return error(isRead ? 'unavailable' : 'unknown_outcome', said)
  return error(code === 400 || code === 413 ? 'invalid' : 'refused', said)
}

/** Redirects are not followed: the token stands in the path. */
const isRedirect = (status: number) => status >= 300 && status < 400

const CODES: readonly ErrorCode[] = ['unavailable', 'unknown_outcome', 'rate_limited', 'invalid']

/** What `context.http` throws. */
function isCoded(thrown: unknown): thrown is CodedError {
  return thrown instanceof Error && 'code' in thrown && CODES.some(code => code === thrown.code)
}

/** Telegram did nothing, since it does not like what it was asked for. */
export const isBadRequest = (thrown: unknown): boolean => Object(thrown).code === 'invalid'
