import type { Call, CodedError, PluginContext } from '../../../core/contract/index.ts'
import type { EasyWeekOptions } from './options.ts'
import { listOf, member, numberOf } from './wire.ts'

/** One request below `/api/public/v2`. Values of `query` that are undefined are left out. */
export interface Request {
  method?: 'GET' | 'POST' | 'PUT'
  path: string
  query?: Readonly<Record<string, string | number | undefined>>
  body?: object
  /** What is asked for, in an operator's words: names the right that is missing. */
  what: string
}

/** EasyWeek's public API for one instance. */
export interface Api {
  /** One record, bare or under `data`; undefined when EasyWeek answers 404 to a read. */
  ask(request: Request, call: Call): Promise<object | undefined>
  /** Whether a list may be read at all: throws when not. */
  try(request: Request, call: Call): Promise<void>
  /** Every row of a list, page after page; undefined for 404. @throws `unavailable` when the list is not whole. */
  list(request: Request, call: Call): Promise<readonly unknown[] | undefined>
}

const PER_PAGE = 100
/** A longer list would use up the minute's requests: who asks must narrow it. */
const MOST_PAGES = 20

/** What a booking's own fields are called: of these the client can be asked again, of all others nobody has asked. */
const KNOWN_FIELD = /^(customer_(phone|first_name|last_name|email)|phone|first_name|last_name|email)$/
const OUR_FIELD = /^(location|service|staffer|booking)_?|^timezone$|^cancel_reason$|^internal_notes$/
const TIME_FIELD = /^(reserved_on|datetime_start)$/

/** Speaks to the API with the options of one instance. */
export function createApi(context: PluginContext<EasyWeekOptions>): Api {
  const { config, http, error, text, company } = context
  const base = `${config.baseUrl ?? 'https://my.easyweek.io'}/api/public/v2`
  // EasyWeek counts by key; the name of the bucket stands in errors, so it is the workspace's.
  const limited = http.limit({
    key: `easyweek ${config.workspace}`,
    perMinute: config.requestsPerMinute ?? 50,
  })

  return {
    async ask(request, call) {
      const body = await send(request, call)
      if (body === undefined) return undefined
      const data = member(body, 'data') ?? body
      if (typeof data !== 'object' || data === null || Array.isArray(data))
        throw error(unreadOf(request), `EasyWeek's answer for ${request.what} is no record`)
      return data
    },

    async try(request, call) {
      await send({ ...request, query: { ...request.query, per_page: 1 } }, call)
    },

    async list(request, call) {
      const rows: unknown[] = []
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        const body = await send({ ...request, query: { ...request.query, page, per_page: PER_PAGE } }, call)
        if (body === undefined) return undefined
        const data = listOf(Array.isArray(body) ? body : member(body, 'data'))
        if (!data) throw error('unavailable', `EasyWeek's answer for ${request.what} has no list`)
        const meta = member(body, 'meta')
        // A page that was not asked for would be counted twice, and another left out.
        if ((numberOf(member(meta, 'current_page')) ?? page) !== page)
          throw error('unavailable', `EasyWeek answered another page of ${request.what} than was asked for`)
        rows.push(...data)
        const last = numberOf(member(meta, 'last_page'))
        const hasNext = last === undefined ? Boolean(member(member(body, 'links'), 'next')) : page < last
        if (!hasNext) {
          const total = numberOf(member(meta, 'total'))
          if (total !== undefined && rows.length < total)
            throw error('unavailable', `EasyWeek answered ${rows.length} of ${total} rows of ${request.what}`)
          return rows
        }
      }
      throw error('unavailable', `EasyWeek has more than ${MOST_PAGES * PER_PAGE} rows of ${request.what}`)
    },
  }

  /** The parsed body of a 2xx; undefined for a read's 404. */
  async function send(request: Request, call: Call): Promise<unknown> {
    const { method = 'GET', path, query = {}, body } = request
    const url = new URL(`${base}${path}`)
    for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value))
    const response = await limited(
      url,
      {
        method,
        headers: {
          authorization: `Bearer ${config.apiKey}`,
          workspace: config.workspace,
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // The key must not travel; and Laravel redirects where it should say what is wrong.
        redirect: 'manual',
      },
      { call },
    )
    const answer = parsed(await response.text())
    if (response.status === 404 && method === 'GET' && typeof answer === 'object') return undefined
    if (!response.ok) throw failureOf(request, response, answer)
    if (typeof answer !== 'object' || answer === null)
      throw error(unreadOf(request), `EasyWeek's answer for ${request.what} is no JSON: a proxy in between?`)
    return answer
  }

  function failureOf(request: Request, { status, headers }: Response, answer: unknown): CodedError {
    const said = `EasyWeek answered ${status} when asked to ${request.what}`
    const isRead = (request.method ?? 'GET') === 'GET'
    if (status === 401)
      return error(
        'unauthorized',
        `${said}: it does not know the key, or the key is not of the workspace ${config.workspace}; check crm.with.apiKey (Settings → Developers → API keys) and crm.with.workspace`,
      )
    if (status === 402) return error('unauthorized', `${said}: the subscription has expired; extend it in EasyWeek`)
    if (status === 403)
      return error(
        'unauthorized',
        `${said}: the key lacks the right to ${request.what}; give it under Settings → Developers → API keys`,
      )
    if (status >= 300 && status < 400) return error('unavailable', `${said}, with a redirect, which is not followed`)
    if (status === 404) return error(isRead ? 'unavailable' : 'not_found', said)
    if (status === 409) return error('slot_taken', said)
    if (status === 429) {
      const seconds = Number(headers.get('retry-after'))
      return error('rate_limited', said, seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {})
    }
    if (status >= 400 && status < 500 && isRead) return error('invalid', said)
    // Only a new booking or customer has fields that somebody could fill in.
    if (status >= 400 && status < 500)
      return request.method === 'PUT' ? error('refused', said) : declined(said, fieldsOf(answer))
    return error(unreadOf(request), said)
  }

  /** Only the names of fields are looked at: the texts repeat what was sent, and are in any language. */
  function declined(said: string, fields: readonly string[]): CodedError {
    const named = fields.length > 0 ? `${said}: ${fields.join(', ')}` : said
    if (fields.some(field => TIME_FIELD.test(field))) return error('slot_taken', named)
    const foreign = fields.filter(field => !KNOWN_FIELD.test(field) && !OUR_FIELD.test(field))
    if (foreign.length === 0) return error('invalid', named)
    const page = config.bookingPage
    const reason =
      page === undefined ? text(company.locale, 'questions') : text(company.locale, 'questions_page', { url: page })
    return error('refused', `${named}: the booking form has required fields that only a person can fill in`, { reason })
  }
}

/** Whatever went wrong after a write was sent, it may have happened; a read changes nothing. */
const unreadOf = ({ method = 'GET' }: Request) => (method === 'GET' ? 'unavailable' : 'unknown_outcome')

/** Laravel's `errors` by field, or the flat variant without it. */
function fieldsOf(answer: unknown): readonly string[] {
  const errors = member(answer, 'errors') ?? answer
  if (typeof errors !== 'object' || errors === null || Array.isArray(errors)) return []
  return Object.keys(errors).filter(name => /^[a-z][a-z0-9_.]{0,60}$/i.test(name) && name !== 'message')
}

/** Undefined for what is no JSON: a page for people, half an answer. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
