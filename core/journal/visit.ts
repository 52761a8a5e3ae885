import type { AppointmentStatus, Locale, VisitCard } from '../contract/index.ts'
import type { Journal } from './journal.ts'
import type { Db } from './schema.ts'

/** A visit that was booked, or seen, in a conversation. */
export interface Visit extends VisitCard {
  conversation: string
  /** The client's language, in which the names are. */
  locale: Locale
  serviceIds: readonly string[]
  employeeIds: readonly string[]
  phone?: string
}

/** Whether a client would have to change anything in their calendar. */
function isSame(a: Visit, b: Visit): boolean {
  const essence = ({ status, start, end, serviceIds, employeeIds }: Visit) =>
    JSON.stringify([status, Date.parse(start), Date.parse(end), serviceIds, employeeIds])
  return essence(a) === essence(b)
}

async function withRevision(journal: Journal, db: Db, visit: Visit): Promise<Visit> {
  const row = await db
    .selectFrom('visit')
    .select(['conversation', 'status', 'card', 'phone'])
    .where('business', '=', journal.business)
    .where('conversation', '=', visit.conversation)
    .where('appointment', '=', visit.id)
    .executeTakeFirst()
  const known = row && visitOf(row)
  const changedAt = new Date(journal.clock.now()).toISOString()
  if (!known) return { ...visit, revision: 0, changedAt }
  const { revision = 0 } = known
  return isSame(known, visit)
    ? { ...visit, revision, changedAt: known.changedAt ?? changedAt }
    : { ...visit, revision: revision + 1, changedAt }
}

/** Writes what is known of a visit now. */
export async function putVisit(journal: Journal, db: Db, visit: Visit): Promise<void> {
  const { conversation, phone, ...card } = await withRevision(journal, db, visit)
  const changed = {
    status: visit.status,
    starts_at: Date.parse(visit.start),
    card: JSON.stringify(card),
    phone: phone ?? null,
    updated_at: journal.clock.now(),
  }
  await db
    .insertInto('visit')
    .values({ business: journal.business, appointment: visit.id, conversation, ...changed })
    .onConflict(c => c.columns(['business', 'conversation', 'appointment']).doUpdateSet(changed))
    .execute()
}

function visitOf(row: { conversation: string; status: string; card: string; phone: string | null }): Visit {
  const card: Omit<Visit, 'conversation'> = JSON.parse(row.card)
  return {
    ...card,
    conversation: row.conversation,
    status: row.status as AppointmentStatus,
    ...(row.phone !== null && { phone: row.phone }),
  }
}

/** The visits of a client's conversations that start after `since`, by start; each as it was last written down. */
export async function visitsOf(
  journal: Journal,
  db: Db,
  conversations: readonly string[],
  since: number,
): Promise<readonly Visit[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['appointment', 'conversation', 'status', 'card', 'phone', 'starts_at'])
    .where('business', '=', journal.business)
    .where('conversation', 'in', conversations)
    .orderBy('updated_at')
    .execute()
  const newest = new Map(rows.map(row => [row.appointment, row]))
  return [...newest.values()]
    .filter(row => row.starts_at > since)
    .sort((a, b) => a.starts_at - b.starts_at)
    .map(visitOf)
}

/** On PostgreSQL one transaction after the other is about this visit; SQLite's one writer is lock enough. */
export async function lockVisit(journal: Journal, db: Db, appointment: string): Promise<void> {
  if (journal.family === 'sqlite') return
  await db
    .selectFrom('visit')
    .select('conversation')
    .where('business', '=', journal.business)
    .where('appointment', '=', appointment)
    .orderBy('conversation')
    .forUpdate()
    .execute()
}

/** The same visit in every conversation that knows it, the one that was written down last first. */
export async function visitsByAppointment(journal: Journal, db: Db, appointment: string): Promise<readonly Visit[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['conversation', 'status', 'card', 'phone'])
    .where('business', '=', journal.business)
    .where('appointment', '=', appointment)
    .orderBy('updated_at', 'desc')
    .execute()
  return rows.map(visitOf)
}

/** Nothing could be learned of the visit for long: it is looked at again in its turn, not before all others. */
export async function putOffVisit(journal: Journal, db: Db, appointment: string): Promise<void> {
  await db
    .updateTable('visit')
    .set({ updated_at: journal.clock.now() })
    .where('business', '=', journal.business)
    .where('appointment', '=', appointment)
    .execute()
}
