import type { Probe } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import { proveWritable } from './readiness.ts'
import { readSchemaState } from './schema-state.ts'

/** What a schema ahead of this program is answered with. */
export const NEWER = 'its tables are of a newer version of AI-Admin: install that version, or restore a backup'

/**
 * Whether the journal can be kept here: tables that this program knows, and that it may write to. An empty database gets its
 * tables, as at the first start; older ones are left to it. Rejects when the database can't be asked.
 *
 * @param isWell what the storage said of itself: where it may not make tables nothing is tried.
 */
export async function examineJournal(journal: Journal, isWell: boolean): Promise<Probe> {
  const { applied, pending, unknown } = await readSchemaState(journal)
  if (unknown.length > 0) return { ok: false, summary: `${NEWER} (it has ${unknown.join(', ')})` }
  if (applied.length === 0) {
    if (!isWell) return { ok: false, summary: 'it has no tables yet' }
    await journal.migrate()
  }
  await proveWritable(journal)
  if (applied.length === 0 || pending.length === 0) return { ok: true, summary: 'its tables are up to date' }
  const steps = pending.length === 1 ? 'one step' : `${pending.length} steps`
  return { ok: true, summary: `its tables are ${steps} behind; the next start, or aiadmin db migrate, brings them on` }
}
