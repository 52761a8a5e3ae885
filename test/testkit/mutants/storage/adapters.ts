import type { KeyvStoreAdapter } from 'keyv'
import type { StorageMutant } from './mutant.ts'

const never = () => new Promise<never>(() => {})

/** Storages whose Keyv adapters are broken. */
export const adapterMutants: readonly StorageMutant[] = [
  {
    check: 'storage.roles',
    mistake: 'names a role that there is not',
    breaks: { roles: JSON.parse('["journal", "sessions", "queue"]') },
  },
  {
    check: 'storage.keyv-missing',
    mistake: 'leaves missing keys out of what it answers to many',
    breaks: {
      adapter: made => ({
        getMany: async (keys: string[]) =>
          (await Promise.all(keys.map(key => made.get<string>(key)))).filter(value => value !== undefined),
      }),
    },
  },
  {
    check: 'storage.keyv-overwrite',
    mistake: 'keeps the expiry of the value before',
    breaks: {
      adapter(made) {
        const ttls = new Map<string, number>()
        return {
          set(key: string, value: unknown, ttl = ttls.get(key)) {
            if (ttl !== undefined) ttls.set(key, ttl)
            return made.set(key, value, ttl)
          },
        }
      },
    },
  },
  {
    check: 'storage.keyv-ttl',
    mistake: 'forgets nothing',
    breaks: { adapter: made => ({ set: (key: string, value: unknown) => made.set(key, value) }) },
  },
  {
    check: 'storage.keyv-delete',
    mistake: 'says that it deleted what was not there',
    breaks: { adapter: made => ({ delete: (key: string) => made.delete(key).then(() => true) }) },
  },
  {
    check: 'storage.keyv-clear',
    mistake: 'clears everything',
    breaks: {
      adapter(made, namespace, memory) {
        memory.set(namespace, made)
        return {
          async clear() {
            for (const one of memory.values()) await (one as KeyvStoreAdapter).clear()
          },
        }
      },
    },
  },
  {
    check: 'storage.keyv-namespaces',
    mistake: 'puts namespace and key together with a colon between',
    breaks: {
      instance: instance => ({
        ...instance,
        keyv(namespace, kysely) {
          const one = instance.keyv?.('all', kysely)
          if (!one) throw new TypeError('the sound one has a keyv')
          const own = new Set<string>()
          const nameOf = (key: string) => `${namespace}:${key}`
          return Object.assign(Object.create(one), {
            get: (key: string) => one.get(nameOf(key)),
            getMany: (keys: string[]) => Promise.all(keys.map(key => one.get(nameOf(key)))),
            has: (key: string) => one.has?.(nameOf(key)),
            delete: (key: string) => one.delete(nameOf(key)),
            set(key: string, value: unknown, ttl?: number) {
              own.add(key)
              return one.set(nameOf(key), value, ttl)
            },
            async clear() {
              for (const key of own) await one.delete(nameOf(key))
            },
          })
        },
      }),
    },
  },
  {
    check: 'storage.keyv-fresh',
    mistake: 'gives the same adapter to all who ask for a namespace',
    breaks: {
      instance(instance) {
        const made = new Map<string, KeyvStoreAdapter | undefined>()
        return {
          ...instance,
          keyv(namespace, kysely) {
            const adapter = made.get(namespace) ?? instance.keyv?.(namespace, kysely)
            if (!adapter) throw new TypeError('the sound one has a keyv')
            made.set(namespace, adapter)
            return adapter
          },
        }
      },
    },
  },
  {
    check: 'storage.keyv-concurrent',
    mistake: 'drops what comes while it writes',
    breaks: {
      adapter(made) {
        let isBusy = false
        return {
          async set(key: string, value: unknown, ttl?: number) {
            if (isBusy) return
            isBusy = true
            await made.set(key, value, ttl).finally(() => {
              isBusy = false
            })
          },
        }
      },
    },
  },
  {
    check: 'storage.keyv-odd-keys',
    mistake: 'does not tell small letters from capitals',
    breaks: {
      adapter: made => ({
        get: (key: string) => made.get(key.toLowerCase()),
        getMany: (keys: string[]) => Promise.all(keys.map(key => made.get(key.toLowerCase()))),
        set: (key: string, value: unknown, ttl?: number) => made.set(key.toLowerCase(), value, ttl),
        delete: (key: string) => made.delete(key.toLowerCase()),
      }),
    },
  },
  {
    check: 'storage.keyv-large',
    mistake: 'cuts what is longer than a column',
    breaks: {
      adapter: made => ({
        set: (key: string, value: unknown, ttl?: number) => made.set(key, String(value).slice(0, 65_535), ttl),
      }),
    },
  },
  {
    check: 'storage.dead-backend',
    mistake: 'answers "missing" when it cannot read',
    breaks: { adapter: made => ({ get: (key: string) => made.get<string>(key).catch(() => undefined) }) },
  },
  {
    check: 'storage.dead-backend',
    mistake: 'waits for ever',
    breaks: {
      adapter: made => ({ set: (key: string, value: unknown, ttl?: number) => made.set(key, value, ttl).catch(never) }),
    },
  },
]
