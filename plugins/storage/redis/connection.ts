import { setTimeout as sleep } from 'node:timers/promises'
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

/** What is thrown while Redis is away. */
export function explainFailure(cause: unknown, config: Config, error: PluginContext['error']): unknown {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
  const isRefused = /WRONGPASS|NOAUTH|NOPERM/.test(reason)
  const cure = isRefused ? 'mend user and password in the url' : 'it is asked again by itself'
  return error(isRefused ? 'unauthorized' : 'unavailable', `Redis at ${addressOf(config.url)}: ${reason}; ${cure}`, {
    cause,
  })
}

/**
 * One connection that comes back by itself. While it is away every command rejects at once: nothing waits in a line, and
 * nothing is answered that was not asked.
 */
export function createConnection({ config, log }: PluginContext<Config>): RedisClientType {
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
  let isLost = false
  client.on('error', cause => {
    // Once for each time that it goes away, not for each attempt to come back.
    if (!isLost) log.warn({ reason: cause instanceof Error ? cause.message || cause.name : cause }, 'Redis is away')
    isLost = true
  })
  client.on('ready', () => {
    if (isLost) log.info('Redis is back')
    isLost = false
  })
  return client
}

/** Connects, and waits for it no longer than `withinMs`: a Redis that is away now is connected to when it comes. */
export async function connect(client: RedisClientType, withinMs: number): Promise<void> {
  if (client.isOpen) return
  const waiting = new AbortController()
  const late = sleep(withinMs, undefined, { signal: waiting.signal, ref: false })
  const connected = client.connect().finally(() => waiting.abort())
  await Promise.race([connected, late]).catch(() => undefined)
}
