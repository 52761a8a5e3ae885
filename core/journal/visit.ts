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

/** The visits of a conversation that start after `since`, by start. */
export async function visitsOf(
  journal: Journal,
  db: Db,
  conversation: string,
  since: number,
): Promise<readonly Visit[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['conversation', 'status', 'card', 'phone'])
    .where('business', '=', journal.business)
    .where('conversation', '=', conversation)
    .where('starts_at', '>', since)
    .orderBy('starts_at')
    .execute()
  return rows.map(visitOf)
}

/** The same visit in every conversation that knows it. */
export async function visitsByAppointment(journal: Journal, db: Db, appointment: string): Promise<readonly Visit[]> {
  const rows = await db
    .selectFrom('visit')
    .select(['conversation', 'status', 'card', 'phone'])
    .where('business', '=', journal.business)
    .where('appointment', '=', appointment)
    .execute()
  return rows.map(visitOf)
}
