import { Keyv } from 'keyv'
import type { Logger } from 'pino'
import type { Clock } from '../contract/index.ts'
import type { Instances } from '../instances.ts'
import { within } from './patience.ts'

/** What any process has found out lately and all may use; losing it costs a question more and changes no answer. */
export interface SharedCache {
  /** Undefined when nobody has put it, when it is too old, and while the storage is away. Never rejects. */
  get<Value>(key: string): Promise<Value | undefined>
  /** Returns at once. */
  put(key: string, value: unknown, ttlMs: number): void
  close(): Promise<void>
}

/** After a failure nobody asks for so long. */
const REST_MS = 10_000
/** A turn waits for it. */
const ANSWER_WITHIN_MS = 250

/** The cache on the storage `sessions`; undefined without one, or when it offers no Keyv. */
export function createSharedCache(
  { sessionStorage, sessionKysely }: Pick<Instances, 'sessionStorage' | 'sessionKysely'>,
  { log, clock }: { log: Logger; clock: Clock },
): SharedCache | undefined {
  const store = sessionStorage?.keyv?.('cache', sessionKysely)
  if (!store) return undefined
  const keyv = new Keyv({ store, throwOnErrors: true })
  let restsUntil = 0
  const rest = (error: unknown) => {
    restsUntil = clock.now() + REST_MS
    log.warn({ err: error }, 'the shared cache is away and rests')
  }
  const isAway = () => clock.now() < restsUntil
  return {
    async get<Value>(key: string) {
      if (isAway()) return undefined
      return within(keyv.get<Value>(key), ANSWER_WITHIN_MS).catch(error => {
        rest(error)
        return undefined
      })
    },
    put(key, value, ttlMs) {
      if (!isAway()) keyv.set(key, value, ttlMs).catch(rest)
    },
    close: () => keyv.disconnect(),
  }
}
