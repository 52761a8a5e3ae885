import type { Appointment, AppointmentStatus, Call } from '../../../core/contract/index.ts'
import type { Catalogue } from './catalogue.ts'
import { priceOf } from './money.ts'
import type { Parts } from './parts.ts'
import { phoneOf } from './phones.ts'
import { blockOf, blocksOf, idOf, isId, isOff, isOn, numberOf, textOf, type Wire } from './wire.ts'

const MINUTE_MS = 60_000

/** The numbers of a record's `attendance`. That of a filter of clients counts otherwise. */
const CAME = 1
const STAYED_AWAY = -1

/** The shape of our keys, and of most ids of other programs: those match no key, so they do no harm. */
const KEY = /^[A-Za-z0-9_-]{16,40}$/

/**
 * A record in the words of the contract; undefined for one without a time. Its comment is left out: staff write there
 * what is not for clients.
 */
export function readVisit(
  { context: { company, config }, dialect, times }: Parts,
  record: Wire,
  { prepaid }: Pick<Catalogue, 'prepaid'>,
): Appointment | undefined {
  const id = idOf(record['id'])
  const startMs = times.fromWall(record['date']) ?? times.fromWall(record['datetime'])
  if (id === undefined || startMs === undefined) return undefined
  const seconds = numberOf(record['seance_length']) ?? numberOf(record['length']) ?? 0
  const start = times.format(startMs)
  const end = times.format(startMs + Math.max(MINUTE_MS, seconds * 1_000))
  const services = blocksOf(record['services'])
  const serviceIds = services.flatMap(service => idOf(service['id']) ?? [])
  const employeeId = idOf(record['staff_id']) ?? idOf(blockOf(record['staff'])['id'])
  const client = blockOf(record['client'])
  const clientId = idOf(client['id'])
  const clientName = textOf(client['name'])
  const phone = phoneOf(client['phone'], dialect)
  const cost = services.reduce((sum, one) => sum + (numberOf(one['cost']) ?? 0), 0)
  const price = cost > 0 ? priceOf(cost, cost, company.currency) : undefined
  const title = services.map(service => textOf(service['title'])).join(', ')
  const key = textOf(record['api_id'])
  return {
    id,
    status: statusOf(
      record,
      serviceIds.some(service => prepaid.has(service)),
    ),
    start,
    end,
    parts: [{ serviceIds, ...(employeeId !== undefined && { employeeId }), start, end }],
    ...(clientId !== undefined && { clientId }),
    ...(clientName && { clientName }),
    ...(phone !== undefined && { phone }),
    ...(price && { price }),
    ...(title && { title }),
    ...(KEY.test(key) && { key }),
    locationId: config.companyId,
  }
}

function statusOf(record: Wire, isPrepaid: boolean): AppointmentStatus {
  if (isOn(record['deleted'])) return 'cancelled'
  const attendance = numberOf(record['attendance']) ?? numberOf(record['visit_attendance'])
  if (attendance === CAME) return 'arrived'
  if (attendance === STAYED_AWAY) return 'no_show'
  if (isOff(record['confirmed'])) return 'requested'
  const isPaid = isOn(record['paid_full']) || isOn(record['prepaid_confirmed'])
  return isPrepaid && !isPaid ? 'requested' : 'booked'
}

/** The record of a visit as it came; undefined when there is none. */
export async function findRecord(
  { api, context: { config } }: Parts,
  id: string,
  call: Call,
): Promise<Wire | undefined> {
  if (!isId(id)) return undefined
  return api.find({ path: `/record/${config.companyId}/${id}` }, call)
}

/** A visit by its id. */
export async function findVisit(parts: Parts, id: string, call: Call): Promise<Appointment | undefined> {
  const record = await findRecord(parts, id, call)
  if (!record) return undefined
  const visit = readVisit(parts, record, await parts.catalogue.get(call))
  if (!visit) throw parts.context.error('unavailable', `${parts.dialect.title} answered a visit without a time`)
  return visit
}
