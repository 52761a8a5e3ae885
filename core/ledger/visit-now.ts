import type { Journal } from '../journal/journal.ts'
import { bookedInPlaceOf, type Operation, operationsOfAppointment, UNSETTLED } from '../journal/operation.ts'
import type { Db } from '../journal/schema.ts'
import { type Visit, visitsByAppointment } from '../journal/visit.ts'

/** A write to the same visit of which nobody knows yet what became: it might still land on top of another one. */
export async function openOnVisit(
  journal: Journal,
  db: Db,
  { id, appointmentId }: Operation,
): Promise<Operation | undefined> {
  if (appointmentId === undefined) return undefined
  const all = await operationsOfAppointment(journal, db, appointmentId)
  return all.find(other => other.id !== id && UNSETTLED.includes(other.status))
}

/** A visit as the journal knows it now, whoever changed it; one that was booked anew for a move is found in its new place. */
export async function visitNow(journal: Journal, db: Db, appointment: string): Promise<Visit | undefined> {
  const known = await visitsByAppointment(journal, db, appointment)
  const [visit] = known
  if (visit?.status !== 'cancelled') return visit
  const conversations = known.map(({ conversation }) => conversation)
  const next = await bookedInPlaceOf(journal, db, appointment, conversations)
  return next === undefined ? visit : visitNow(journal, db, next)
}

/** Whether the visit is still what the client was asked about, as far as the journal knows. */
export async function isAsAsked(journal: Journal, db: Db, { appointmentId, draft }: Operation): Promise<boolean> {
  if (appointmentId === undefined || !draft.previous) return true
  const visit = await visitNow(journal, db, appointmentId)
  if (!visit) return true
  const { id, status, start } = visit
  return id === appointmentId && status !== 'cancelled' && Date.parse(start) === Date.parse(draft.previous.start)
}
