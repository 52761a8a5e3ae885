import type { Call, CodedError, PluginContext } from '../../../core/contract/index.ts'
import { createAccess } from './access.ts'
import { failureOf } from './failure.ts'
import type { Options } from './options.ts'
import { type Command, type Params, writeCommand } from './query.ts'
import { type Fields, fieldsOf, listOf, textOf } from './wire.ts'

/** The answers of a batch by the names of its commands. */
export interface BatchAnswer {
  /** The result of a command; undefined when it failed or was not reached. */
  result(name: string): unknown
  /** The error of a command that failed. */
  error(name: string): CodedError | undefined
  /** The result. @throws the command's own error. */
  need(name: string): unknown
}

/** How a request is meant. */
export interface Manner {
  /** It changes something: what is not answered may have happened. */
  isWrite?: boolean
  /** A batch stops at its first failure. */
  halt?: boolean
}

/** Bitrix24's REST for one instance. */
export interface Api {
  /** One method; answers the whole envelope. */
  ask(method: string, params: Params, call: Call, manner?: Manner): Promise<Fields>
  /** Up to 50 commands in one request. */
  batch(commands: Readonly<Record<string, Command>>, call: Call, manner?: Manner): Promise<BatchAnswer>
  /** Takes the code of a consent to the application. */
  accept(code: string, call: Call): Promise<void>
  /** All pages of a list; `pick` finds the rows in the result. */
  list(method: string, params: Params, call: Call, pick?: (result: unknown) => unknown): Promise<readonly Fields[]>
}

/** A portal's bucket holds 50 (250) requests and leaks two (five) a second; a few are left for the way of the network. */
const LIMITS = {
  standard: { perSecond: 2, burst: 45 },
  enterprise: { perSecond: 5, burst: 240 },
}
const LONGEST_WAIT_MS = 2_000
const PAGE = 50
const MOST_PAGES = 200
const MOST_COMMANDS = 50
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308])

/** Speaks to the portal. */
export function createApi(context: PluginContext<Options>): Api {
  const { config, clock, error, http } = context
  const access = createAccess(context)
  const limited = http.limit({ key: `bitrix24:${access.portal}`, ...LIMITS[config.plan ?? 'standard'] })

  const unanswered = (isWrite: boolean) => (isWrite ? 'unknown_outcome' : 'unavailable')

  const post = async (url: string, body: object, call: Call, isWrite: boolean) => {
    try {
      return await limited(
        url,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
          // Followed by hand: the address carries the secret, and a POST would become a GET.
          redirect: 'manual',
        },
        { call, timeoutMs: 60_000 },
      )
    } catch (failure) {
      // Every request is a POST, and so a write to `http`; whether it was one is known here.
      if (!isWrite && Object(failure).code === 'unknown_outcome')
        throw error('unavailable', 'Bitrix24 did not answer', { cause: failure })
      throw failure
    }
  }

  const bodyOf = async (response: Response, method: string, isWrite: boolean): Promise<Fields> => {
    const text = await response.text().catch(cause => {
      throw error(unanswered(isWrite), `Bitrix24’s answer to ${method} broke off`, { cause })
    })
    return fieldsOf(parsed(text))
  }

  const send = async (method: string, params: Params, call: Call, isWrite: boolean) => {
    for (let moves = 0; ; moves += 1) {
      const { url, body } = await access.address(method, call)
      const response = await post(url, { ...params, ...body }, call, isWrite)
      if (!REDIRECTS.has(response.status)) return { response, body: await bodyOf(response, method, isWrite) }
      await response.body?.cancel()
      // A portal that was renamed sends to its new name, and has done nothing.
      if (moves > 0 || !(await access.moved(response.headers.get('location') ?? '')))
        throw error(
          'unavailable',
          `${access.portal} redirects to another host, which is not followed: check the address`,
        )
    }
  }

  const ask: Api['ask'] = async (method, params, call, { isWrite = false } = {}) => {
    let [mayRenew, mayWait] = [true, true]
    for (;;) {
      const { response, body } = await send(method, params, call, isWrite)
      if (response.ok && 'result' in body && !('error' in body)) return body
      if (mayRenew && textOf(body['error']) === 'expired_token' && (await access.renew(call))) {
        mayRenew = false
        continue
      }
      const { status, headers } = response
      const refusal = { method, status, body, retryAfter: headers.get('retry-after'), isWrite }
      const failure = failureOf({ error }, refusal, clock.now())
      const { code, retryAfterMs = Number.POSITIVE_INFINITY } = failure
      const hasTime = retryAfterMs <= LONGEST_WAIT_MS && clock.now() + retryAfterMs < call.deadline
      if (code !== 'rate_limited' || !mayWait || !hasTime) throw failure
      // Others of the same address may have filled the bucket; what was refused so has done nothing.
      mayWait = false
      await clock.sleep(Math.round(retryAfterMs * (0.5 + Math.random() / 2)), call.signal).catch(cause => {
        throw error('rate_limited', failure.message, { retryAfterMs, cause })
      })
    }
  }

  const batch: Api['batch'] = async (commands, call, { isWrite = false, halt = false } = {}) => {
    const cmd = Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, writeCommand(command)]))
    const envelope = await ask('batch', { halt: halt ? 1 : 0, cmd }, call, { isWrite })
    const answer = fieldsOf(envelope['result'])
    const [results, errors] = [fieldsOf(answer['result']), fieldsOf(answer['result_error'])]
    if (!('result' in answer)) throw error(unanswered(isWrite), 'Bitrix24’s answer to batch has no results')
    const failure = (name: string) => {
      if (!(name in errors)) return undefined
      const method = commands[name]?.method ?? name
      return failureOf({ error }, { method, status: 0, body: fieldsOf(errors[name]), isWrite }, clock.now())
    }
    return {
      result: name => (name in errors ? undefined : results[name]),
      error: failure,
      need(name) {
        const failed = failure(name)
        if (failed) throw failed
        if (!(name in results)) throw error(unanswered(isWrite), `Bitrix24’s batch did not reach ${name}`)
        return results[name]
      },
    }
  }

  return {
    ask,
    batch,
    accept: access.accept,
    async list(method, params, call, pick = result => result) {
      const first = await ask(method, { ...params, start: 0 }, call)
      const rows = [...listOf(pick(first['result']))]
      if (first['next'] === undefined) return rows
      const total = Number(textOf(first['total']))
      const pages = Math.ceil(total / PAGE) - 1
      if (!(pages > 0 && pages <= MOST_PAGES))
        throw error('unavailable', `${method} of Bitrix24 names ${total} records: narrow the choice`)
      const starts = Array.from({ length: pages }, (_, page) => (page + 1) * PAGE)
      for (let at = 0; at < starts.length; at += MOST_COMMANDS) {
        const some = starts.slice(at, at + MOST_COMMANDS)
        const commands = some.map(start => [`p${start}`, { method, params: { ...params, start } }] as const)
        const answer = await batch(Object.fromEntries(commands), call)
        for (const start of some) rows.push(...listOf(pick(answer.need(`p${start}`))))
      }
      return rows
    },
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
