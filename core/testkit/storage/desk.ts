import { Keyv, type KeyvStoreAdapter } from 'keyv'
import type { StorageInstance } from '../../contract/index.ts'
import { type Journal, openJournal } from '../../journal/journal.ts'
import type { Bench } from '../bench.ts'
import type { TcpProxy } from './tcp-proxy.ts'

/** A storage as the product uses it: one Kysely on its SQL, and Keyv on its adapters. */
export interface StorageDesk {
  readonly storage: StorageInstance
  readonly bench: Bench<'storage'>
  /** In front of a backend that is reached over the network. */
  readonly proxy: TcpProxy | undefined
  /** A fresh adapter. */
  adapter(namespace: string): KeyvStoreAdapter
  /** As the product does it: whatever goes wrong rejects. */
  keyv(namespace: string): Keyv
  /** Its tables are made. */
  journal(): Promise<Journal>
  /** The same before `migrate`. */
  database(): Journal
}

/** Uses the created instance until its bench is closed. */
export function openDesk(bench: Bench<'storage'>, proxy: TcpProxy | undefined): StorageDesk {
  const { instance: storage, context, clock } = bench
  const { business } = context
  const opened = storage.sql && openJournal({ business, storage: storage.sql, clock })
  if (opened) context.onClose(() => opened.close())
  let migrated: Promise<void> | undefined

  const database = () => {
    if (!opened) throw new TypeError('the roles name `journal`, and the instance has no `sql`')
    return opened
  }

  const adapter = (namespace: string) => {
    const made = storage.keyv?.(namespace, opened?.db.$pickTables<never>())
    if (!made) throw new TypeError('the roles name `sessions`, and the instance has no `keyv`')
    return made
  }
  return {
    storage,
    bench,
    proxy,
    database,
    adapter,
    keyv(namespace) {
      const keyv = new Keyv({ store: adapter(namespace), throwOnErrors: true })
      context.onClose(() => keyv.disconnect())
      return keyv
    },
    async journal() {
      migrated ??= database().migrate()
      await migrated
      return database()
    },
  }
}
