import { Keyv } from 'keyv'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Clock, StorageInstance } from './contract/index.ts'
import type { Session } from './dialog/session.ts'

/** After a failure the copies rest so long. */
const REST_MS = 10_000

/** Copies of sessions for whoever reads them beside us; the journal's column is the truth, and losing all copies changes nothing. */
export interface SessionCopies {
  /** After the commit, best effort. */
  write(business: string, conversation: string, copy: { turn: number; session: Session }): void
  close(): Promise<void>
}

/** Writes through Keyv behind a simple breaker; undefined when the storage has no `keyv`. */
export function createSessionCopies(
  storage: StorageInstance | undefined,
  // biome-ignore lint/suspicious/noExplicitAny: the adapter narrows it to its own table.
  kysely: Kysely<any> | undefined,
  { log, clock }: { log: Logger; clock: Clock },
): SessionCopies | undefined {
  const adapter = storage?.keyv?.('sessions', kysely)
  if (!adapter) return undefined
  const keyv = new Keyv({ store: adapter, throwOnErrors: true })
  let restsUntil = 0
  return {
    write(business, conversation, copy) {
      if (clock.now() < restsUntil) return
      keyv.set(`${business}:${conversation}`, copy).catch(error => {
        restsUntil = clock.now() + REST_MS
        log.warn({ err: error }, 'session copies cannot be written and rest')
      })
    },
    close: () => keyv.disconnect(),
  }
}
