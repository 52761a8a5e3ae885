import { isAbsolute, join } from 'node:path'
import type { JSONSchema } from 'json-schema-to-ts'
import { SqliteDialect } from 'kysely'
import type { StoragePlugin } from '../../../core/contract/index.ts'
import { createKeyvOnSql } from '../keyv-on-sql/index.ts'
import { openDatabase } from './database.ts'

const configSchema = {
  type: 'object',
  properties: {
    path: {
      type: 'string',
      minLength: 1,
      default: 'aiadmin.sqlite',
      description:
        'The database file, beside which SQLite keeps two more (`-wal`, `-shm`); relative to the data folder. `:memory:` keeps nothing.',
      examples: ['aiadmin.sqlite', '/data/aiadmin.sqlite'],
    },
    maxMegabytes: {
      type: 'integer',
      minimum: 1,
      description: 'The file grows no larger than this; writes then fail as on a full disk. No limit when left out.',
      examples: [2000],
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'sqlite',
  description: 'One file through the SQLite that Node brings: nothing to install, nothing to run.',
  roles: ['journal', 'sessions'],
  configSchema,
  create(context) {
    const { path = 'aiadmin.sqlite', maxMegabytes } = context.config
    const file = path === ':memory:' || isAbsolute(path) ? path : join(context.dataFolder, path)
    // Opened by the first query: a file that cannot be opened then fails the journal, which says so, not `create`.
    const open = async () => {
      const database = openDatabase({ file, maxMegabytes, error: context.error })
      context.onClose(() => database.close())
      return database
    }
    return {
      sql: { family: 'sqlite', dialect: new SqliteDialect({ database: open }) },
      keyv(namespace, kysely) {
        if (!kysely) throw context.error('invalid', 'keyv of the storage sqlite needs the Kysely made of its sql')
        return createKeyvOnSql({ kysely, namespace: `${context.business}:${namespace}`, clock: context.clock })
      },
    }
  },
} satisfies StoragePlugin<typeof configSchema>
