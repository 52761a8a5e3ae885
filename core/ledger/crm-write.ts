import type { Appointment, AppointmentDraft, Call, CrmCapabilities, CrmInstance } from '../contract/index.ts'
import type { Operation, OperationStatus } from '../journal/operation.ts'

/** Statuses of a visit that takes place, or did. */
export function isLive(appointment: Appointment): boolean {
  return appointment.status !== 'cancelled'
}

/** Whether the CRM itself can make this move; else it is booked anew, verified, and the old visit cancelled. */
export function canMove({ reschedule }: CrmCapabilities, { draft }: Operation): boolean {
  if (reschedule === 'timeAndEmployee') return true
  if (reschedule === 'none') return false
  const employees = draft.slot?.parts.map(part => part.employeeId) ?? []
  return employees.every(employee => employee === draft.previous?.employeeId)
}

/** What the CRM is asked to book. */
function bookingOf({ id: key, draft }: Operation): AppointmentDraft {
  const { slot, client, locale, comment } = draft
  if (!slot) throw new Error(`operation ${key} has no slot`)
  return { slot, client, key, locale, ...(comment !== undefined && { comment }) }
}

/** The one request of an attempt. Whatever it throws is judged by the write rule. */
export function writeOnce(crm: CrmInstance, operation: Operation, call: Call): Promise<Appointment> {
  const { draft, id: key } = operation
  const { appointmentId: id = '', locale, reason } = draft
  if (operation.kind === 'cancel')
    return crm.cancelAppointment({ id, key, locale, ...(reason !== undefined && { reason }) }, call)
  const { slot } = bookingOf(operation)
  if (operation.kind === 'move') return crm.rescheduleAppointment({ id, slot, key, locale }, call)
  return crm.createAppointment(bookingOf(operation), call)
}

/** What a look-up found. */
export type Found = { appointment: Appointment; status: OperationStatus; surplus: readonly Appointment[] } | undefined

/** Whether a visit takes place at the operation's time, with the employees that it names. */
export function isAt(appointment: Appointment, { draft }: Operation): boolean {
  if (Date.parse(appointment.start) !== Date.parse(draft.slot?.start ?? '')) return false
  const wanted = draft.slot?.parts.flatMap(part => part.employeeId ?? []) ?? []
  const booked = appointment.parts.flatMap(part => part.employeeId ?? [])
  return booked.length === 0 || wanted.every(employee => booked.includes(employee))
}

/** The records of this operation alone: a CRM that does not filter by key must not make us touch other people's visits. */
function isOurs({ key }: Appointment, operation: Operation): boolean {
  return key === undefined || key === operation.id
}

/** A visit of which the CRM keeps nothing any more, as the operation knows it. */
export function goneVisit({ draft, createdAt }: Operation): Appointment {
  const { appointmentId: id = '', serviceIds, previous } = draft
  const start = previous?.start ?? new Date(createdAt).toISOString()
  return { id, status: 'cancelled', start, end: start, parts: [{ serviceIds, start, end: start }] }
}

/**
 * Did this operation's write happen? Throws when that can't be told now. Where somebody counts on the outcome already it is
 * `isSettled`, and no plugin may question it any more.
 */
export async function lookUp(
  crm: CrmInstance,
  operation: Operation,
  call: Call,
  { isSettled }: { isSettled: boolean },
): Promise<Found> {
  const { draft } = operation
  if (operation.kind === 'book') {
    const writtenAfter = new Date(operation.createdAt).toISOString()
    const query = { key: operation.id, draft: bookingOf(operation), writtenAfter, isSettled }
    const answer = await crm.listAppointments(query, call)
    const written = answer.filter(appointment => isOurs(appointment, operation))
    const live = written.filter(isLive)
    // The one that the client knows stays.
    const kept = live.find(({ id }) => id === operation.appointmentId) ?? live[0]
    if (kept) {
      const surplus = live.filter(({ id }) => id !== kept.id)
      return { appointment: kept, status: kept.status === 'requested' ? 'requested' : 'booked', surplus }
    }
    // It was written and the business has cancelled it since: that is its answer.
    const gone = written[0]
    return gone && { appointment: gone, status: 'refused', surplus: [] }
  }
  const visit = await crm.getAppointment({ id: draft.appointmentId ?? '' }, call)
  if (operation.kind === 'cancel') {
    if (!visit) return { appointment: goneVisit(operation), status: 'cancelled', surplus: [] }
    return isLive(visit) ? undefined : { appointment: visit, status: 'cancelled', surplus: [] }
  }
  if (visit && isLive(visit) && isAt(visit, operation))
    return { appointment: visit, status: visit.status === 'requested' ? 'requested' : 'moved', surplus: [] }
  return undefined
}

/** The status of an operation whose write was answered; `unknown` when the answer is not what was asked for. */
export function statusOf(operation: Operation, appointment: Appointment): OperationStatus {
  if (operation.kind === 'cancel') return isLive(appointment) ? 'unknown' : 'cancelled'
  if (!isLive(appointment)) return 'unknown'
  if (!isAt(appointment, operation)) return 'unknown'
  if (appointment.status === 'requested') return 'requested'
  return operation.kind === 'book' ? 'booked' : 'moved'
}
