import type { CodedError, ErrorCode, PluginContext } from '../../../../contract/index.ts'

type Context = Pick<PluginContext, 'error'>

/** What an answer with another status than 200 means. */
export async function refusalOf(response: Response, { error }: Context): Promise<CodedError> {
  const { status, headers } = response
  const { code }: { code?: unknown } = Object(Object(await response.json().catch(() => undefined)).error)
  const said = `Acme answered ${status}`
  if (status === 401 || status === 403) return error('unauthorized', `${said}: check apiKey`)
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    return error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
  }
  if (code === 'context_length_exceeded') return error('exhausted', `${said}: the request is too long for the model`)
  return error(status >= 400 && status < 500 ? 'invalid' : 'unavailable', said)
}

const CODES: readonly ErrorCode[] = ['unauthorized', 'rate_limited', 'exhausted', 'invalid', 'unavailable']

/** Any failure with its code. An answer that did not come wrote nothing anywhere, so its outcome is never unknown. */
export function failureOf(cause: unknown, { error }: Context): CodedError {
  const code = CODES.find(known => known === Object(cause).code)
  if (cause instanceof Error && code) return Object.assign(cause, { code })
  return error('unavailable', `Acme: ${cause instanceof Error ? cause.message : cause}`, { cause })
}
