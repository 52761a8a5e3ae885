import type { Call, PluginContext } from '../../../../contract/index.ts'
import type { Options } from './options.ts'

/** One request. Values of `query` that are undefined are left out. */
export interface Request {
  method?: 'GET' | 'POST' | 'PATCH'
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: object
}

/** Acme's API for one instance. */
export interface Api {
  /** Answers the member `name` of the answer; undefined when Acme answers 404 to a read. */
  ask<T>(name: string, request: Request, call: Call): Promise<T | undefined>
}

/** Speaks to the API with the options of one instance. */
export function createApi({ config, http, error }: PluginContext<Options>): Api {
  const limited = http.limit({ key: `acme:${config.apiUrl}`, perSecond: 50 })

  return {
    async ask(name, { method = 'GET', path, query = {}, body }, call) {
      const url = new URL(`${config.apiUrl}${path}`)
      for (const [key, value] of Object.entries(query))
        if (value !== undefined) url.searchParams.set(key, String(value))
      // Whatever went wrong after a write was sent, it may have happened; a read changes nothing.
      const unread = method === 'GET' ? 'unavailable' : 'unknown_outcome'
      const response = await limited(
        url,
        {
          method,
          headers: { authorization: `Bearer ${config.token}`, 'content-type': 'application/json' },
          ...(body && { body: JSON.stringify(body) }),
          // Acme never redirects: what does is a proxy or a wrong address.
          redirect: 'manual',
        },
        { call },
      )
      const answer: unknown = parsed(await response.text())
      const isAnswer = typeof answer === 'object' && answer !== null
      // A gateway's 404 is a page for people: it says nothing about a record.
      if (response.status === 404 && method === 'GET' && isAnswer) return undefined
      if (!response.ok) throw failureOf(response, unread)
      const value = isAnswer ? Object(answer)[name] : undefined
      if (value === undefined) throw error(unread, `Acme's answer has no "${name}"`)
      return value
    },
  }

  function failureOf({ status, headers }: Response, unread: 'unavailable' | 'unknown_outcome') {
    const said = `Acme answered ${status}`
    if (status === 401 || status === 403) return error('unauthorized', `${said}: check the token`)
    if (status === 404 && unread === 'unknown_outcome') return error('not_found', said)
    if (status === 409) return error('slot_taken', said)
    if (status === 400 || status === 422) return error('invalid', said)
    if (status === 429) {
      const seconds = Number(headers.get('retry-after'))
      return error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
    }
    return error(status >= 500 ? unread : 'unavailable', said)
  }
}

/** Undefined for what is no JSON: a page for people, half an answer. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
