import type { Noted } from './chronicle.ts'

/** A row of the journal, as the database has it. */
export type Row = Readonly<Record<string, string | number | null>>

/** The tables of the journal that are compared. */
export const TABLES = ['conversation', 'message', 'turn', 'operation', 'outbox', 'work'] as const

/** What can be known of a message that was not answered. */
export type Delivery = 'idempotent' | 'traceable' | 'blind'

/** Everything that a run has left: all that the checker looks at. */
export interface World {
  /** What happened outside of the desk, in its order. */
  noted: readonly Noted[]
  /** The journal. */
  tables: Readonly<Record<(typeof TABLES)[number], readonly Row[]>>
  /** Of each channel instance. */
  deliveries: Readonly<Record<string, Delivery>>
}
