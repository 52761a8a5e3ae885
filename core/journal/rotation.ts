import type { RereadsConfig } from '../../config/desk-config.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'
import { newWork, schedule } from './work.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** A visit of the coming day is looked at more often. */
const SOON_MS = 24 * HOUR_MS

/** How often the next visits are chosen. */
export const ROTATION_EVERY_MS = MINUTE_MS

/** Visits to come that were not looked at for long, those first that were seen longest ago. */
async function longUnseen(journal: Journal, db: Db, rereads: RereadsConfig, limit: number): Promise<readonly string[]> {
  const now = journal.clock.now()
  const rows = await db
    .selectFrom('visit')
    .select('appointment')
    .where('business', '=', journal.business)
    .where('status', 'in', ['booked', 'requested'])
    .where('starts_at', '>', now)
    .where(eb =>
      eb.or([
        eb('updated_at', '<=', now - rereads.everyHours * HOUR_MS),
        eb.and([
          eb('starts_at', '<=', now + SOON_MS),
          eb('updated_at', '<=', now - rereads.soonEveryMinutes * MINUTE_MS),
        ]),
      ]),
    )
    .groupBy('appointment')
    .orderBy(eb => eb.fn.min('updated_at'))
    .limit(limit)
    .execute()
  return rows.map(({ appointment }) => appointment)
}

/**
 * Schedules the next re-reads of visits that the CRM may have told us nothing of, spread over the minute. Those that are
 * under way count: a CRM that is down is not asked for more and more. Answers how many were added.
 */
export async function scheduleRereads(journal: Journal, db: Db, rereads: RereadsConfig): Promise<number> {
  const { waiting } = await db
    .selectFrom('work')
    .select(eb => eb.fn.countAll<number>().as('waiting'))
    .where('business', '=', journal.business)
    .where('kind', '=', 'reread')
    .executeTakeFirstOrThrow()
  const room = rereads.perMinute - Number(waiting)
  if (room <= 0) return 0
  const chosen = await longUnseen(journal, db, rereads, room)
  const paceMs = Math.floor(ROTATION_EVERY_MS / rereads.perMinute)
  for (const [index, ref] of chosen.entries())
    await db
      .insertInto('work')
      .values(newWork(journal, { kind: 'reread', ref, dueAt: journal.clock.now() + index * paceMs }))
      // One that waits already keeps its time, and its patience with a CRM that fails.
      .onConflict(c => c.columns(['business', 'kind', 'ref']).doNothing())
      .execute()
  return chosen.length
}

/** Providers tell of one change several times within a moment; all of them are one look. */
const REREAD_AFTER_MS = 500

/** The CRM said that a visit has changed: it is read again. */
export function scheduleReread(journal: Journal, db: Db, appointment: string): Promise<void> {
  return schedule(journal, db, { kind: 'reread', ref: appointment, dueAt: journal.clock.now() + REREAD_AFTER_MS })
}
