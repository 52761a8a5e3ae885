import { type RawBuilder, sql } from 'kysely'
import type { Journal } from './journal.ts'

/** Later than anything: nothing waits. */
export const NEVER = Number.MAX_SAFE_INTEGER

/** A time of this process on the clock by which work is claimed: several machines' clocks may differ, the database has one. */
export function dueTime(journal: Journal, at: number): RawBuilder<number> {
  if (at === NEVER || journal.family === 'sqlite') return sql<number>`${at}`
  return sql<number>`${journal.now()} + ${Math.round(at - journal.clock.now())}`
}
