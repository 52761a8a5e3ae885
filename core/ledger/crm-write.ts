import type { Appointment, Call, CrmCapabilities, CrmInstance } from '../contract/index.ts'
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

/** The one request of an attempt. Whatever it throws is judged by the write rule. */
export function writeOnce(crm: CrmInstance, operation: Operation, call: Call): Promise<Appointment> {
  const { draft, id: key } = operation
  if (operation.kind === 'cancel')
    return crm.cancelAppointment(
      { id: draft.appointmentId ?? '', key, ...(draft.reason !== undefined && { reason: draft.reason }) },
      call,
    )
  if (!draft.slot) throw new Error(`operation ${key} has no slot`)
  if (operation.kind === 'move')
    return crm.rescheduleAppointment({ id: draft.appointmentId ?? '', slot: draft.slot, key }, call)
  const comment = draft.comment === undefined ? {} : { comment: draft.comment }
  return crm.createAppointment({ slot: draft.slot, client: draft.client, key, ...comment }, call)
}

/** What a look-up found. */
export type Found = { appointment: Appointment; status: OperationStatus; surplus: readonly Appointment[] } | undefined

function isAt(appointment: Appointment, operation: Operation): boolean {
  return Date.parse(appointment.start) === Date.parse(operation.draft.slot?.start ?? '')
}

/** Did this operation's write happen? Throws when that can't be told now. */
export async function lookUp(crm: CrmInstance, operation: Operation, call: Call): Promise<Found> {
  const { draft } = operation
  if (operation.kind === 'book') {
    const written = await crm.listAppointments({ key: operation.id }, call)
    const [kept, ...surplus] = written.filter(isLive)
    if (kept) return { appointment: kept, status: kept.status === 'requested' ? 'requested' : 'booked', surplus }
    // It was written and the business has cancelled it since: that is its answer.
    const gone = written[0]
    return gone && { appointment: gone, status: 'refused', surplus: [] }
  }
  const visit = await crm.getAppointment({ id: draft.appointmentId ?? '' }, call)
  if (operation.kind === 'cancel')
    return visit && !isLive(visit) ? { appointment: visit, status: 'cancelled', surplus: [] } : undefined
  if (visit && isLive(visit) && isAt(visit, operation))
    return { appointment: visit, status: visit.status === 'requested' ? 'requested' : 'moved', surplus: [] }
  return undefined
}

/** The status of an operation whose write was answered. */
export function statusOf(kind: Operation['kind'], appointment: Appointment): OperationStatus {
  if (kind === 'cancel') return 'cancelled'
  if (appointment.status === 'requested') return 'requested'
  return kind === 'book' ? 'booked' : 'moved'
}
