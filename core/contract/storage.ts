import type { JSONSchema } from 'json-schema-to-ts'
import type { KeyvStoreAdapter } from 'keyv'
import type { Dialect, Kysely } from 'kysely'
import type { Lifecycle, Plugin } from './plugin.ts'

/** `sessions`: copies and caches through `keyv`; `journal`: what must never be lost, through `sql`. */
export type StorageRole = 'sessions' | 'journal'

/** A SQL database on which the journal keeps its tables. All SQL of the product stands in core. */
export interface Sql {
  family: 'sqlite' | 'postgres'
  /** Kysely's dialect. A commit that returned survives a power cut. On SQLite `begin` must be `begin immediate`. */
  dialect: Dialect
}

export interface StorageInstance extends Lifecycle {
  /**
   * A fresh Keyv adapter each call (one adapter given to two Keyvs has its namespace overwritten).
   * A dead backend *rejects* within 5 s; it never answers "missing".
   *
   * @param kysely the one Kysely that core made of this instance's `sql`. Never use the raw handle beside it: a value
   *   that was set would vanish when another transaction on that handle rolls back.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the adapter narrows it to its own table.
  keyv?(namespace: string, kysely?: Kysely<any>): KeyvStoreAdapter
  sql?: Sql
  /** Wakes the listeners of all processes; may be lost, never needed for correctness. */
  notify?(topic: string, message: string): Promise<void>
  listen?(topic: string, hear: (message: string) => void): Promise<() => Promise<void>>
  /** Adds one to a shared counter that begins anew `ttlMs` after its first increment; answers the sum. */
  increment?(key: string, ttlMs: number): Promise<number>
}

/** @see Plugin for the life cycle. */
export interface StoragePlugin<Schema extends JSONSchema = JSONSchema>
  extends Plugin<'storage', Schema, StorageInstance> {
  /** What `aiadmin check` holds against `storage:` before anything is created. */
  roles: readonly StorageRole[]
}
