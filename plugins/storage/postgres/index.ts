import { Kysely, PostgresDialect, sql } from 'kysely'
import type { StoragePlugin } from '../../../core/contract/index.ts'
import { createKeyvOnSql } from '../keyv-on-sql/index.ts'
import { createCounters } from './counters.ts'
import { createNews } from './news.ts'
import { configSchema } from './options.ts'
import { addressOf, createPool } from './pool.ts'
import { probeDatabase } from './probe.ts'

export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'postgres',
  description: 'PostgreSQL 13 or newer: several processes or machines share one desk.',
  roles: ['journal', 'sessions'],
  configSchema,
  create(context) {
    const { business, clock, config } = context
    // A pool connects with its first query.
    const dialect = (maxConnections: number) =>
      new PostgresDialect({ pool: async () => createPool({ ...config, maxConnections }, context) })
    const news = createNews(context)
    context.onClose(() => news.close())
    // News and questions about its health do not wait behind the journal.
    const own = new Kysely<Record<never, never>>({ dialect: dialect(1) })
    context.onClose(() => own.destroy())
    const { increment } = createCounters(own, business)
    return {
      sql: { family: 'postgres', dialect: dialect(config.maxConnections ?? 10) },
      keyv(namespace, kysely) {
        if (!kysely) throw context.error('invalid', 'keyv of the storage postgres needs the Kysely made of its sql')
        return createKeyvOnSql({ kysely, namespace: `${business}:${namespace}`, clock })
      },
      probe: () => probeDatabase(own, clock, addressOf(config.url)),
      async notify(topic, message) {
        await sql`select pg_notify(${news.channelOf(topic)}, ${message})`.execute(own)
      },
      listen: news.listen,
      increment,
    }
  },
} satisfies StoragePlugin<typeof configSchema>
