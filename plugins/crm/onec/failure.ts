import type { CodedError, PluginContext } from '../../../core/contract/index.ts'

/** What was asked for, for the words of an error. */
export interface Asked {
  method: 'GET' | 'POST' | 'PATCH'
  /** The entity set. */
  set: string
}

/** What 1C itself said of a failure; undefined when the answer is not 1C's. */
interface OnecError {
  code: string
  message: string
}

const RETRY_AFTER = /^\d+$/
/** Long runs of digits are phones, as far as a log is concerned. */
const NUMBERS = /\+?\d[\d\s()-]{5,}\d/g

/** An answer that is no success, as an error of the contract. */
export function failureOf(
  { status, headers }: Response,
  text: string,
  { asked, error }: { asked: Asked; error: PluginContext['error'] },
): CodedError {
  const said = readError(text)
  const isRead = asked.method === 'GET'
  const cause = { status, ...(said && { code: said.code }) }
  const what = said ? `1C says of ${asked.set}: ${said.message}` : `the web server of 1C answered ${status}`

  if (said?.code === '20' || status === 403)
    return error(
      'unauthorized',
      `the 1C user has no right to ${isRead ? 'read' : 'write'} ${asked.set}: give it a role for that`,
      { cause },
    )
  if (status === 401)
    return error('unauthorized', '1C does not take the login and password: check crm.with.login and the password', {
      cause,
    })
  if (status === 429) {
    const after = headers.get('retry-after') ?? ''
    return error('rate_limited', what, {
      cause,
      ...(RETRY_AFTER.test(after) && { retryAfterMs: Number(after) * 1_000 }),
    })
  }
  // No session was begun, or its transaction was rolled back: nothing was written.
  if (/лиценз|licen[cs]e/i.test(text))
    return error('unavailable', '1C has no free licence: end sessions that nobody uses, or add a client licence', {
      cause,
    })
  if (/начало сеанса|блокировок|база данных заблокирована/i.test(said?.message ?? ''))
    return error('unavailable', what, { cause })
  if (said?.code === '8')
    return error('unavailable', `${asked.set} is not published: add it to the composition of the OData interface`, {
      cause,
    })
  if (status === 404 && said) return error(isRead ? 'unavailable' : 'not_found', what, { cause })
  if (said && status >= 500) return error(isRead ? 'unavailable' : 'refused', what, { cause })
  if (said && status !== 412) return error(isRead ? 'unavailable' : 'invalid', what, { cause })
  return error(status >= 500 && !isRead ? 'unknown_outcome' : 'unavailable', what, { cause })
}

/** Whether somebody changed the record between our reading and our writing. */
export const isConflict = (error: unknown): boolean => Object(Object(error).cause).status === 412

/** The error in an answer: JSON with a dot in its name, or XML when the address was not understood. */
function readError(text: string): OnecError | undefined {
  const { code, message } = Object(Object(parsed(text))['odata.error'])
  if (code !== undefined) return { code: String(code), message: tidy(String(Object(message).value ?? '')) }
  const xml = /<m:code>([^<]*)<\/m:code>[\s\S]*?<m:message[^>]*>([^<]*)</.exec(text)
  return xml ? { code: xml[1]?.trim() ?? '', message: tidy(xml[2] ?? '') } : undefined
}

/** Undefined for what is no JSON. 1C sets a mark of byte order in front of some answers. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

const tidy = (text: string) => text.replace(/\s+/g, ' ').replace(NUMBERS, '…').trim().slice(0, 300)
