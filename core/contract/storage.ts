import type { JSONSchema } from 'json-schema-to-ts'
import type { KeyvStoreAdapter } from 'keyv'
import type { Dialect } from 'kysely'
import type { Database, Lifecycle, Plugin } from './plugin.ts'

/** `sessions`: what processes share and may lose, through `keyv`; `journal`: what must never be lost, through `sql`. */
export type StorageRole = 'sessions' | 'journal'

/** A SQL database on which the journal keeps its tables. All SQL of the product stands in core. */
export interface Sql {
  family: 'sqlite' | 'postgres'
  /**
   * Kysely's dialect. A commit that returned survives a power cut. Big integers come back as numbers: instants are kept
   * in milliseconds. On SQLite `begin` must be `begin immediate`. While the database is dead everything rejects within
   * 5 s, and a connection that breaks while nobody uses it ends no process; when it is back it is used again.
   */
  dialect: Dialect
}

export interface StorageInstance extends Lifecycle {
  /**
   * A fresh Keyv adapter each call (one adapter given to two Keyvs has its namespace overwritten).
   * A dead backend *rejects* within 5 s, also one that takes everything and says nothing; it never answers "missing", and
   * is used again when it is back. Keys are any text of up to 500 characters; no two of them are the same one.
   *
   * @param kysely the one Kysely that core made of this instance's `sql`. Never use the raw handle beside it: a value
   *   that was set would vanish when another transaction on that handle rolls back.
   */
  keyv?(namespace: string, kysely?: Database): KeyvStoreAdapter
  sql?: Sql
  /** Wakes the listeners of all processes; may be lost, never needed for correctness. A message is up to 4 kB of text. */
  notify?(topic: string, message: string): Promise<void>
  /** Hears of this topic alone, until the answered function was called. */
  listen?(topic: string, hear: (message: string) => void): Promise<() => Promise<void>>
  /** Adds one to a shared counter that begins anew `ttlMs` after its first increment; answers the sum, to each its own. */
  increment?(key: string, ttlMs: number): Promise<number>
}

/** @see Plugin for the life cycle. */
export interface StoragePlugin<Schema extends JSONSchema = JSONSchema>
  extends Plugin<'storage', Schema, StorageInstance> {
  /** What `aiadmin check` holds against `storage:` before anything is created. */
  roles: readonly StorageRole[]
}
