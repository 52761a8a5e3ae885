import type {
  Appointment,
  AppointmentStatus,
  Client,
  Employee,
  Instant,
  PluginContext,
  Service,
  Slot,
} from '../../../../contract/index.ts'
import { instantsIn } from './instants.ts'
import type { WireClient, WireService, WireStaff, WireTime, WireVisit } from './wire.ts'

const STATUS: Readonly<Record<WireVisit['state'], AppointmentStatus>> = {
  active: 'booked',
  cancelled: 'cancelled',
  came: 'arrived',
  missed: 'no_show',
}

/** Acme's words in the words of the contract. */
export function createReader({ company: { timezone, currency } }: Pick<PluginContext, 'company'>) {
  const instant = instantsIn(timezone)

  return {
    instant: (moment: string): Instant => instant(moment),

    service: ({ id, title, minutes, priceCents, staff }: WireService): Service => ({
      id,
      name: title,
      durationMinutes: minutes,
      price: { min: priceCents, max: priceCents, currency },
      employeeIds: staff,
    }),

    employee: ({ id, name, role }: WireStaff, services: readonly WireService[]): Employee => ({
      id,
      name,
      title: role,
      serviceIds: services.filter(({ staff }) => staff.includes(id)).map(service => service.id),
    }),

    slot(time: WireTime, serviceIds: readonly string[]): Slot {
      const [start, end] = [instant(time.start), instant(time.end)]
      return {
        start,
        end,
        parts: [{ serviceIds, employeeId: time.staff, start, end }],
        claims: [{ resource: `employee:${time.staff}`, capacity: 1 }],
      }
    },

    client: ({ id, name, phone, email, note }: WireClient): Client => ({
      id,
      name,
      phone,
      ...(email !== undefined && { email }),
      ...(note !== undefined && { comment: note }),
    }),

    visit({ id, state, staff, services, client, note, reference, ...visit }: WireVisit): Appointment {
      const [start, end] = [instant(visit.start), instant(visit.end)]
      return {
        id,
        status: STATUS[state],
        start,
        end,
        parts: [{ serviceIds: services, employeeId: staff, start, end }],
        clientId: client.id,
        clientName: client.name,
        phone: client.phone,
        ...(note !== undefined && { comment: note }),
        key: reference,
      }
    },
  }
}
