import type { Call, CrmInstance } from '../../../core/contract/index.ts'
import type { TakenTime } from './busy.ts'
import type { Desk } from './desk.ts'
import type { Portal } from './portal.ts'
import type { Command } from './query.ts'
import type { Visit, Visits } from './visits.ts'
import { fieldsOf, textOf } from './wire.ts'
import { failedCommand, type Writing } from './writing.ts'

/** What becomes of two visits at one time. */
export type TieBreak = ReturnType<typeof createTieBreak>

/**
 * Bitrix24 has no lock: of several events at one time the one with the smallest id stays, and a later booking removes
 * itself. One whose answer was lost is judged when its key finds it, as it would have been after its write.
 */
export function createTieBreak(desk: Desk, { visits, writing }: { visits: Visits; writing: Writing }) {
  const {
    api,
    context: { error, log },
  } = desk

  /** Whether an event comes second to one that it clashes with; what has no id is no booking, and stays. */
  const isSecond = (clashes: readonly TakenTime[], eventId: string | undefined) =>
    clashes.some(clash => clash.eventId === undefined || Number(clash.eventId) < Number(eventId))

  /** Removes what was written and sees that it is gone. @throws `unknown_outcome` when it is not. */
  const takeBack = async (
    written: { dealId: string | undefined; eventId: string | undefined; employeeId: string; portal: Portal },
    call: Call,
  ) => {
    const { dealId, eventId, employeeId, portal } = written
    const commands: Record<string, Command> = {
      ...(eventId !== undefined && {
        free: { method: 'calendar.event.delete', params: { id: eventId, type: 'user', ownerId: employeeId } },
        block: { method: 'calendar.event.getbyid', params: { id: eventId } },
      }),
      ...(dealId !== undefined && {
        lose: {
          method: 'crm.deal.update',
          // Without its key: a look-up finds nothing of a booking that did not come about.
          params: { id: dealId, fields: { STAGE_ID: portal.stages.cancelled, ORIGIN_ID: '' } },
        },
        stored: { method: 'crm.deal.get', params: { id: dealId } },
      }),
    }
    const answer = await api.batch(commands, call, { isWrite: true }).catch(cause => {
      throw error('unknown_outcome', 'a booking was written and could not be taken back', { cause })
    })
    const isFree = eventId === undefined || fieldsOf(answer.result('block'))['ID'] === undefined
    const isLost = dealId === undefined || textOf(fieldsOf(answer.result('stored'))['ORIGIN_ID']) === ''
    if (!isFree || !isLost || failedCommand(answer, commands))
      throw error('unknown_outcome', 'a booking was written and could not be taken back', {
        cause: failedCommand(answer, commands),
      })
  }

  /** Where staff have put the event since, they know what they do. */
  const isLate = async ({ appointment, eventId, isAsWritten }: Visit, own: ReadonlySet<string>, call: Call) => {
    const employeeId = appointment.parts[0]?.employeeId
    if (appointment.status !== 'booked' || !isAsWritten || employeeId === undefined) return false
    const place = { start: Date.parse(appointment.start), end: Date.parse(appointment.end), employeeId }
    const clashes = await writing.askClashes(place, eventId, call)
    // Records of one key are no rivals: the ledger decides which of them stays.
    return isSecond(
      clashes.filter(clash => !own.has(clash.eventId ?? '')),
      eventId,
    )
  }

  const listAppointments: CrmInstance['listAppointments'] = async (query, call) => {
    const found = await visits.list(query, call)
    if (query.key === undefined) return found.map(({ appointment }) => appointment)
    const own = new Set(found.flatMap(({ eventId }) => eventId ?? []))
    const kept: Visit[] = []
    for (const visit of found) {
      if (!(await isLate(visit, own, call))) kept.push(visit)
      else {
        const { id: dealId, parts } = visit.appointment
        log.warn({ appointment: dealId }, 'a booking whose answer was lost came second; it is taken back')
        const employeeId = parts[0]?.employeeId ?? ''
        await takeBack({ dealId, eventId: visit.eventId, employeeId, portal: await desk.portal(call) }, call)
      }
    }
    return kept.map(({ appointment }) => appointment)
  }

  return { isSecond, takeBack, listAppointments }
}
