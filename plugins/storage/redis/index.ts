import KeyvRedis, { type RedisClientType } from '@keyv/redis'
import type { StoragePlugin } from '../../../core/contract/index.ts'
import { addressOf, connect, createConnection, explainFailure } from './connection.ts'
import { configSchema } from './options.ts'

/** One step, so that two processes can't both find the counter new and one of them never let it end. */
const INCREMENT = `local sum = redis.call('incr', KEYS[1])
if sum == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
return sum`

export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'redis',
  description: 'Redis 6 or newer: counters, news and a cache that several processes share.',
  roles: ['sessions'],
  configSchema,
  create(context) {
    const { business, config, error } = context
    const connection = createConnection(context)
    const { client } = connection
    let subscriber: RedisClientType | undefined
    const explained = async <T>(asked: Promise<T>): Promise<T> =>
      asked.catch(cause => {
        // Why it is away says more than that it is.
        throw explainFailure(connection.failure() ?? cause, config, error)
      })
    context.onClose(() => {
      for (const each of [subscriber, client]) if (each?.isOpen) each.destroy()
    })

    const listener = () => {
      subscriber ??= client.duplicate().on('error', () => undefined)
      if (!subscriber.isOpen) subscriber.connect().catch(() => undefined)
      return subscriber
    }

    return {
      start: () => connect(client),
      keyv(namespace) {
        const prefix = `aiadmin:${business}:${namespace}`
        const adapter = new KeyvRedis(client, {
          namespace: prefix,
          throwOnConnectError: true,
          throwOnErrors: true,
          useUnlink: true,
        })
        // Keyv writes its own over the adapter's, and two businesses would share their keys.
        Object.defineProperty(adapter, 'namespace', { get: () => prefix, set: () => undefined })
        return adapter
      },
      async probe() {
        // Asked before the desk has started: the connection is made for it.
        await connect(client)
        return explained(client.ping()).then(
          () => ({ ok: true, summary: `Redis at ${addressOf(config.url)} answers` }),
          failure => ({ ok: false, summary: String(Object(failure).message) }),
        )
      },
      async notify(topic, message) {
        await explained(client.publish(`aiadmin:${business}:${topic}`, message))
      },
      async listen(topic, hear) {
        const channel = `aiadmin:${business}:${topic}`
        const listening = (message: string) => hear(message)
        await explained(listener().subscribe(channel, listening))
        return async () => {
          await subscriber?.unsubscribe(channel, listening).catch(() => undefined)
        }
      },
      async increment(key, ttlMs) {
        const keys = [`aiadmin:${business}:count:${key}`]
        return Number(await explained(client.eval(INCREMENT, { keys, arguments: [String(ttlMs)] })))
      },
    }
  },
} satisfies StoragePlugin<typeof configSchema>
