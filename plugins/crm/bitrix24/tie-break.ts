import type { Call } from '../../../core/contract/index.ts'
import { type GiveWay, judgeLate } from '../provider/index.ts'
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

  const giveWay: GiveWay<Visit> = async ({ appointment, eventId }, own, call) => {
    const { id: dealId, start, end, parts } = appointment
    const employeeId = parts[0]?.employeeId ?? ''
    if (eventId === undefined) return false
    const place = { start: Date.parse(start), end: Date.parse(end), employeeId }
    const ownEvents = new Set(own.map(visit => visit.eventId))
    const clashes = await writing.askClashes(place, eventId, call)
    const rivals = clashes.filter(clash => clash.eventId === undefined || !ownEvents.has(clash.eventId))
    if (!isSecond(rivals, eventId)) return false
    await takeBack({ dealId, eventId, employeeId, portal: await desk.portal(call) }, call)
    return true
  }

  return { isSecond, takeBack, listAppointments: judgeLate(visits.list, giveWay, log) }
}
