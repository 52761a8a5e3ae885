import type { CodedError, ErrorCode, PluginContext } from '../../../core/contract/index.ts'
import { listOf, recordOf, textOf, type Wire } from './wire.ts'

/** How long nothing is sent after amoCRM has shut this address out: who goes on is shut out for longer. */
export const BLOCK_MS = 300_000
const RETRY_MS = 1_000

/** An answer that was read to its end. */
export interface Answer {
  status: number
  headers: Headers
  /** Undefined for what is no JSON object: a page for people, half an answer, nothing. */
  body: Wire | undefined
}

/** Reads the whole answer; amoCRM's 204 and pages of proxies have no JSON. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: parsed(text) }
}

function parsed(text: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // `leads/complex` alone answers a bare list, and is not used.
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? recordOf(value) : undefined
  } catch {
    return undefined
  }
}

/** What an answer other than 2xx means. `unread`: what is to be said when nobody knows what happened. */
export function failureOf(
  { status, headers, body }: Answer,
  unread: ErrorCode,
  error: PluginContext['error'],
): CodedError {
  const said = `amoCRM answered ${status}`
  if (status >= 300 && status < 400) return error(unread, `${said}: ${redirectHint(headers)}`)
  if (status === 400 || status === 422) return error('invalid', `${said}: ${problemsOf(body)}`)
  if (status === 401) return error('unauthorized', `${said}: the token is wrong, was revoked or has expired`)
  if (status === 402) return error('unauthorized', `${said}: the account is not paid for; pay for its plan in amoCRM`)
  if (status === 403 && body) return error('unauthorized', `${said}: ${detailOf(body) ?? 'a right is missing'}`)
  if (status === 403)
    return error(
      'rate_limited',
      `${said} with a page for people: this address is shut out for a while; wait some minutes, and let other programs ask less`,
      {
        retryAfterMs: BLOCK_MS,
      },
    )
  if (status === 404) return error('not_found', `${said}: there is no such record`)
  if (status === 429) return error('rate_limited', said, { retryAfterMs: retryAfterMs(headers) ?? RETRY_MS })
  return error(status >= 500 ? unread : 'refused', said)
}

/** Only the host: the rest of an address may carry what nobody should read in a log. */
function redirectHint(headers: Headers): string {
  const host = URL.parse(headers.get('location') ?? '')?.host
  return host === undefined
    ? 'a redirect, check crm.with.account'
    : `a redirect to ${host}; if the account was renamed, write its new address in crm.with.account`
}

/** Amo's own words are technical and name fields, not people; the values that were refused are not repeated. */
function problemsOf(body: Wire | undefined): string {
  const problems = listOf(body?.['validation-errors'])
    .flatMap(({ errors }) => listOf(errors))
    .map(({ code, path }) => `${textOf(code) ?? 'refused'} at ${textOf(path) ?? '?'}`)
  return problems.length > 0 ? problems.join('; ') : (detailOf(body) ?? 'the request was refused')
}

function detailOf(body: Wire | undefined): string | undefined {
  return textOf(body?.['detail'])?.slice(0, 200) ?? textOf(body?.['title'])?.slice(0, 200)
}

function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after'))
  return seconds > 0 ? seconds * 1_000 : undefined
}
