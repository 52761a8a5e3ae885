import { Temporal } from 'temporal-polyfill'
import { CLOSES, ELSEWHERE, type FakeService, LOCATION, OPENS, SERVICES, STAFF, uuid } from './salon.ts'

/** A customer as EasyWeek keeps them. */
export interface FakeCustomer {
  uuid: string
  phone: string
  first_name: string
  last_name: string | null
  email: string | null
}

/** A booking, with what EasyWeek never tells. */
export interface FakeBooking {
  uuid: string
  location: string
  service: FakeService
  staffer: string
  start: number
  end: number
  customer: FakeCustomer
  notes: string | null
  isCanceled: boolean
  reason?: string
}

/** A stretch of one date, in seconds of the wall clock's day. */
export type Stretch = readonly [from: number, to: number]

/** The book of one workspace. */
export function createBook(timezone: string, now: () => number) {
  const customers: FakeCustomer[] = []
  const bookings: FakeBooking[] = []

  const momentOf = (date: Temporal.PlainDate, second: number) =>
    date.toZonedDateTime(timezone).withPlainTime(Temporal.PlainTime.from({ hour: 0 }).add({ seconds: second }))
      .epochMilliseconds

  const secondOf = (moment: number, date: Temporal.PlainDate) => {
    const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone)
    const days = local.toPlainDate().since(date).days
    return days * 86_400 + local.hour * 3_600 + local.minute * 60 + local.second
  }

  const takenBy = (staffer: string) => bookings.filter(one => one.staffer === staffer && !one.isCanceled)

  return {
    customers,
    bookings,

    /** Free stretches of one staffer on a date, as long as the service at least. */
    freeOn(date: Temporal.PlainDate, service: FakeService, staffer: string): readonly Stretch[] {
      if (!service.staff.includes(staffer) || date.dayOfWeek === 7) return []
      const taken = takenBy(staffer).map(({ start, end }): Stretch => [secondOf(start, date), secondOf(end, date)])
      // What has begun to pass is not sold: the next half hour is.
      const present = Math.ceil(secondOf(now() + 1, date) / 1_800) * 1_800
      let free: Stretch[] = [[Math.max(OPENS, present), CLOSES]]
      for (const [from, to] of taken)
        free = free.flatMap(([a, b]): Stretch[] =>
          to <= a || from >= b
            ? [[a, b]]
            : [
                [a, Math.min(b, from)],
                [Math.max(a, to), b],
              ],
        )
      return free.filter(([a, b]) => b - a >= service.minutes * 60)
    },

    isFree(staffer: string, start: number, end: number): boolean {
      const date = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone).toPlainDate()
      const isOpen =
        date.dayOfWeek !== 7 && start >= momentOf(date, OPENS) && end <= momentOf(date, CLOSES) && start > now()
      return isOpen && !takenBy(staffer).some(one => one.start < end && one.end > start)
    },

    momentOf,

    /** One customer for a phone; a name that is sent replaces the one that is there. */
    customerFor(fields: { phone: string; first: string; last?: string; email?: string }): FakeCustomer {
      const known = customers.find(({ phone }) => phone === fields.phone)
      const customer = known ?? {
        uuid: uuid('d4', customers.length + 1),
        phone: fields.phone,
        first_name: '',
        last_name: null,
        email: fields.email ?? null,
      }
      if (!known) customers.push(customer)
      return Object.assign(customer, { first_name: fields.first, last_name: fields.last ?? null })
    },

    book(fields: Omit<FakeBooking, 'uuid' | 'isCanceled'>): FakeBooking {
      const booking = { ...fields, uuid: uuid('e5', bookings.length + 1), isCanceled: false }
      bookings.push(booking)
      return booking
    },
  }
}

export type FakeBook = ReturnType<typeof createBook>

const instant = (moment: number, timezone: string) =>
  Temporal.Instant.fromEpochMilliseconds(moment)
    .toZonedDateTimeISO(timezone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** A booking on the wire: no staffer, and `ordered_services` with ids of their own. */
export function wireBooking(booking: FakeBooking, timezone: string): object {
  const { service, start, end, customer } = booking
  const number = Number(booking.uuid.slice(-12))
  return {
    uuid: booking.uuid,
    location_uuid: booking.location,
    start_time: instant(start, timezone),
    end_time: instant(end, timezone),
    timezone,
    duration: wireDuration(service),
    is_canceled: booking.isCanceled,
    is_completed: false,
    status: { type: 'default', name: booking.isCanceled ? 'Storniert' : 'Neu' },
    public_notes: booking.notes,
    customer: { uuid: customer.uuid, phone: customer.phone, ...namesOf(customer) },
    ordered_services: [{ uuid: uuid('f6', number), name: service.name, quantity: 1, price: service.price }],
    services_count: 1,
    quantity: 1,
    order: { subtotal: service.price, total: service.price, amount_paid: 0 },
    links: [],
  }
}

const namesOf = ({ first_name, last_name }: FakeCustomer) => ({ first_name, last_name })

const wireDuration = ({ minutes, label }: FakeService) => ({
  value: minutes,
  label,
  iso_8601: `PT${minutes}M`,
})

/** A service on the wire. */
export const wireService = (service: FakeService): object => ({
  uuid: service.uuid,
  name: service.name,
  description: '',
  currency: 'EUR',
  price: service.price,
  duration: wireDuration(service),
  ...(service.staff.length > 1 && { category: { uuid: uuid('aa', 1), name: 'Hair', order: 1 } }),
})

/** The locations: the zone is an object, whatever the documents say. */
export const wireLocations = (timezone: string): readonly object[] => [
  { uuid: ELSEWHERE, name: 'Atelier South', timezone: { name: timezone, offset: '+02:00', short: 'CEST' } },
  { uuid: LOCATION, name: 'Atelier Nord', timezone: { name: timezone, offset: '+01:00', short: 'CET' } },
]

export const serviceOf = (id: string | null): FakeService | undefined => SERVICES.find(one => one.uuid === id)
export const isStaffer = (id: string): boolean => STAFF.some(one => one.uuid === id)
