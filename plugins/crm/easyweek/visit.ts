import type { Appointment, AppointmentStatus, PluginContext, Service, Slot } from '../../../core/contract/index.ts'
import type { Zone } from '../hours/index.ts'
import { clientOf } from './customers.ts'
import { instantOf, listOf, member, textOf } from './wire.ts'

/** The key's place in a booking: a line of its comment. EasyWeek has no field for other programs' numbers. */
const MARK = /(?:^|\s)ref:([A-Za-z0-9_-]{16,40})(?=\s|$)/

/** The comment with which a visit is booked. */
export function commentWith(key: string, comment: string | undefined): string {
  return comment === undefined || comment.trim() === '' ? `ref:${key}` : `${comment.trim()}\nref:${key}`
}

/** What reads a visit. */
export interface VisitReader {
  zone: Zone
  error: PluginContext['error']
  /** Services by their name in lower case; those whose name is not unique are missing. */
  servicesByName: ReadonlyMap<string, Service>
}

/**
 * A booking as EasyWeek answers it. It does not tell who does it, and the ids in `ordered_services` are those of the
 * order's lines, not of the catalogue: a service is known by its name, when only one has it.
 */
export function readVisit(
  row: unknown,
  { zone, error, servicesByName }: VisitReader,
  known: { slot?: Slot; employeeId?: string } = {},
): Appointment {
  const id = textOf(member(row, 'uuid') ?? member(row, 'uid'))
  const startAt = instantOf(member(row, 'start_time'))
  const endAt = instantOf(member(row, 'end_time'))
  if (id === undefined || startAt === undefined || endAt === undefined)
    throw error('unavailable', 'EasyWeek answered a booking without an id or a time')
  const [start, end] = [zone.format(startAt), zone.format(endAt)]
  const names = (listOf(member(row, 'ordered_services')) ?? []).flatMap(line => textOf(member(line, 'name')) ?? [])
  const services = names.flatMap(name => servicesByName.get(name.toLowerCase())?.id ?? [])
  const asked = known.slot && Date.parse(known.slot.start) === startAt ? known.slot : undefined
  const employee = known.employeeId === undefined ? {} : { employeeId: known.employeeId }
  const parts =
    asked && Date.parse(asked.end) === endAt
      ? asked.parts
      : [{ serviceIds: services.length === names.length ? services : [], ...employee, start, end }]
  const client = clientOf(member(row, 'customer'))
  const notes = textOf(member(row, 'public_notes')) ?? ''
  const key = MARK.exec(notes)?.[1]
  const comment = notes.replace(MARK, '').trim()
  const locationId = textOf(member(row, 'location_uuid'))
  return {
    id,
    status: statusOf(row),
    start,
    end,
    parts,
    ...(names.length > 0 && { title: names.join(' + ') }),
    ...(client && { clientId: client.id }),
    ...(client && client.name !== '' && { clientName: client.name }),
    ...(client?.phone !== undefined && { phone: client.phone }),
    ...(asked?.price && { price: asked.price }),
    ...(comment !== '' && { comment }),
    ...(key !== undefined && { key }),
    ...(locationId !== undefined && { locationId }),
  }
}

/** The flags are believed first: the status has names in the language of the salon. */
function statusOf(row: unknown): AppointmentStatus {
  if (isTrue(member(row, 'is_canceled'))) return 'cancelled'
  if (isTrue(member(row, 'is_completed'))) return 'arrived'
  const status = member(row, 'status')
  const type = textOf(member(status, 'type')) ?? ''
  if (/^cancell?ed$/i.test(type)) return 'cancelled'
  return /^no.?show$/i.test(type) ? 'no_show' : 'booked'
}

const isTrue = (value: unknown) => value === true || value === 1 || value === '1' || value === 'true'
