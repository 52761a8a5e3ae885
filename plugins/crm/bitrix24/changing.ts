import type { Call, CrmInstance, Locale } from '../../../core/contract/index.ts'
import type { Desk } from './desk.ts'
import type { Portal } from './portal.ts'
import type { Command } from './query.ts'
import type { TakeTurn } from './turns.ts'
import type { Visit, Visits } from './visits.ts'
import { fieldsOf, textOf } from './wire.ts'
import { failedCommand, type Wanted, type Writing } from './writing.ts'

/** Methods 11 and 12: deal and event change together, in one batch that reads them back. */
export function createChanging(
  desk: Desk,
  parts: { visits: Visits; writing: Writing; takeTurn: TakeTurn },
): Pick<CrmInstance, 'rescheduleAppointment' | 'cancelAppointment'> {
  const {
    api,
    context: { error },
  } = desk
  const { visits, writing, takeTurn } = parts
  const { say, wantedOf, taken, clashesIn, ensureFree, timeFields, eventTimes, readBack, isAt } = writing

  const move = async (visit: Visit, wanted: Wanted, portal: Portal, input: { locale?: Locale }, call: Call) => {
    const { id } = visit.appointment
    const { eventId } = visit
    if (eventId === undefined) throw error('refused', 'the visit has no calendar event', say(input.locale, 'over'))
    await ensureFree(wanted, eventId, input.locale, call)
    const commandsTo = (to: Wanted): Record<string, Command> => ({
      move: { method: 'calendar.event.update', params: { id: eventId, ...eventTimes(to) } },
      deal: { method: 'crm.deal.update', params: { id, fields: timeFields(portal, to) } },
      ...readBack(id, eventId, to),
    })
    const write = (to: Wanted) => api.batch(commandsTo(to), call, { isWrite: true, halt: true })
    const answer = await write(wanted)
    const failed = failedCommand(answer, commandsTo(wanted))
    const client = clientOf(visit)
    const moved = visits.read(
      { deal: fieldsOf(answer.result('stored')), event: answer.result('block'), client },
      portal,
    )
    const clashes = clashesIn(answer.result('busy'), wanted, eventId)
    if (moved && isAt(moved, wanted) && clashes.length === 0 && answer.result('busy') !== undefined)
      return moved.appointment
    // A moved event keeps its small id, so it gives way to everyone who was there first.
    const before: Wanted = {
      ...wanted,
      start: Date.parse(visit.appointment.start),
      end: Date.parse(visit.appointment.end),
    }
    const back = await write(before).catch(cause => {
      throw error('unknown_outcome', 'a move was written and could not be taken back', { cause })
    })
    const restored = visits.read({ deal: fieldsOf(back.result('stored')), event: back.result('block'), client }, portal)
    if (!restored || !isAt(restored, before))
      throw error('unknown_outcome', 'a move was written and could not be taken back')
    if (clashes.length > 0) throw taken(input.locale)
    throw failed ?? error('refused', 'Bitrix24 did not move the visit')
  }

  const findOrFail = async (id: string, call: Call) => {
    const visit = await visits.find(id, call)
    if (!visit) throw error('not_found', `there is no visit ${id}`)
    return visit
  }

  return {
    async rescheduleAppointment({ id, slot, locale }, call) {
      const portal = await desk.portal(call)
      const visit = await findOrFail(id, call)
      const wanted = wantedOf(slot, portal, locale)
      const { status, parts } = visit.appointment
      if (status !== 'booked') throw error('refused', `visit ${id} is ${status}`, say(locale, 'over'))
      if (parts[0]?.employeeId !== wanted.employeeId)
        throw error('unsupported', 'Bitrix24 moves no event into the calendar of another user')
      return takeTurn(wanted.employeeId, call, () => move(visit, wanted, portal, { ...(locale && { locale }) }, call))
    },

    async cancelAppointment({ id, reason, locale }, call) {
      const portal = await desk.portal(call)
      const visit = await findOrFail(id, call)
      const { appointment, eventId, deal } = visit
      const { status } = appointment
      const isLost = portal.stages.statusOf(textOf(deal['STAGE_ID'])) === 'cancelled'
      if (isLost && eventId === undefined) return appointment
      if (status === 'arrived' || status === 'no_show')
        throw error('refused', `visit ${id} is ${status}`, say(locale, 'over'))
      const remarks = [textOf(deal['COMMENTS']), reason ?? ''].filter(Boolean).join('\n')
      const fields = { STAGE_ID: portal.stages.cancelled, ...(reason !== undefined && { COMMENTS: remarks }) }
      const ownerId = appointment.parts[0]?.employeeId ?? ''
      const commands: Record<string, Command> = {
        lose: { method: 'crm.deal.update', params: { id, fields } },
        ...(eventId !== undefined && {
          free: { method: 'calendar.event.delete', params: { id: eventId, type: 'user', ownerId } },
          block: { method: 'calendar.event.getbyid', params: { id: eventId } },
        }),
        stored: { method: 'crm.deal.get', params: { id } },
      }
      const answer = await api.batch(commands, call, { isWrite: true })
      const event = answer.result('block')
      const after = visits.read({ deal: fieldsOf(answer.result('stored')), event, client: clientOf(visit) }, portal)
      if (after?.appointment.status === 'cancelled' && after.eventId === undefined) {
        // The deal knows the hours at which it was booked; staff may have moved the event since.
        const { start, end, parts } = appointment
        return { ...after.appointment, start, end, parts }
      }
      throw error('unknown_outcome', 'Bitrix24 did not cancel all of the visit', {
        cause: failedCommand(answer, commands),
      })
    },
  }
}

const clientOf = ({ appointment: { clientId, clientName, phone } }: Visit) =>
  clientId === undefined ? undefined : { id: clientId, name: clientName ?? '', ...(phone !== undefined && { phone }) }
