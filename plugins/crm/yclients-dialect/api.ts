import type { Call, CodedError, ErrorCode, PluginContext } from '../../../core/contract/index.ts'
import type { Dialect } from './dialect.ts'
import type { Options } from './options.ts'
import { blockOf, blocksOf, isBlock, numberOf, type Wire } from './wire.ts'

/** One request. Members of `query` that are undefined are left out; a list becomes `name[]=…` for each. */
export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  query?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  body?: object
  /** Without the user's token, where only the program's is asked for. */
  as?: 'partner' | 'user'
  /** A POST that only asks. */
  isQuestion?: boolean
}

/** The provider understood and said no. */
export interface Refusal {
  status: number
  /** The numbers of `meta.errors[].code`, such as 433. */
  codes: readonly number[]
  /** What it means where nobody knows better. */
  error: CodedError
}

/** An answer: what was asked for, or a no. */
export interface Reply {
  status: number
  data: unknown
  meta: Wire
  refusal?: Refusal
}

/** The API for one location. */
export interface Api {
  /** @throws whatever is no answer of the provider's: unreachable, a limit, a page for people. */
  send(request: Request, call: Call): Promise<Reply>
  /** The same; a no is thrown, too. */
  ask(request: Request, call: Call): Promise<Reply>
  /** The object that a read names; undefined for a 404. */
  find(request: Request, call: Call): Promise<Wire | undefined>
  /** A list is a list, also an empty one: anything else proves nothing. */
  list(request: Request, call: Call): Promise<{ rows: readonly Wire[]; meta: Wire }>
}

/** 200 a minute and 5 a second for one address, whatever it asks. */
const LIMIT = { perSecond: 5, perMinute: 200 }

/** Speaks to the API with the options of one instance. */
export function createApi(
  { config, http, error, clock }: PluginContext<Options>,
  { title, accept, name }: Dialect,
): Api {
  const limited = http.limit({ key: `${name}:${new URL(config.apiUrl).host}`, ...LIMIT })
  const base = config.apiUrl.replace(/\/+$/, '')

  const send: Api['send'] = async (request, call) => {
    const { method = 'GET', path, query = {}, body, as = 'user' } = request
    const url = new URL(`${base}${path}`)
    for (const [key, value] of Object.entries(query)) {
      if (typeof value === 'object') for (const one of value) url.searchParams.append(`${key}[]`, one)
      else if (value !== undefined) url.searchParams.set(key, String(value))
    }
    // Whatever went wrong after a write was sent, it may have happened; a question changes nothing.
    const isRead = method === 'GET' || request.isQuestion === true
    const unread = isRead ? 'unavailable' : 'unknown_outcome'
    const tokens = `Bearer ${config.partnerToken}${as === 'user' ? `, User ${config.userToken}` : ''}`
    const { response, text } = await limited(
      url,
      {
        method,
        headers: { accept, 'content-type': 'application/json', authorization: tokens },
        ...(body && { body: JSON.stringify(body) }),
        // The API never redirects: what does is a proxy or a wrong address.
        redirect: 'manual',
      },
      { call },
    )
      .then(async response => ({ response, text: await response.text() }))
      .catch((cause: unknown) => {
        if (isRead && Object(cause).code === 'unknown_outcome')
          throw error('unavailable', `${title} did not answer a question`, { cause })
        throw cause
      })
    const { status } = response
    if (status === 429) throw limitReached(response)
    if (status >= 500) throw error(unread, `${title} answered ${status}`)
    if (status >= 300 && status < 400)
      throw error('unavailable', `${title} answered ${status}, a redirect: look at apiUrl`)
    // A gateway's 404 is a page for people: it says nothing about a record.
    if (status === 404 && jsonOf(text) === undefined)
      throw error(unread, `${title} answered 404 with something that is no answer`)
    if (status >= 400) return refused(status, jsonOf(text))
    if (text.trim() === '') return { status, data: undefined, meta: {} }
    const answer = jsonOf(text)
    // Some lists come without the envelope.
    if (Array.isArray(answer)) return { status, data: answer, meta: {} }
    const envelope = blockOf(answer)
    if (envelope['success'] === false || isBlock(envelope['errors']))
      return refused(numberOf(blockOf(envelope['errors'])['code']) ?? 422, envelope)
    if (!('data' in envelope)) throw error(unread, `${title} answered ${status} with something that is no answer`)
    return { status, data: envelope['data'], meta: blockOf(envelope['meta']) }
  }

  function refused(status: number, answer: unknown): Reply {
    const meta = blockOf(blockOf(answer)['meta'])
    const codes = [...blocksOf(meta['errors']), blockOf(meta['errors']), meta].flatMap(
      one => numberOf(one['code']) ?? [],
    )
    return { status, data: undefined, meta, refusal: { status, codes, error: errorOf(status) } }
  }

  function errorOf(status: number): CodedError {
    const [code, why] = MEANINGS[status] ?? (['invalid', 'it did not take what was sent'] as const)
    return error(code, `${title} answered ${status}: ${why}`)
  }

  function limitReached({ headers }: Response): CodedError {
    const value = headers.get('retry-after') ?? ''
    const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - clock.now()
    return error('rate_limited', `${title} answered 429: too many requests`, ms > 0 ? { retryAfterMs: ms } : {})
  }

  const ask: Api['ask'] = async (request, call) => {
    const reply = await send(request, call)
    if (reply.refusal) throw reply.refusal.error
    return reply
  }

  return {
    send,
    ask,
    async find(request, call) {
      const { status, data, refusal } = await send(request, call)
      if (refusal && status === 404) return undefined
      if (refusal) throw refusal.error
      if (!isBlock(data)) throw error('unavailable', `${title} answered nothing where a record was asked for`)
      return data
    },
    async list(request, call) {
      const { data, meta } = await ask(request, call)
      if (!Array.isArray(data)) throw error('unavailable', `${title} answered no list where one was asked for`)
      return { rows: data.filter(isBlock), meta }
    },
  }
}

/** What a status means, for the log and for `aiadmin doctor`. */
const MEANINGS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: ['unauthorized', 'a token is wrong; the user’s changes with the password'],
  402: ['unauthorized', 'the licence of the location has expired'],
  403: ['unauthorized', 'the user lacks a right, or the licence of the location has expired'],
  404: ['not_found', 'there is no such record'],
}

/** Undefined for what is no JSON: a page for people, half an answer. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
