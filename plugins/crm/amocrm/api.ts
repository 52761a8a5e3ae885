import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { type Answer, BLOCK_MS, failureOf, readAnswer } from './answer.ts'
import type { AmoOptions } from './options.ts'
import { createTokens, type Tokens } from './tokens.ts'
import { embeddedOf, recordOf, textOf, type Wire } from './wire.ts'

/** Names and values in their order; a name may come several times. */
export type Query = readonly (readonly [name: string, value: string | number])[]

/** amoCRM's API v4 for one account. */
export interface Api {
  readonly tokens: Tokens
  /** One object; undefined for 204 and 404, which amoCRM answers for what is not there. */
  read(path: string, call: Call, query?: Query): Promise<Wire | undefined>
  /** All pages of a list, each record once. */
  list(path: string, name: string, call: Call, query?: Query): Promise<readonly Wire[]>
  /** Undefined for an answer without a body. */
  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown, call: Call): Promise<Wire | undefined>
}

/** amoCRM allows seven a second; what leaves evenly may arrive bunched. */
const PER_SECOND = 6
const PAGE_SIZE = 250
/** Beyond this something is wrong with the answers, not with the salon. */
const MOST_PAGES = 200
const ATTEMPTS = 3
const PAUSE_MS = 1_100
const WORTH_REPEATING: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** Speaks to the account that the options name. */
export function createApi(context: PluginContext<AmoOptions>): Api {
  const { config, clock, error } = context
  // amoCRM counts by the address that the requests come from: one bucket for all accounts of the process.
  const http = context.http.limit({ key: 'amocrm', perSecond: PER_SECOND })
  const tokens = createTokens(context, http)
  const base = config.account.replace(/\/$/, '')
  let blockedUntil = 0

  const send = async (method: string, url: URL, body: unknown, call: Call): Promise<Answer> => {
    let refused: string | undefined
    for (;;) {
      if (clock.now() < blockedUntil)
        throw error('rate_limited', 'amoCRM has shut this address out for a while; nothing was sent', {
          retryAfterMs: blockedUntil - clock.now(),
        })
      const token = await tokens.get(call, refused)
      const response = await http(
        url,
        {
          method,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          redirect: 'manual',
        },
        // Repeating after a fifth of a second is what turns amoCRM's 429 into a block.
        { call, retries: 0 },
      )
      const answer = await readAnswer(response)
      if (answer.status === 403 && !answer.body) blockedUntil = clock.now() + BLOCK_MS
      // A refused token wrote nothing, whatever the method: once more with a new one.
      if (answer.status !== 401 || refused !== undefined) return answer
      refused = token
    }
  }

  const isRepeatable = (outcome: Answer | { failure: unknown }) =>
    'failure' in outcome ? recordOf(outcome.failure)['code'] === 'unavailable' : WORTH_REPEATING.has(outcome.status)

  /** A read may be repeated, with more patience than a write has. */
  const get = async (url: URL, call: Call): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send('GET', url, undefined, call).catch((failure: unknown) => ({ failure }))
      const asked = 'failure' in outcome ? 0 : Number(outcome.headers.get('retry-after')) * 1_000
      const waitMs = Math.max(asked, PAUSE_MS * attempt)
      const isLast = attempt === ATTEMPTS || call.signal.aborted || clock.now() + waitMs >= call.deadline
      if (!isLast && isRepeatable(outcome)) {
        await clock.sleep(waitMs, call.signal).catch(cause => {
          throw error('unavailable', 'the caller left before amoCRM answered', { cause })
        })
      } else if ('failure' in outcome) throw outcome.failure
      else return outcome
    }
  }

  const urlOf = (path: string, query: Query = []) => {
    const url = new URL(`${base}/api/v4/${path}`)
    for (const [name, value] of query) url.searchParams.append(name, String(value))
    return url
  }

  const readUnless = async (absent: readonly number[], path: string, call: Call, query?: Query) => {
    const answer = await get(urlOf(path, query), call)
    // A gateway's 404 is a page for people: it says nothing about a record.
    if (answer.status === 404 && !answer.body) throw error('unavailable', 'amoCRM answered 404 with what is no JSON')
    if (absent.includes(answer.status)) return undefined
    if (answer.status !== 200) throw failureOf(answer, 'unavailable', error)
    if (!answer.body) throw error('unavailable', 'amoCRM answered with what is no JSON')
    return answer.body
  }

  return {
    tokens,
    read: (path, call, query) => readUnless([204, 404], path, call, query),
    async list(path, name, call, query = []) {
      const found = new Map<string, Wire>()
      for (let page = 1; page <= MOST_PAGES; page += 1) {
        // An empty list is 204; 404 is a list that does not exist.
        const body = await readUnless([204], path, call, [...query, ['page', page], ['limit', PAGE_SIZE]])
        if (!body) return [...found.values()]
        if (!('_embedded' in body)) throw error('unavailable', `amoCRM’s answer has no list of ${name}`)
        const rows = embeddedOf(body, name)
        // While pages are turned a record may slip onto the next one.
        for (const row of rows) found.set(textOf(row['id']) ?? `${page}:${found.size}`, row)
        const next = textOf(recordOf(recordOf(body['_links'])['next'])['href'])
        if (next === undefined || rows.length === 0) return [...found.values()]
      }
      throw error('unavailable', `amoCRM’s list of ${name} does not end`)
    },
    async write(method, path, body, call) {
      const answer = await send(method, urlOf(path), body, call)
      if (answer.status === 204) return undefined
      if (answer.status < 200 || answer.status >= 300) throw failureOf(answer, 'unknown_outcome', error)
      if (!answer.body) throw error('unknown_outcome', 'amoCRM answered a write with what is no JSON')
      return answer.body
    },
  }
}
