import type { Call, CodedError, Http, PluginContext } from '../../../core/contract/index.ts'
import { meaningOf } from './meanings.ts'
import type { WhatsAppOptions } from './options.ts'
import { at, textAt } from './wire.ts'

/** An answer that comes late costs less than a message of which nobody knows whether it was taken. */
const WRITE_MS = 20_000

/** The Graph API with the options of one instance. Paths begin behind the version. */
export interface Graph {
  /** Where media may be fetched from, beside Meta's own hosts. */
  readonly origin: string
  read(path: string, query: Readonly<Record<string, string>>, call: Call): Promise<unknown>
  /** @throws `unknown_outcome` when it may have been done. */
  write(path: string, body: object | FormData, call: Call): Promise<unknown>
}

/** Speaks to the API. */
export function createGraph(context: PluginContext<WhatsAppOptions>): Graph {
  const { config, http, error, log } = context
  const { apiUrl, version, messagesPerSecond } = config
  const limited = http.limit({ key: `whatsapp ${config.phoneNumberId}`, perSecond: messagesPerSecond })

  async function send(through: Http, path: string, init: RequestInit, call: Call): Promise<unknown> {
    const isRead = init.method === 'GET'
    const options = { call, ...(!isRead && { timeoutMs: WRITE_MS }) }
    const headers = { ...init.headers, authorization: `Bearer ${config.accessToken}` }
    // The token must not travel to wherever a redirect leads.
    const response = await through(`${apiUrl}/${version}/${path}`, { ...init, headers, redirect: 'manual' }, options)
    const answer = parsed(await response.text())
    if (!response.ok) throw failureOf(response, answer, isRead)
    if (typeof answer !== 'object' || answer === null)
      throw error(isRead ? 'unavailable' : 'unknown_outcome', 'the answer of the Graph API can not be read')
    return answer
  }

  function failureOf({ status, headers }: Response, answer: unknown, isRead: boolean): CodedError {
    const known = Number(textAt(answer, 'error', 'code') ?? Number.NaN)
    const trace = textAt(answer, 'error', 'fbtrace_id')
      ?.replace(/[^\w-]/g, '')
      .slice(0, 64)
    const numbered = Number.isNaN(known) ? `HTTP ${status}` : `error ${known}${trace ? `, trace ${trace}` : ''}`
    // Details may name the client: they go no further than into a debug log.
    log.debug({ status, code: known, details: at(answer, 'error', 'error_data', 'details') }, 'the Graph API refused')
    const { code, says } = meaningOf(known) ?? ofStatus(status)
    const retryAfter = Number(headers.get('retry-after'))
    const details = code === 'rate_limited' && retryAfter > 0 ? { retryAfterMs: retryAfter * 1_000 } : {}
    return error(isRead && code === 'unknown_outcome' ? 'unavailable' : code, `${says} (${numbered})`, details)
  }

  return {
    origin: apiUrl,
    read: (path, query, call) => send(http, `${path}?${new URLSearchParams(query)}`, { method: 'GET' }, call),
    write(path, body, call) {
      const init =
        body instanceof FormData
          ? { body }
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      return send(limited, path, { ...init, method: 'POST' }, call)
    },
  }
}

function ofStatus(status: number) {
  if (status === 401 || status === 403) return { code: 'unauthorized', says: 'the access token is not taken' } as const
  if (status === 429) return { code: 'rate_limited', says: 'too many requests' } as const
  if (status >= 500) return { code: 'unknown_outcome', says: 'the Graph API broke' } as const
  if (status >= 400) return { code: 'refused', says: 'the Graph API refuses this' } as const
  return { code: 'unavailable', says: 'what answers there is not the Graph API' } as const
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
