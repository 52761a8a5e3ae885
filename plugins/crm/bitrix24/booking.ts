import type { Appointment, AppointmentDraft, Call, CrmInstance } from '../../../core/contract/index.ts'
import { totalPrice } from '../provider/index.ts'
import type { BatchAnswer } from './api.ts'
import { type Clients, newContact, ORIGIN } from './clients.ts'
import type { Desk } from './desk.ts'
import { writeAmount } from './money.ts'
import type { Portal } from './portal.ts'
import { type Command, type Params, resultOf } from './query.ts'
import type { TieBreak } from './tie-break.ts'
import type { TakeTurn } from './turns.ts'
import type { Visit, Visits } from './visits.ts'
import { fieldsOf, idOf, textOf } from './wire.ts'
import { failedCommand, type Wanted, type Writing } from './writing.ts'

/** Method 8: one batch writes contact, deal and event, and reads back what came of it. */
export function createBooking(
  desk: Desk,
  parts: { clients: Clients; visits: Visits; writing: Writing; tieBreak: TieBreak; takeTurn: TakeTurn },
): Pick<CrmInstance, 'createAppointment'> {
  const {
    api,
    context: { error },
  } = desk
  const { clients, visits, writing, takeTurn } = parts
  const { isSecond, takeBack } = parts.tieBreak
  const { wantedOf, taken, clashesIn, ensureFree, timeFields, eventTimes, readBack, isAt } = writing

  const titleOf = ({ services }: Wanted, client: string) =>
    `${services.map(({ name }) => name).join(' + ')} – ${client}`

  const dealOf = (
    portal: Portal,
    wanted: Wanted,
    { client, comment, key }: AppointmentDraft,
    contact: string,
  ): Params => {
    const price = totalPrice(wanted.services)
    return {
      TITLE: titleOf(wanted, client.name),
      CATEGORY_ID: portal.stages.pipeline,
      STAGE_ID: portal.stages.booked,
      CONTACT_ID: contact,
      ASSIGNED_BY_ID: wanted.employeeId,
      ORIGINATOR_ID: ORIGIN,
      ORIGIN_ID: key,
      ...(price && { OPPORTUNITY: writeAmount(price), CURRENCY_ID: price.currency }),
      ...(comment !== undefined && { COMMENTS: comment }),
      ...timeFields(portal, wanted),
    }
  }

  const book = async (wanted: Wanted, portal: Portal, draft: AppointmentDraft, call: Call): Promise<Appointment> => {
    const { client, key, locale } = draft
    await ensureFree(wanted, undefined, locale, call)
    const known = client.id ?? (await clients.findClientsByPhone({ phone: client.phone }, call))[0]?.id
    const contact = known ?? resultOf('contact')
    const event = {
      ...eventTimes(wanted),
      name: titleOf(wanted, client.name),
      description: `${client.name}, ${client.phone}\n${ORIGIN}:${key}`,
      accessibility: 'busy',
      auto_detect_section: 'Y',
      ...(known !== undefined && { crm_fields: [`C_${known}`] }),
    }
    const commands: Record<string, Command> = {
      ...(known === undefined && {
        contact: { method: 'crm.contact.add', params: { fields: newContact(client.name, client.phone) } },
      }),
      deal: { method: 'crm.deal.add', params: { fields: dealOf(portal, wanted, draft, contact) } },
      event: { method: 'calendar.event.add', params: event },
      link: {
        method: 'crm.deal.update',
        params: { id: resultOf('deal'), fields: { [portal.fields.event]: resultOf('event') } },
      },
      ...readBack(resultOf('deal'), resultOf('event'), wanted),
      rows: {
        method: 'crm.deal.productrows.set',
        params: {
          id: resultOf('deal'),
          rows: wanted.services.map(({ id, price }) => {
            return { PRODUCT_ID: id, PRICE: price ? writeAmount(price) : '0', QUANTITY: 1 }
          }),
        },
      },
    }
    const answer = await api.batch(commands, call, { isWrite: true, halt: true })
    const dealId = idOf(answer.result('deal'))
    const eventId = idOf(answer.result('event'))
    if (dealId === undefined && eventId === undefined) throw refusedBy(answer, commands)
    const visit = visits.read(
      {
        deal: fieldsOf(answer.result('stored')),
        event: answer.result('block'),
        client: { id: textOf(known ?? answer.result('contact')), name: client.name, phone: client.phone },
      },
      portal,
    )
    const isLate = isSecond(clashesIn(answer.result('busy'), wanted, eventId), eventId)
    // Fields that Bitrix24 does not know are dropped without a word.
    const isKept =
      visit !== undefined && textOf(visit.deal[portal.fields.event]) === eventId && hasServices(visit, wanted)
    if (isKept && isAt(visit, wanted, key) && !isLate && answer.result('busy') !== undefined) return visit.appointment
    await takeBack({ dealId, eventId, employeeId: wanted.employeeId, portal }, call)
    if (isLate) throw taken(locale)
    throw (
      failedCommand(answer, commands) ?? error('refused', 'Bitrix24 kept something else than was written; taken back')
    )
  }

  const hasServices = ({ appointment: { parts } }: Visit, { services }: Wanted) =>
    parts.flatMap(part => part.serviceIds).join() === services.map(({ id }) => id).join()

  /** Nothing was written, whatever the reason. */
  const refusedBy = (answer: BatchAnswer, commands: Readonly<Record<string, Command>>) =>
    failedCommand(answer, commands) ?? error('unknown_outcome', 'Bitrix24 answered a booking without its ids')

  return {
    async createAppointment(draft, call) {
      const portal = await desk.portal(call)
      const wanted = wantedOf(draft.slot, portal, draft.locale)
      return takeTurn(wanted.employeeId, call, () => book(wanted, portal, draft, call))
    },
  }
}
