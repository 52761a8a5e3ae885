import { EventEmitter } from 'node:events'
import type { StoragePlugin } from '../../../core/contract/index.ts'

const configSchema = { type: 'object', additionalProperties: false, properties: {} } as const

/** A store of what processes share that has broken down. */
export default {
  kind: 'storage',
  apiVersion: 1,
  name: 'broken-cache',
  roles: ['sessions'],
  configSchema,
  create() {
    const fail = () => Promise.reject(new Error('the store is down'))
    return {
      keyv: namespace =>
        Object.assign(new EventEmitter(), { namespace, opts: {}, get: fail, set: fail, delete: fail, clear: fail }),
      notify: fail,
      listen: fail,
      increment: fail,
    }
  },
} satisfies StoragePlugin<typeof configSchema>
