import type { Appointment, Call, CrmInstance, Locale } from '../../../core/contract/index.ts'
import type { Parts } from './parts.ts'
import { digitsOf, phoneOf } from './phones.ts'
import { journalTime, placeOf } from './place.ts'
import { refusalOf, sayNo } from './refusals.ts'
import { findRecord, findVisit, readVisit } from './visits.ts'
import { blockOf, blocksOf, isBlock, numberOf, textOf, type Wire } from './wire.ts'

/** Methods 11 and 12. */
export function createChanging(parts: Parts): Pick<CrmInstance, 'rescheduleAppointment' | 'cancelAppointment'> {
  const { api, context, dialect, catalogue } = parts
  const { config, error, log } = context
  const pathOf = (id: string) => `/record/${config.companyId}/${id}`

  return {
    async rescheduleAppointment({ id, slot, locale }, call) {
      const place = placeOf(parts, slot)
      const { record, visit } = await existing(id, call)
      if (visit.status === 'cancelled') throw error('not_found', 'the visit is cancelled')
      await ensureAllowed('move', visit, locale, call)
      const booked = visit.parts.flatMap(part => part.serviceIds)
      if (booked.toSorted().join() !== place.serviceIds.toSorted().join())
        throw error('invalid', `a move keeps the services of the visit: ${booked.join(', ')}`)
      const body = {
        ...sameRecord(record),
        staff_id: Number(place.employeeId),
        datetime: journalTime(parts, place.startMs),
        seance_length: place.seconds,
        save_if_busy: false,
        send_sms: false,
      }
      const { refusal, status } = await api.send({ method: 'PUT', path: pathOf(id), body }, call)
      if (refusal && status === 404) throw refusal.error
      if (refusal) throw await refusalOf(parts, { refusal, slot, locale }, call)
      const moved = await findVisit(parts, id, call).catch((cause: unknown) => {
        throw error('unknown_outcome', 'a visit was moved and could not be read back', { cause })
      })
      if (moved && Date.parse(moved.start) === place.startMs) return moved
      throw error('unknown_outcome', `${dialect.title} took a move, and the visit stands elsewhere`)
    },

    async cancelAppointment({ id, locale }, call) {
      const { visit } = await existing(id, call)
      if (visit.status === 'cancelled') return visit
      await ensureAllowed('cancel', visit, locale, call)
      const { refusal, status } = await api.send({ method: 'DELETE', path: pathOf(id) }, call)
      if (refusal && status !== 404) throw refusal.error
      log.debug({ status }, 'visit cancelled')
      return { ...visit, status: 'cancelled' }
    },
  }

  async function existing(id: string, call: Call): Promise<{ record: Wire; visit: Appointment }> {
    const record = await findRecord(parts, id, call)
    const visit = record && readVisit(parts, record, await catalogue.get(call))
    if (!record || !visit) throw error('not_found', 'there is no such visit')
    return { record, visit }
  }

  /** The journal lets everything through; what clients may do themselves is a rule of online booking. */
  async function ensureAllowed(what: 'move' | 'cancel', visit: Appointment, locale: Locale | undefined, call: Call) {
    if (config.route === 'journal') return
    const { isAllowed, untilMs } = (await parts.location.get(call))[what]
    if (isAllowed && context.clock.now() + untilMs <= Date.parse(visit.start)) return
    if (isAllowed && untilMs === 0) return
    throw sayNo(
      parts,
      what === 'move' ? 'change' : 'cancel',
      `its settings do not let clients ${what} this visit`,
      locale,
    )
  }

  /** The whole record is replaced: what is not sent again may be lost, the price for one. */
  function sameRecord(record: Wire): object {
    const client = isBlock(record['client']) ? record['client'] : undefined
    const phone = client && phoneOf(client['phone'], dialect)
    if (client && phone === undefined)
      throw error('unauthorized', 'the phone of this client is hidden: to move the visit would lose it')
    const fields = blockOf(record['custom_fields'])
    const labels = blocksOf(record['record_labels']).flatMap(label => textOf(label['id']) || [])
    const breakSeconds = numberOf(record['technical_break_duration']) ?? 0
    return {
      services: blocksOf(record['services']).map(service => ({
        id: numberOf(service['id']),
        first_cost: service['first_cost'],
        discount: service['discount'],
        cost: service['cost'],
        amount: service['amount'] ?? 1,
      })),
      ...(client &&
        phone !== undefined && {
          client: {
            phone: digitsOf(phone),
            name: textOf(client['name']),
            surname: textOf(client['surname']),
            patronymic: textOf(client['patronymic']),
            email: textOf(client['email']),
          },
        }),
      comment: textOf(record['comment']),
      attendance: numberOf(record['attendance']) ?? 0,
      api_id: textOf(record['api_id']),
      sms_remain_hours: numberOf(record['sms_remain_hours']) ?? 0,
      email_remain_hours: numberOf(record['email_remain_hours']) ?? 0,
      ...(textOf(record['custom_color']) && { custom_color: textOf(record['custom_color']) }),
      ...(labels.length > 0 && { record_labels: labels }),
      ...(Object.keys(fields).length > 0 && { custom_fields: fields }),
      ...(breakSeconds > 0 && { technical_break_duration: breakSeconds }),
    }
  }
}
