import { EventEmitter } from 'node:events'
import type { StoragePlugin } from '../../../core/contract/index.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { isBroken: { type: 'boolean', default: false } },
} as const

/** A store of session copies in memory, or one that has broken down. */
export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'copies',
  roles: ['sessions'],
  configSchema,
  create({ config }) {
    const kept = new Map<string, unknown>()
    return {
      keyv: namespace =>
        Object.assign(new EventEmitter(), {
          namespace,
          opts: {},
          async get<Value>(key: string) {
            return kept.get(key) as Value | undefined
          },
          async set(key: string, value: unknown) {
            if (config.isBroken) throw new Error('the store of copies is down')
            kept.set(key, value)
          },
          delete: async (key: string) => kept.delete(key),
          clear: async () => kept.clear(),
        }),
    }
  },
} satisfies StoragePlugin<typeof configSchema>
