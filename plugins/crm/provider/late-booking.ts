import type { Appointment, Call, CrmInstance, PluginContext, Slot } from '../../../core/contract/index.ts'

/** The list of a CRM, with what the plugin knows of each visit beside. */
type List<Found> = (...asked: Parameters<CrmInstance['listAppointments']>) => Promise<readonly Found[]>

/**
 * Takes a visit back that comes second, its key with it, and answers whether it is gone. `own` are all records of its key,
 * the visit among them: they are no rivals of each other, since core decides which of them stays.
 */
export type GiveWay<Found> = (visit: Found, own: readonly Found[], call: Call) => Promise<boolean>

/**
 * Method 10 of a CRM without a lock. A booking whose answer was lost has not been compared with others: that is done when
 * its key finds it. One that came second is taken back and left out of the answer, as if it had never been written.
 */
export function judgeLate<Found extends { appointment: Appointment }>(
  list: List<Found>,
  giveWay: GiveWay<Found>,
  log: PluginContext['log'],
): CrmInstance['listAppointments'] {
  return async (query, call) => {
    const { key, draft, isSettled = false } = query
    const found = await list(query, call)
    const kept: Appointment[] = []
    for (const visit of found) {
      const { appointment } = visit
      const isOpen = key !== undefined && draft && !isSettled && isAsWritten(appointment, draft.slot)
      if (isOpen && (await giveWay(visit, found, call)))
        log.warn({ appointment: appointment.id }, 'a booking whose answer was lost came second; it was taken back')
      else kept.push(appointment)
    }
    return kept
  }
}

/** Whether nobody has touched a visit since it was written: where staff have moved it, they know what they do. */
export function isAsWritten({ status, start, end, parts }: Appointment, slot: Slot): boolean {
  const isHeld = status === 'booked' || status === 'requested'
  const isThen = Date.parse(start) === Date.parse(slot.start) && Date.parse(end) === Date.parse(slot.end)
  return isHeld && isThen && employeesOf(parts) === employeesOf(slot.parts)
}

const employeesOf = (parts: Slot['parts']) => [...new Set(parts.map(part => part.employeeId))].sort().join()
