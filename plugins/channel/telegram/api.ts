import { Api, type RawApi } from 'grammy'
import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { apiRootOf, botIdOf, type Config } from './config.ts'
import { failureOf } from './failure.ts'

/** How a request is made. */
export interface AskOptions {
  call: Call
  /** It changes nothing that a client sees: what is not answered may be asked again. */
  isRead?: boolean
  /** Counts towards what a bot may send in a second. */
  isMessage?: boolean
  /** Milliseconds for the answer; 10,000 when left out. */
  timeoutMs?: number
}

/** One request to the Bot API. @throws errors with a code, and never with the token. */
export type Ask = <T>(request: (api: RawApi) => Promise<T>, options: AskOptions) => Promise<T>

/** grammY's own timer must not come before ours, which knows whether something was sent. */
const NEVER_SECONDS = 600

/**
 * Requests by grammY over `context.http`, which keeps deadlines and proxies and knows whether something was sent. A client for each
 * request, since grammY's requests take a signal and no deadline.
 */
export function createAsk({ config, http, error, instance }: PluginContext<Config>): Ask {
  const apiRoot = apiRootOf(config)
  // The number of the bot, not the instance: two instances of one bot share what it may send.
  const paced = http.limit({
    key: `telegram:${botIdOf(config)}`,
    perSecond: config.messagesPerSecond,
    burst: config.messagesPerSecond,
  })

  return async (request, { call, isRead = false, isMessage = false, timeoutMs = 10_000 }) => {
    let response: Response | undefined
    const send: typeof fetch = async (url, init = {}) => {
      const { 'content-type': type = 'application/json' }: Record<string, string> = Object(init.headers)
      const outgoing = { method: 'POST', headers: { 'content-type': type }, ...(init.body && { body: init.body }) }
      response = await (isMessage ? paced : http)(String(url), outgoing, { call, timeoutMs })
      return response
    }
    // grammY wants the types of node-fetch, and uses of an answer what both kinds have.
    const { raw } = new Api(config.token, { apiRoot, timeoutSeconds: NEVER_SECONDS, fetch: Object(send) })
    try {
      return await request(raw)
    } catch (thrown) {
      throw failureOf(thrown, { response, isRead, instance }, error)
    } finally {
      // Nobody reads on after an answer that made no sense.
      if (response && !response.bodyUsed) await response.body?.cancel().catch(() => undefined)
    }
  }
}
