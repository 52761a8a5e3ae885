import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { PluginContext } from '../../../core/contract/index.ts'
import type { Config } from './options.ts'
import { addressOf, clientOptions } from './pool.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** So long a first listener waits for the connection; later it comes by itself. */
const HEAR_WITHIN_MS = 4_000

type Hear = (message: string) => void

/** Hears what other processes say through PostgreSQL, on one connection of its own. What is said while it is away is lost. */
export interface News {
  /** The channel of a topic: a name of any length and any signs becomes one that PostgreSQL takes. */
  channelOf(topic: string): string
  listen(topic: string, hear: Hear): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Makes the listener; it connects with the first topic. */
export function createNews(context: PluginContext<Config>): News {
  const { business, clock, config, log } = context
  const listeners = new Map<string, Set<Hear>>()
  const closing = new AbortController()
  let current: pg.Client | undefined
  let running: Promise<void> | undefined
  const connected = Promise.withResolvers<void>()

  const channelOf = (topic: string) =>
    `aiadmin_${createHash('sha256').update(`${business}:${topic}`).digest('hex').slice(0, 32)}`

  async function connect(ended: () => void): Promise<pg.Client> {
    // A connection that only listens says nothing for hours: no query of it may time out but the first ones.
    const client = new pg.Client(clientOptions(config))
    client.on('notification', ({ channel, payload = '' }) => {
      for (const hear of listeners.get(channel) ?? []) hear(payload)
    })
    client.on('error', ended)
    client.on('end', ended)
    try {
      await client.connect()
      for (const channel of listeners.keys()) await client.query(`listen ${channel}`)
      return client
    } catch (error) {
      await client.end().catch(() => undefined)
      throw error
    }
  }

  async function stayConnected(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS
    while (!closing.signal.aborted) {
      const { promise: end, resolve: ended } = Promise.withResolvers<void>()
      try {
        current = await connect(ended)
        connected.resolve()
        pauseMs = FIRST_PAUSE_MS
        closing.signal.addEventListener('abort', () => ended(), { once: true })
        await end
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        log.debug({ reason }, `not listening to PostgreSQL at ${addressOf(config.url)}`)
      }
      const left = current
      current = undefined
      await left?.end().catch(() => undefined)
      await clock.sleep(pauseMs, closing.signal).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }

  return {
    channelOf,
    async listen(topic, hear) {
      const channel = channelOf(topic)
      const hearing = listeners.get(channel) ?? new Set()
      listeners.set(channel, hearing)
      hearing.add(hear)
      running ??= stayConnected()
      await Promise.race([connected.promise, sleep(HEAR_WITHIN_MS, undefined, { ref: false })])
      // Not connected just now: the connection that comes listens to all topics.
      await current?.query(`listen ${channel}`).catch(() => undefined)
      return async () => {
        hearing.delete(hear)
        if (hearing.size > 0 || listeners.get(channel) !== hearing) return
        listeners.delete(channel)
        await current?.query(`unlisten ${channel}`).catch(() => undefined)
      }
    },
    async close() {
      closing.abort()
      await running
    },
  }
}
