import { EventEmitter } from 'node:events'
import type { StorageInstance } from '../../../../contract/index.ts'
import type { Client } from './client.ts'

/** A Keyv storage adapter. */
type Adapter = ReturnType<NonNullable<StorageInstance['keyv']>>

/** A Keyv adapter on one namespace of the server. Its failures reject: nothing is missing only because nobody answered. */
export function createAdapter({ ask }: Client, namespace: string): Adapter {
  return Object.assign(new EventEmitter(), {
    opts: {},
    // Keyv writes here; the server's namespace is the argument.
    namespace: undefined,
    // Keyv lets its caller name the type of a value, and reads it out of the text that it stored here.
    async get<Value>(key: string) {
      return ((await ask('get', namespace, key)) ?? undefined) as Value | undefined
    },
    async set(key: string, value: unknown, ttlMs?: number) {
      await ask('set', namespace, key, value, ttlMs ?? null)
    },
    delete: async (key: string) => (await ask('delete', namespace, key)) === true,
    has: async (key: string) => (await ask('get', namespace, key)) !== null,
    async clear() {
      await ask('clear', namespace)
    },
  })
}
