import type { Appointment, AppointmentStatus, Call, Client, PriceRange } from '../../../core/contract/index.ts'
import type { Desk } from './desk.ts'
import type { Layout } from './layout.ts'
import { priceOf } from './money.ts'
import { embeddedOf, fieldById, idOf, numberOf, textOf, type Wire } from './wire.ts'

/** A lead that is a visit, in milliseconds since the epoch. */
export interface Visit {
  id: string
  pipelineId: string | undefined
  statusId: string | undefined
  status: AppointmentStatus
  start: number
  end: number
  employeeId: string | undefined
  serviceIds: readonly string[]
  contactId: string | undefined
  title: string | undefined
  price: PriceRange | undefined
  comment: string | undefined
  key: string | undefined
}

const MINUTE_MS = 60_000
/** A visit that staff wrote without saying how long it is, and with services of which nobody knows either. */
const UNKNOWN_MINUTES = 60

/** Reads leads as visits. */
export interface VisitReader {
  readonly layout: Layout
  /** Undefined for a lead without a start: it is a deal like any other. */
  visitOf(lead: Wire): Visit | undefined
}

/** What one needs to read a lead, asked once for a whole list. */
export async function openReader({ layout, catalog, context }: Desk, call: Call): Promise<VisitReader> {
  const [where, { services, employees }] = [await layout.get(call), await catalog.get(call)]
  const { fields } = where
  const value = (lead: Wire, name: keyof typeof fields) => {
    const id = fields[name]
    return id === undefined ? undefined : fieldById(lead, id)
  }
  const employeeOf = (lead: Wire) => {
    if (context.config.employeesFrom === 'users') return idOf(lead['responsible_user_id'])
    const found = value(lead, 'employee')
    if (found?.enumId !== undefined) return found.enumId
    return [...employees.values()].find(({ name }) => name === textOf(found?.value))?.id
  }
  const servicesOf = (lead: Wire) => {
    const written = (textOf(value(lead, 'services')?.value) ?? '').match(/\d+/g)
    return written ?? embeddedOf(lead, 'catalog_elements').flatMap(one => idOf(one['id']) ?? [])
  }
  return {
    layout: where,
    visitOf(lead) {
      const id = idOf(lead['id'])
      const start = startOf(value(lead, 'start')?.value)
      if (id === undefined || start === undefined || lead['is_deleted'] === true) return undefined
      const serviceIds = servicesOf(lead)
      const known = serviceIds.reduce((sum, service) => sum + (services.get(service)?.durationMinutes ?? 0), 0)
      const minutes = numberOf(value(lead, 'minutes')?.value) ?? 0
      const contacts = embeddedOf(lead, 'contacts')
      const main = contacts.find(one => one['is_main'] === true) ?? contacts[0]
      return {
        id,
        pipelineId: idOf(lead['pipeline_id']),
        statusId: idOf(lead['status_id']),
        status: where.statusOf(lead),
        start,
        end: start + (minutes > 0 ? minutes : known || UNKNOWN_MINUTES) * MINUTE_MS,
        employeeId: employeeOf(lead),
        serviceIds,
        contactId: idOf(main?.['id']),
        title: textOf(lead['name']),
        price: priceOf(numberOf(lead['price']), context.company.currency),
        comment: textOf(value(lead, 'comment')?.value),
        key: textOf(value(lead, 'key')?.value),
      }
    },
  }
}

/** Unix seconds, as a number or as text; some answers have the moment in ISO 8601. */
function startOf(value: unknown): number | undefined {
  const seconds = numberOf(value)
  if (seconds !== undefined) return seconds > 0 ? seconds * 1_000 : undefined
  const parsed = Date.parse(textOf(value) ?? '')
  return Number.isNaN(parsed) ? undefined : parsed
}

/** The visit in the words of the contract. */
export function toAppointment({ zone }: Desk, visit: Visit, client: Client | undefined): Appointment {
  const [start, end] = [zone.format(visit.start), zone.format(visit.end)]
  const { id, status, employeeId, serviceIds, contactId, title, price, comment, key } = visit
  return {
    id,
    status,
    start,
    end,
    parts: [{ serviceIds, ...(employeeId !== undefined && { employeeId }), start, end }],
    ...(contactId !== undefined && { clientId: contactId }),
    ...(client && { clientName: client.name }),
    ...(client?.phone !== undefined && { phone: client.phone }),
    ...(price && { price }),
    ...(comment !== undefined && { comment }),
    ...(title !== undefined && { title }),
    ...(key !== undefined && { key }),
  }
}
