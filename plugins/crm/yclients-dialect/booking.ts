import type { Appointment, AppointmentDraft, Call, CrmCapabilities, CrmInstance } from '../../../core/contract/index.ts'
import { findClients } from './clients.ts'
import type { Parts } from './parts.ts'
import { digitsOf, phoneOf } from './phones.ts'
import { appointmentsAt, journalTime, type Place, placeOf } from './place.ts'
import { refusalOf, sayNo } from './refusals.ts'
import { findVisit } from './visits.ts'
import { blockOf, blocksOf, idOf, isBlock } from './wire.ts'

/**
 * Method 8, by either route. `book_check` is not asked first: `book_record` looks at the same things, and under five
 * requests a second twenty who confirm at once would spend their time on questions.
 */
export function createBooking(parts: Parts, capabilities: CrmCapabilities): Pick<CrmInstance, 'createAppointment'> {
  const { api, context, dialect, location, catalogue } = parts
  const { config, error, log } = context
  const c = config.companyId

  return {
    async createAppointment(draft, call) {
      const place = placeOf(parts, draft.slot)
      const phone = phoneOf(draft.client.phone, dialect)
      if (phone === undefined) throw sayNo(parts, 'phone', 'the phone is none', draft.locale)
      const known = await catalogue.get(call)
      const written = { ...draft, client: { ...draft.client, phone } }
      const id = config.route === 'online' ? await bookOnline(written, place, call) : await enter(written, place, call)
      // From here on the visit is there, whatever becomes of reading it.
      const isPrepaid = place.serviceIds.some(service => known.prepaid.has(service))
      const visit = await findVisit(parts, id, call).catch((cause: unknown) => {
        log.warn({ err: cause }, 'a visit was booked and could not be read back')
        return undefined
      })
      if (visit?.key !== undefined || !visit) return visit ?? asWritten(written, id, isPrepaid)
      // A look-up by key would find nothing, and core would book twice.
      capabilities.findByKey = false
      log.error(`${dialect.title} does not keep the key of a visit: unknown outcomes go to staff from now on`)
      return visit
    },
  }

  async function bookOnline(draft: AppointmentDraft, place: Place, call: Call): Promise<string> {
    const { needsCode, needsEmail } = await location.get(call)
    if (needsCode) throw sayNo(parts, 'code', 'bookings are confirmed by SMS; set route: journal', draft.locale)
    if (needsEmail) throw sayNo(parts, 'refused', 'bookings need an e-mail; set route: journal', draft.locale)
    const body = {
      phone: digitsOf(draft.client.phone),
      fullname: draft.client.name,
      email: '',
      comment: draft.comment ?? '',
      notify_by_sms: 0,
      notify_by_email: 0,
      api_id: draft.key,
      appointments: appointmentsAt(place),
    }
    const reply = await api.send({ method: 'POST', path: `/book_record/${c}`, body, as: 'partner' }, call)
    if (reply.refusal) throw await refusalOf(parts, { refusal: reply.refusal, ...draft }, call)
    const [record] = isBlock(reply.data) ? [reply.data] : blocksOf(reply.data)
    return answered(record?.['record_id'])
  }

  async function enter(draft: AppointmentDraft, place: Place, call: Call): Promise<string> {
    const { services } = await catalogue.get(call)
    // A card that is there keeps its name, whatever this client calls themselves.
    const [card] = await findClients(parts, draft.client.phone, call)
    const body = {
      staff_id: Number(place.employeeId),
      services: place.serviceIds.map(id => {
        const { cost = 0, discount = 0 } = services.find(service => service.id === id) ?? {}
        return { id: Number(id), first_cost: cost, discount, cost: Math.round(cost * (100 - discount)) / 100 }
      }),
      client: { phone: digitsOf(draft.client.phone), name: card?.name || draft.client.name, email: card?.email ?? '' },
      datetime: journalTime(parts, place.startMs),
      seance_length: place.seconds,
      save_if_busy: false,
      send_sms: false,
      comment: draft.comment ?? '',
      sms_remain_hours: 0,
      email_remain_hours: 0,
      attendance: 0,
      api_id: draft.key,
    }
    const reply = await api.send({ method: 'POST', path: `/records/${c}`, body }, call)
    if (reply.refusal) throw await refusalOf(parts, { refusal: reply.refusal, ...draft }, call)
    return answered(blockOf(Array.isArray(reply.data) ? reply.data[0] : reply.data)['id'])
  }

  function answered(value: unknown): string {
    const id = idOf(value)
    if (id === undefined) throw error('unknown_outcome', `${dialect.title} took a visit and did not answer which`)
    return id
  }
}

/** The visit as it was accepted, where it can't be read at the moment. */
function asWritten({ slot, client, key }: AppointmentDraft, id: string, isPrepaid: boolean): Appointment {
  const { start, end, parts, price } = slot
  return {
    id,
    status: isPrepaid ? 'requested' : 'booked',
    start,
    end,
    parts,
    clientName: client.name,
    phone: client.phone,
    ...(price && { price }),
    key,
  }
}
