import { createClient, type RedisClientType } from '@keyv/redis'
import type { PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './options.ts'

/** A dead backend must reject within 5 s. */
const CONNECT_WITHIN_MS = 2_000
/** A Redis that says nothing for so long is gone; a question a second keeps a well one from looking like that. */
const SILENT_MS = 3_000
const ASK_EVERY_MS = 1_000
const LONGEST_PAUSE_MS = 5_000

/** Host, port and database of a url, without user and password. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}

/** What to do about a failure, by the words of Redis, of the network or of TLS. */
const CURES: readonly (readonly [sign: RegExp, cure: string])[] = [
  [/WRONGPASS|NOAUTH|NOPERM|invalid username-password/, 'the password is wrong; mend user and password in the url'],
  [/ECONNREFUSED/, 'nothing answers at its address; start Redis, or mend host and port in the url'],
  [/ENOTFOUND/, 'its host is not known; mend the host in the url'],
  [/EAI_AGAIN/, 'its host cannot be looked up now; look at the network'],
  [/wrong version number|packet length|EPROTO/i, 'it does not speak TLS; write redis:// in the url'],
  [/ALTNAME_INVALID|altnames/, 'its certificate is for another host; use the name in the certificate in the url'],
  [/certificate|SELF_SIGNED/i, 'its certificate is of an unknown authority; give the authority in ca'],
  [/DB index/, 'it has no database of this number; mend the end of the url'],
  [
    /timeout/i,
    'its address does not answer; look at the network and the firewall, and write redis:// where it does not speak TLS',
  ],
  [/closed unexpectedly|ECONNRESET/, 'it hangs up; where it speaks TLS, write rediss:// in the url'],
]

/** What is thrown while Redis is away. */
export function explainFailure(cause: unknown, config: Config, error: PluginContext['error']): unknown {
  const {
    message = String(cause),
    name = '',
    code = '',
  }: { message?: string; name?: string; code?: string } = Object(cause)
  const reason = message || name
  const cure = CURES.find(([sign]) => sign.test(`${code} ${name} ${reason}`))?.[1]
  const isRefused = cure !== undefined && cure === CURES[0]?.[1]
  const text = cure ?? `${reason}; it is asked again by itself`
  return error(isRefused ? 'unauthorized' : 'unavailable', `Redis at ${addressOf(config.url)}: ${text}`, { cause })
}

/** A connection that comes back by itself. */
export interface Connection {
  client: RedisClientType
  /** Why it is away; undefined while it is there. */
  failure(): unknown
}

/**
 * While it is away every command rejects at once: nothing waits in a line, and nothing is answered that was not asked.
 */
export function createConnection({ config, log }: PluginContext<Config>): Connection {
  const client: RedisClientType = createClient({
    url: config.url,
    disableOfflineQueue: true,
    pingInterval: ASK_EVERY_MS,
    name: 'aiadmin',
    socket: {
      connectTimeout: CONNECT_WITHIN_MS,
      socketTimeout: SILENT_MS,
      reconnectStrategy: attempts => Math.min(100 * 2 ** attempts, LONGEST_PAUSE_MS),
      ...(config.url.startsWith('rediss:') && { tls: true as const, ...(config.ca && { ca: config.ca }) }),
    },
  })
  let failure: unknown
  client.on('error', cause => {
    // Once for each time that it goes away, not for each attempt to come back.
    if (failure === undefined)
      log.warn({ reason: cause instanceof Error ? cause.message || cause.name : cause }, 'Redis is away')
    failure = cause ?? 'unknown'
  })
  client.on('ready', () => {
    if (failure !== undefined) log.info('Redis is back')
    failure = undefined
  })
  return { client, failure: () => failure }
}

/** Connects, and waits until it is there or its first attempt failed: a Redis that is away now is connected to when it comes. */
export async function connect(client: RedisClientType): Promise<void> {
  if (client.isReady) return
  const { promise: failed, resolve } = Promise.withResolvers<unknown>()
  client.once('error', resolve)
  const connected = client.isOpen ? new Promise(ready => client.once('ready', ready)) : client.connect()
  await Promise.race([connected, failed]).catch(() => undefined)
  client.off('error', resolve)
}
