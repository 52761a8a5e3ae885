import type { StorageMutant } from './mutant.ts'

/** Storages behind a network that are broken. */
export const serverMutants: readonly StorageMutant[] = [
  {
    check: 'storage.listen',
    mistake: 'calls listeners that have left',
    breaks: {
      instance: instance => ({
        ...instance,
        listen: async (topic, hear) => {
          await instance.listen?.(topic, hear)
          return async () => undefined
        },
      }),
    },
  },
  {
    check: 'storage.listen',
    mistake: 'has one topic for everything',
    breaks: {
      instance: instance => ({
        ...instance,
        notify: async (_, message) => instance.notify?.('all', message),
        listen: async (_, hear) => (await instance.listen?.('all', hear)) ?? (async () => undefined),
      }),
    },
  },
  {
    check: 'storage.increment',
    mistake: 'counts once for all who count at once',
    breaks: {
      instance(instance) {
        const counting = new Map<string, Promise<number>>()
        return {
          ...instance,
          increment(key, ttlMs) {
            const sum = counting.get(key) ?? Promise.resolve(instance.increment?.(key, ttlMs) ?? 0)
            counting.set(key, sum)
            return sum.finally(() => counting.delete(key))
          },
        }
      },
    },
  },
  {
    check: 'storage.increment',
    mistake: 'begins the time anew with every count',
    breaks: {
      instance(instance) {
        const counters = new Map<string, { sum: number; endsAt: number }>()
        return {
          ...instance,
          async increment(key, ttlMs) {
            const now = Date.now()
            const { sum = 0, endsAt = 0 } = counters.get(key) ?? {}
            const next = { sum: endsAt > now ? sum + 1 : 1, endsAt: now + ttlMs }
            counters.set(key, next)
            return next.sum
          },
        }
      },
    },
  },
  {
    check: 'storage.dead-backend',
    mistake: 'never tries again after it has failed',
    breaks: {
      adapter(made) {
        let failure: unknown
        return {
          async get(key: string) {
            if (failure !== undefined) throw failure
            return made.get(key).catch(error => {
              failure = error
              throw error
            })
          },
        }
      },
    },
  },
]
