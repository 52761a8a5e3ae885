import type {
  Appointment,
  AppointmentQuery,
  AppointmentStatus,
  Call,
  Client,
  CrmInstance,
} from '../../../core/contract/index.ts'
import { dateOfDay, type Interval } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import { unixMs } from './busy.ts'
import { type Clients, ORIGIN } from './clients.ts'
import type { Desk } from './desk.ts'
import { readPrice } from './money.ts'
import type { Portal } from './portal.ts'
import { type Params, resultOf } from './query.ts'
import { type Fields, fieldsOf, idOf, textOf } from './wire.ts'

/** A deal of the desk's with its calendar event. */
export interface Visit {
  appointment: Appointment
  deal: Fields
  /** Undefined when the event is not there any more. */
  eventId: string | undefined
}

/** Reads of visits. */
export interface Visits extends Pick<CrmInstance, 'getAppointment'> {
  /** What method 10 asks for. */
  list(query: AppointmentQuery, call: Call): Promise<readonly Visit[]>
  /** By the deal's id; undefined for what is no visit of the desk's. */
  find(id: string, call: Call): Promise<Visit | undefined>
  /** From what a write read back. */
  read(rows: { deal: Fields; event: unknown; client?: Client | undefined }, portal: Portal): Visit | undefined
}

const DAY_MS = 86_400_000
const MOST_COMMANDS = 50

/** What the plugin keeps in the deal: the calendar event is the truth as long as it is there. */
export interface Details {
  start: number
  end: number
  services: readonly string[]
}

/** As it stands in the deal's text field. */
export function writeDetails({ zone }: Desk, { start, end, services }: Details): string {
  return JSON.stringify({ start: zone.format(start), end: zone.format(end), services })
}

/** Method 9, and what method 10 lists. */
export function createVisits(desk: Desk, clients: Clients): Visits {
  const { api, zone, context } = desk
  const { company, error } = context

  const select = ({ fields }: Portal) => [
    ...['ID', 'TITLE', 'CATEGORY_ID', 'STAGE_ID', 'CONTACT_ID', 'ASSIGNED_BY_ID', 'OPPORTUNITY', 'CURRENCY_ID'],
    ...['COMMENTS', 'ORIGINATOR_ID', 'ORIGIN_ID', 'BEGINDATE', fields.details, fields.event],
  ]

  const read: Visits['read'] = ({ deal, event, client }, portal) => {
    const id = idOf(deal['ID'])
    const details = readDetails(deal[portal.fields.details])
    const live = liveEvent(event)
    const time = live ?? details
    if (id === undefined || textOf(deal['ORIGINATOR_ID']) !== ORIGIN || !time) return undefined
    const ofStage = portal.stages.statusOf(textOf(deal['STAGE_ID']))
    // Staff who take a visit out of the calendar have cancelled it; where they wrote over the event's id, nobody knows.
    const link = textOf(deal[portal.fields.event])
    const isGone = !live && (link === '' || idOf(link) !== undefined)
    const status: AppointmentStatus = ofStage === 'booked' && isGone ? 'cancelled' : ofStage
    const employeeId = live?.ownerId ?? idOf(deal['ASSIGNED_BY_ID'])
    const serviceIds = details?.services ?? []
    const times = { start: zone.format(time.start), end: zone.format(time.end) }
    const clientId = idOf(deal['CONTACT_ID'])
    const price = readPrice(deal['OPPORTUNITY'], deal['CURRENCY_ID'], company.currency)
    const [comment, key] = [textOf(deal['COMMENTS']), textOf(deal['ORIGIN_ID'])]
    return {
      deal,
      eventId: live?.id,
      appointment: {
        id,
        status,
        ...times,
        parts: [{ ...times, serviceIds, ...(employeeId !== undefined && { employeeId }) }],
        ...(clientId !== undefined && { clientId }),
        ...(client && { clientName: client.name }),
        ...(client?.phone !== undefined && { phone: client.phone }),
        ...(price && { price }),
        ...(comment !== '' && { comment }),
        ...(serviceIds.length === 0 && { title: textOf(deal['TITLE']) }),
        ...(key !== '' && { key }),
      },
    }
  }

  /** The deals with their events and contacts. */
  const withEvents = async (deals: readonly Fields[], portal: Portal, call: Call) => {
    const known = deals.flatMap(deal => idOf(deal[portal.fields.event]) ?? [])
    const events = new Map<string, unknown>()
    for (let at = 0; at < known.length; at += MOST_COMMANDS) {
      const some = known.slice(at, at + MOST_COMMANDS)
      const commands = some.map(id => [`e${id}`, { method: 'calendar.event.getbyid', params: { id } }] as const)
      const answer = await api.batch(Object.fromEntries(commands), call)
      for (const id of some) events.set(id, eventIn(answer.result(`e${id}`), answer.error(`e${id}`)))
    }
    const contactIds = [...new Set(deals.flatMap(deal => idOf(deal['CONTACT_ID']) ?? []))]
    const people = new Map((await clients.byIds(contactIds, call)).map(client => [client.id, client]))
    return deals.flatMap(deal => {
      const event = events.get(textOf(deal[portal.fields.event]))
      return read({ deal, event, client: people.get(textOf(deal['CONTACT_ID'])) }, portal) ?? []
    })
  }

  const dealsBy = (filter: Params, portal: Portal, call: Call) =>
    api.list(
      'crm.deal.list',
      { filter: { ORIGINATOR_ID: ORIGIN, ...filter }, select: select(portal), order: { ID: 'ASC' } },
      call,
    )

  const visits: Visits = {
    read,

    async find(id, call) {
      if (idOf(id) === undefined) return undefined
      const portal = await desk.portal(call)
      const commands = {
        deal: { method: 'crm.deal.get', params: { id } },
        event: { method: 'calendar.event.getbyid', params: { id: resultOf('deal', portal.fields.event) } },
        contact: { method: 'crm.contact.get', params: { id: resultOf('deal', 'CONTACT_ID') } },
      }
      const answer = await api.batch(commands, call)
      const failure = answer.error('deal')
      // A deal that is not there is refused without a code; everything else is an error.
      if (failure && failure.code !== 'refused') throw failure
      if (failure) return undefined
      const deal = fieldsOf(answer.need('deal'))
      const client = answer.error('contact')
        ? []
        : await clients.byIds([textOf(deal['CONTACT_ID'])].filter(Boolean), call)
      return read({ deal, event: eventIn(answer.result('event'), answer.error('event')), client: client[0] }, portal)
    },

    getAppointment: async ({ id }, call) => (await visits.find(id, call))?.appointment,

    async list({ clientId, phone, employeeId, from, to, key }, call) {
      if (key === undefined && (from === undefined || to === undefined))
        throw error('invalid', 'from and to may be left out only with a key')
      const window = {
        start: from === undefined ? Number.NEGATIVE_INFINITY : readInstant(from, error),
        end: to === undefined ? Number.POSITIVE_INFINITY : readInstant(to, error),
      }
      if (clientId !== undefined && idOf(clientId) === undefined) return []
      const portal = await desk.portal(call)
      const owners =
        phone === undefined
          ? clientId === undefined
            ? undefined
            : [clientId]
          : (await clients.findClientsByPhone({ phone }, call)).map(({ id }) => id)
      const deals: Fields[] = []
      if (key !== undefined) deals.push(...(await dealsBy({ ORIGIN_ID: key }, portal, call)))
      else if (owners) for (const owner of owners) deals.push(...(await dealsBy({ CONTACT_ID: owner }, portal, call)))
      else deals.push(...(await dealsBy(daysOf(window), portal, call)))
      return (await withEvents(deals, portal, call))
        .filter(({ appointment: { start, parts, clientId: whose } }) => {
          const at = Date.parse(start)
          const isThere = key !== undefined || (at >= window.start && at < window.end)
          const isTheirs = employeeId === undefined || parts.some(part => part.employeeId === employeeId)
          return isThere && isTheirs && (clientId === undefined || whose === clientId)
        })
        .sort((a, b) => Date.parse(a.appointment.start) - Date.parse(b.appointment.start))
    },
  }

  const daysOf = ({ start, end }: Interval): Params => ({
    '>=BEGINDATE': dateOfDay(zone.dayOf(start - DAY_MS)),
    '<=BEGINDATE': dateOfDay(zone.dayOf(end + DAY_MS)),
  })
  return visits
}

/** An event, or nothing where it is known to be gone. @throws what left that open. */
function eventIn(result: unknown, failure: { code: string } | undefined): unknown {
  if (failure && failure.code !== 'refused') throw failure
  return result
}

/** The time of an event that is not deleted. */
function liveEvent(event: unknown): (Interval & { id: string; ownerId: string | undefined }) | undefined {
  const fields = fieldsOf(event)
  const id = idOf(fields['ID'])
  const [start, end] = [unixMs(fields['DATE_FROM_TS_UTC']), unixMs(fields['DATE_TO_TS_UTC'])]
  if (id === undefined || start === undefined || end === undefined || textOf(fields['DELETED']) === 'Y')
    return undefined
  return { id, start, end, ownerId: idOf(fields['OWNER_ID']) }
}

function readDetails(value: unknown): Details | undefined {
  const fields = fieldsOf(parsed(textOf(value)))
  const [start, end] = [Date.parse(textOf(fields['start'])), Date.parse(textOf(fields['end']))]
  const services = Array.isArray(fields['services']) ? fields['services'].flatMap(id => idOf(id) ?? []) : []
  return Number.isNaN(start) || Number.isNaN(end) ? undefined : { start, end, services }
}

/** Staff may have written something else into the field; Bitrix24 may have made quotes HTML. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replaceAll('&quot;', '"'))
  } catch {
    return undefined
  }
}
