import type { KeyvStoreAdapter } from 'keyv'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  CompiledQuery as Query,
  type QueryResult,
} from 'kysely'
import template from '../../../../core/cli/templates/storage/src/index.ts'
import { PASSWORD, startServer } from '../../../../core/cli/templates/storage/test/server.ts'
import type { PluginContext, StorageInstance, StoragePlugin } from '../../../../core/contract/index.ts'
import type { StorageSubject } from '../../../../core/testkit/index.ts'
import sqlite from '../../../../plugins/storage/sqlite/index.ts'
import { damageDatabase } from '../../../plugins/sqlite/damage.ts'

/** What is broken in a sound storage: the only check that may fail, and the break. */
export interface StorageMutant {
  check: string
  /** What its author got wrong. */
  mistake: string
  breaks: Breaks
}

/** Where it is broken. */
export interface Breaks {
  roles?: StoragePlugin['roles']
  /** One adapter of the instance; `memory` is the instance's own. */
  adapter?(adapter: KeyvStoreAdapter, namespace: string, memory: Map<string, unknown>): object
  /** Everything that goes to the database. */
  query?(query: CompiledQuery, run: Run, memory: Map<string, unknown>): Promise<QueryResult<unknown>>
  instance?(instance: StorageInstance, context: PluginContext): StorageInstance
}

/** Runs a query on the same connection. */
export type Run = (query: CompiledQuery | string) => Promise<QueryResult<unknown>>

/** The sound storage with SQL: a built-in. */
export const soundDatabase: StorageSubject = {
  plugin: sqlite,
  module: import.meta.resolve('../../../../plugins/storage/sqlite/index.ts'),
  config: {},
  takeAway: damageDatabase,
}

/** The sound storage behind a network: what the scaffold writes. */
export const soundServer: StorageSubject = {
  plugin: template,
  module: import.meta.resolve('../../../../core/cli/templates/storage/src/index.ts'),
  config: url => ({ url, password: PASSWORD }),
  fake: startServer,
}

/** A sound storage with the break. */
export function broken(sound: StorageSubject, { roles, adapter, query, instance: change }: Breaks): StorageSubject {
  const { plugin } = sound
  return {
    ...sound,
    plugin: {
      ...plugin,
      ...(roles && { roles }),
      create(context) {
        const memory = new Map<string, unknown>()
        const instance = plugin.create(context)
        const { keyv, sql } = instance
        const changed: StorageInstance = {
          ...instance,
          ...(sql &&
            query && { sql: { ...sql, dialect: rewriting(sql.dialect, (one, run) => query(one, run, memory)) } }),
          ...(keyv &&
            adapter && {
              keyv(namespace, kysely) {
                const made = keyv(namespace, kysely)
                return Object.assign(Object.create(made), adapter(made, namespace, memory))
              },
            }),
        }
        return change ? change(changed, context) : changed
      },
    },
  }
}

/** The same dialect, whose queries somebody else sees first. */
export function rewriting(
  dialect: Dialect,
  query: (query: CompiledQuery, run: Run) => Promise<QueryResult<unknown>>,
): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: db => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver()
      return {
        init: () => driver.init(),
        async acquireConnection() {
          const connection = await driver.acquireConnection()
          const run: Run = one => connection.executeQuery(typeof one === 'string' ? Query.raw(one) : one)
          const wrapped: DatabaseConnection = Object.assign(Object.create(null), {
            executeQuery: (one: CompiledQuery) => query(one, run),
          })
          return wrapped
        },
        beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
        commitTransaction: connection => driver.commitTransaction(connection),
        rollbackTransaction: connection => driver.rollbackTransaction(connection),
        releaseConnection: connection => driver.releaseConnection(connection),
        destroy: () => driver.destroy(),
      }
    },
  }
}
