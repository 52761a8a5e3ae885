import type { Appointment, Call, CrmInstance, PluginContext, Slot } from '../../../core/contract/index.ts'
import type { Zone } from '../hours/index.ts'
import type { Api } from './api.ts'
import type { Catalog } from './catalog.ts'
import type { Customers } from './customers.ts'
import type { EasyWeekOptions } from './options.ts'
import { commentWith, readVisit } from './visit.ts'

/** What the visits are made of. */
export interface VisitParts {
  api: Api
  zone: Zone
  customers: Customers
  catalog(call: Call): Promise<Catalog>
  instant(text: string): number
  /** A write of ours has changed what is free. */
  onWritten(): void
}

/** Methods 8, 9, 10 and 12. */
export function createVisits(
  context: PluginContext<EasyWeekOptions>,
  { api, zone, customers, catalog, instant, onWritten }: VisitParts,
): Pick<CrmInstance, 'createAppointment' | 'getAppointment' | 'listAppointments' | 'cancelAppointment'> {
  const { config, company, error } = context

  /** What a booking is read with; a catalogue that can't be read only leaves the services unknown. */
  const readerOf = async (call: Call) => {
    const { services } = await catalog(call)
    const names = Map.groupBy(services.values(), ({ name }) => name.toLowerCase())
    const unique = [...names].flatMap(([name, [first, ...more]]) =>
      first && more.length === 0 ? [[name, first] as const] : [],
    )
    return { zone, error, servicesByName: new Map(unique) }
  }
  const plainReader = { zone, error, servicesByName: new Map() }

  const readById = (id: string, call: Call) =>
    api.ask({ path: `/bookings/${encodeURIComponent(id)}`, what: 'read bookings' }, call)
  /** One key may see several locations: what is booked in another one is not ours. */
  const isHere = ({ locationId }: Appointment) =>
    locationId === undefined || locationId.toLowerCase() === config.locationId.toLowerCase()

  async function listOf(query: { customer_uuid?: string; staffer_uuid?: string }, call: Call) {
    const rows = await api.list({ path: '/bookings', query, what: 'read bookings' }, call)
    if (!rows) throw error('unavailable', 'EasyWeek has no list of bookings')
    const reader = await readerOf(call)
    const known = query.staffer_uuid === undefined ? {} : { employeeId: query.staffer_uuid }
    return rows.map(row => readVisit(row, reader, known)).filter(isHere)
  }

  /** Visits of these clients and this employee; all of the workspace without any. */
  async function visitsOf(
    { clientIds, employeeId }: { clientIds?: readonly string[]; employeeId?: string },
    call: Call,
  ) {
    const staff = employeeId === undefined ? {} : { staffer_uuid: employeeId }
    if (!clientIds) return listOf(staff, call)
    const lists = await Promise.all(clientIds.map(id => listOf({ ...staff, customer_uuid: id }, call)))
    return lists.flat()
  }

  return {
    async createAppointment({ slot, client, comment, key }, call) {
      const wanted = bookingOf(slot)
      const customer = await customers.fieldsFor(client, call)
      const body = {
        location_uuid: config.locationId,
        ...wanted,
        timezone: company.timezone,
        ...customer,
        booking_comment: commentWith(key, comment),
      }
      const row = await api
        .ask({ method: 'POST', path: '/bookings', body, what: 'create bookings' }, call)
        .finally(onWritten)
      return confirmed(row, slot, call)
    },

    async getAppointment({ id }, call) {
      const row = await readById(id, call)
      const visit = row && readVisit(row, await readerOf(call))
      return visit && isHere(visit) ? visit : undefined
    },

    async listAppointments({ clientId, phone, employeeId, from, to, key, draft }, call) {
      if (key !== undefined) {
        const { client } = draft ?? {}
        if (!client) throw error('invalid', 'EasyWeek can look for a key only among the visits of a client')
        const clients = await customers.findClientsByPhone({ phone: client.phone }, call)
        const clientIds = [
          ...new Set([...(client.id === undefined ? [] : [client.id]), ...clients.map(({ id }) => id)]),
        ]
        return sorted((await visitsOf({ clientIds }, call)).filter(visit => visit.key === key))
      }
      if (from === undefined || to === undefined) throw error('invalid', 'from and to may be left out only with a key')
      const [start, end] = [instant(from), instant(to)]
      const clients = phone === undefined ? undefined : await customers.findClientsByPhone({ phone }, call)
      const byPhone = clients?.map(({ id }) => id)
      const clientIds = clientId === undefined ? byPhone : (byPhone ?? [clientId]).filter(id => id === clientId)
      const visits = await visitsOf(
        { ...(clientIds && { clientIds }), ...(employeeId !== undefined && { employeeId }) },
        call,
      )
      return sorted(visits.filter(visit => Date.parse(visit.start) >= start && Date.parse(visit.start) < end))
    },

    async cancelAppointment({ id, reason }, call) {
      const row = await readById(id, call)
      const before = row && readVisit(row, plainReader)
      if (!before || !isHere(before)) throw error('not_found', 'there is no such visit')
      if (before.status === 'cancelled') return before
      const body = { cancel_reason: config.cancelReason ?? 'wrong_order', internal_notes: reason ?? '' }
      const path = `/bookings/${encodeURIComponent(id)}/status/cancel`
      const answer = await api
        .ask({ method: 'PUT', path, body, what: 'cancel bookings' }, call)
        .finally(onWritten)
        .catch(async failure => {
          // Staff may have cancelled it a moment ago, and then there is nothing left to cancel.
          const now = Object(failure).code === 'refused' ? await readById(id, call).catch(() => undefined) : undefined
          if (read(now)?.status === 'cancelled') return now
          throw failure
        })
      const after = read(answer) ?? (await reread(id, call))
      if (after?.status === 'cancelled') return after
      throw error('unknown_outcome', 'EasyWeek took the cancellation, and the visit is not cancelled')
    },
  }

  function bookingOf({ parts, start }: Slot) {
    const [part, ...more] = parts
    const [service, ...others] = part?.serviceIds ?? []
    if (!part || service === undefined || more.length > 0 || others.length > 0)
      throw error('invalid', 'EasyWeek books one service a visit')
    const reservedOn = new Date(instant(start)).toISOString().replace('.000Z', 'Z')
    return {
      service_uuid: service,
      reserved_on: reservedOn,
      ...(part.employeeId !== undefined && { staffer_uuid: part.employeeId }),
    }
  }

  /** A write's answer that is no whole booking proves nothing: it is read once more. */
  async function confirmed(row: object | undefined, slot: Slot, call: Call): Promise<Appointment> {
    const id = read(row)?.id ?? idOf(row)
    if (id === undefined) throw error('unknown_outcome', 'EasyWeek answered no booking to a new one')
    const visit = read(row, slot) ?? (await reread(id, call, slot))
    if (!visit || Date.parse(visit.start) !== Date.parse(slot.start))
      throw error('unknown_outcome', 'EasyWeek booked something else than was asked for')
    return visit
  }

  function idOf(row: object | undefined): string | undefined {
    const id: unknown = row && (Reflect.get(row, 'uuid') ?? Reflect.get(row, 'uid'))
    return typeof id === 'string' && id !== '' ? id : undefined
  }

  function read(row: object | undefined, slot?: Slot): Appointment | undefined {
    try {
      return row && readVisit(row, plainReader, slot && { slot })
    } catch {
      return undefined
    }
  }

  /** After a write: whatever goes wrong now, it may have happened. */
  async function reread(id: string, call: Call, slot?: Slot): Promise<Appointment | undefined> {
    const row = await readById(id, call).catch(cause => {
      throw error('unknown_outcome', 'EasyWeek does not tell what became of a write', { cause })
    })
    return read(row, slot)
  }
}

const sorted = (visits: readonly Appointment[]) => visits.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start))
