// A stand-in for EasyWeek's public API v2: a real server with a book, answering in the shapes of the facts, pitfalls included.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Temporal } from 'temporal-polyfill'
import type { Company } from '../../../core/contract/index.ts'
import {
  createBook,
  type FakeBook,
  type FakeBooking,
  isStaffer,
  serviceOf,
  wireBooking,
  wireLocations,
  wireService,
} from './book.ts'
import { LOCATION, SERVICES, STAFF } from './salon.ts'

/** The only key and workspace that the stand-in takes. */
export const API_KEY = 'secret_a-made-up-key-of-a-test'
export const WORKSPACE = 'atelier'

const LIMIT_A_MINUTE = 60

/** What a test may change of the stand-in, also while it runs. */
export interface Switches {
  /** Both forms are attested: free stretches in seconds of the day, bare; or times with moments, under `data`. */
  timeSlots: 'intervals' | 'slots'
  /** How a time that is gone is refused. */
  conflict: 409 | 422
  /** A right that the key lacks: the first part of a path. */
  forbidden?: string
  hasExpired: boolean
  /** The booking form has a required field of the salon's own. */
  asksMore: boolean
  /** A 201 without a body to speak of. */
  answersBriefly: boolean
  /** The zone of the location; the company's when left out. */
  timezone?: string
}

/** The stand-in, with what it has seen. */
export interface EasyWeekFake {
  url: string
  switches: Switches
  book: FakeBook
  /** Requests beyond the provider's limit: there should be none. */
  overLimit(): number
  /** What staff do in the moment in which a cancellation arrives. */
  onCancel: (booking: FakeBooking) => void
  /** Tells a webhook of a booking, as EasyWeek does: one flat object, times without a colon in the offset. */
  tell(address: string, uuid: string): Promise<Response>
  close(): Promise<void>
}

interface Asked {
  method: string
  path: readonly string[]
  query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: a stand-in takes what it is sent, as JSON has it.
  body: any
}

type Answer = readonly [status: number, body: unknown]

const NOT_FOUND: Answer = [404, { message: 'Not found.' }]
const invalid = (...fields: string[]): Answer => [
  422,
  { message: 'Die Daten sind ungültig.', errors: Object.fromEntries(fields.map(field => [field, ['ist ungültig']])) },
]

/** Starts it with nobody in its book. */
export async function startEasyWeekFake(
  { now, company }: { now(): number; company: Pick<Company, 'timezone'> },
  given: Partial<Switches> = {},
): Promise<EasyWeekFake> {
  const switches: Switches = {
    timeSlots: 'intervals',
    conflict: 422,
    hasExpired: false,
    asksMore: false,
    answersBriefly: false,
    ...given,
  }
  const { timezone } = company
  const book = createBook(timezone, () => Math.floor(now()))
  const seen: number[] = []
  const counted = { overLimit: 0 }

  const fake: Pick<EasyWeekFake, 'onCancel'> = { onCancel: () => {} }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    seen.push(now())
    while ((seen[0] ?? 0) <= now() - 60_000) seen.shift()
    const give = ([status, answer]: Answer, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer))
    if (seen.length > LIMIT_A_MINUTE) {
      counted.overLimit += 1
      give([429, { message: 'Too Many Attempts.' }], { 'retry-after': '30' })
      return
    }
    // Laravel sends a browser back to its form.
    if (!request.headers.accept?.includes('json')) {
      response.writeHead(302, { location: '/login' }).end()
      return
    }
    if (request.headers['workspace'] === undefined) return void give([400, { message: 'Workspace header is required' }])
    const isKnown = request.headers.authorization === `Bearer ${API_KEY}` && request.headers['workspace'] === WORKSPACE
    if (!isKnown) return void give([401, { message: 'Unauthenticated.' }])
    if (switches.hasExpired) return void give([402, { message: 'Payment required.' }])
    const { method = 'GET', url = '/' } = request
    const { pathname, searchParams } = new URL(url, 'http://easyweek')
    const path = pathname.replace(/\/$/, '').split('/').slice(4).map(decodeURIComponent)
    if (switches.forbidden !== undefined && path.includes(switches.forbidden))
      return void give([403, { message: 'This action is unauthorized.' }])
    give(answerTo({ method, path, query: searchParams, body: body === '' ? {} : JSON.parse(body) }))
  }

  function answerTo({ method, path: [part, id, verb, what], query, body }: Asked): Answer {
    const name = `${method} ${part}${id === undefined ? '' : '/one'}${verb === undefined ? '' : `/${verb}`}`
    switch (name) {
      case 'GET ping':
        return [200, { ping: 'pong', version: 'v12.32.3' }]
      case 'GET locations':
        return page(wireLocations(switches.timezone ?? timezone), query)
      case 'GET locations/one/services':
        return id === LOCATION ? page(SERVICES.map(wireService), query) : NOT_FOUND
      case 'GET locations/one/staffers':
        return id === LOCATION ? page(STAFF, query) : NOT_FOUND
      case 'GET locations/one/time-slots':
        return id === LOCATION ? timeSlots(query) : NOT_FOUND
      case 'GET customers':
        return page(
          book.customers.filter(({ phone }) => phone === (query.get('phone') ?? phone)),
          query,
        )
      case 'POST customers':
        return createCustomer(body)
      case 'GET customers/one':
        return found(book.customers.find(one => one.uuid === id))
      case 'GET bookings':
        return page(
          book.bookings
            .filter(one => one.customer.uuid === (query.get('customer_uuid') ?? one.customer.uuid))
            .filter(one => one.staffer === (query.get('staffer_uuid') ?? one.staffer))
            .map(one => wireBooking(one, timezone)),
          query,
        )
      case 'POST bookings':
        return createBooking(body)
      case 'GET bookings/one': {
        const booking = book.bookings.find(one => one.uuid === id)
        return found(booking && wireBooking(booking, timezone))
      }
      case 'PUT bookings/one/status': {
        const booking = book.bookings.find(one => one.uuid === id)
        if (!booking || what !== 'cancel') return NOT_FOUND
        fake.onCancel(booking)
        if (booking.isCanceled) return invalid('status')
        if (!['wrong_order', 'customer_request'].includes(body.cancel_reason)) return invalid('cancel_reason')
        Object.assign(booking, { isCanceled: true, reason: body.internal_notes })
        return [200, { data: wireBooking(booking, timezone) }]
      }
      default:
        return NOT_FOUND
    }
  }

  function timeSlots(query: URLSearchParams): Answer {
    const service = serviceOf(query.get('service_uuid'))
    const [from, to] = [query.get('range_start') ?? '', query.get('range_end') ?? '']
    if (!service || !/^\d{4}-\d{2}-\d{2}$/.test(from) || !/^\d{4}-\d{2}-\d{2}$/.test(to))
      return invalid('service_uuid', 'range_start', 'range_end')
    const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
    const days = first.until(last).days
    if (days < 0 || days > 92) return invalid('range_end')
    const staffer = query.get('staffer_uuid')
    const who = staffer === null ? service.staff : [staffer]
    const dates = Array.from({ length: days + 1 }, (_, day) => first.add({ days: day })).flatMap((date): object[] => {
      const free = who.flatMap(one => book.freeOn(date, service, one))
      if (free.length === 0) return []
      if (switches.timeSlots === 'intervals')
        return [
          {
            date: date.toString(),
            // Numbers come as text now and then.
            intervals: free.map(([a, b]) => ({ start_formatted: String(a), end_formatted: b })),
          },
        ]
      const slots = free.flatMap(([a, b]) =>
        Array.from({ length: Math.floor((b - a - service.minutes * 60) / 1_800) + 1 }, (_, step) => ({
          start: new Date(book.momentOf(date, a + step * 1_800)).toISOString(),
          end: new Date(book.momentOf(date, a + step * 1_800) + service.minutes * 60_000).toISOString(),
          price: service.price,
          quantity: 1,
        })),
      )
      return [{ date: date.toString(), slots }]
    })
    return [200, switches.timeSlots === 'intervals' ? { dates } : { data: { timezone, currency: 'EUR', dates } }]
  }

  function createCustomer({ phone, first_name, last_name, email }: Asked['body']): Answer {
    if (!/^\+\d{7,15}$/.test(phone) || !first_name) return invalid('phone', 'first_name')
    if (book.customers.some(one => one.phone === phone)) return invalid('phone')
    return [201, { data: book.customerFor({ phone, first: first_name, last: last_name, email }) }]
  }

  function createBooking(body: Asked['body']): Answer {
    const service = serviceOf(body.service_uuid)
    if (switches.asksMore) return invalid('custom_field_12')
    if (body.location_uuid !== LOCATION || !service) return NOT_FOUND
    if (!/^\+\d{7,15}$/.test(body.customer_phone) || !body.customer_first_name)
      return invalid('customer_phone', 'customer_first_name')
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(body.reserved_on)) return invalid('reserved_on')
    const start = Date.parse(body.reserved_on)
    const end = start + service.minutes * 60_000
    const who: readonly string[] = body.staffer_uuid === undefined ? service.staff : [body.staffer_uuid]
    if (!who.every(isStaffer)) return invalid('staffer_uuid')
    const staffer = who.find(one => service.staff.includes(one) && book.isFree(one, start, end))
    if (staffer === undefined)
      return switches.conflict === 409 ? [409, { message: 'Zeit belegt' }] : invalid('reserved_on')
    const { customer_phone: phone, customer_first_name: first, customer_last_name: last } = body
    const customer = book.customerFor({ phone, first, last })
    const notes = body.booking_comment ?? null
    const booking = book.book({ location: LOCATION, service, staffer, start, end, customer, notes })
    return [201, { data: switches.answersBriefly ? { uuid: booking.uuid } : wireBooking(booking, timezone) }]
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  return Object.assign(fake, {
    url: `http://127.0.0.1:${address.port}`,
    switches,
    book,
    overLimit: () => counted.overLimit,
    async tell(to: string, uuid: string) {
      const booking = book.bookings.find(one => one.uuid === uuid)
      const compact = (moment = 0) => new Date(moment).toISOString().replace('.000Z', '+0000')
      return fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          id: 1422,
          uid: uuid,
          booking_date_start: compact(booking?.start),
          booking_date_end: compact(booking?.end),
          booking_duration: booking?.service.minutes,
          booking_status: 'Neu',
          booking_price: String(booking?.service.price),
          location_id: 305156,
          customer_id: 77,
          customer_phone: booking?.customer.phone,
          'booking_attributes.booking_comment': booking?.notes ?? '',
        }),
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  })
}

const found = (record: object | undefined): Answer => (record ? [200, { data: record }] : NOT_FOUND)

/** One page, as Laravel makes it. */
function page(rows: readonly unknown[], query: URLSearchParams): Answer {
  const per_page = Math.min(100, Number(query.get('per_page') ?? 15))
  const current_page = Number(query.get('page') ?? 1)
  const last_page = Math.max(1, Math.ceil(rows.length / per_page))
  return [
    200,
    {
      data: rows.slice((current_page - 1) * per_page, current_page * per_page),
      links: { next: current_page < last_page ? `?page=${current_page + 1}` : null },
      meta: { current_page, last_page, per_page, total: rows.length },
    },
  ]
}
