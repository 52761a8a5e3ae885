// A stand-in for YCLIENTS and Altegio: one location of each, on this machine, as their references describe them.
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Answer, no, notFound, ok, strange } from './answers.ts'
import { type Book, createBook } from './book.ts'
import { createHooks } from './hooks.ts'
import { createJournal } from './journal.ts'
import { type Asked, createOnline } from './online.ts'
import { createShapes } from './shapes.ts'

/** What the stand-in takes. */
export const COMPANY_ID = '4564'
export const PARTNER_TOKEN = 'a-made-up-partner-token'
export const USER_TOKEN = 'a-made-up-user-token'

/** What may be other than usual. */
export interface Switches {
  provider: 'yclients' | 'altegio'
  /** Bookings are confirmed with a code by SMS. */
  phoneConfirmation: boolean
  /** The zone that the location names; that of the company when left out. */
  timezone: string
  /** The key of a write is thrown away. */
  dropsApiId: boolean
  /** A deleted record can't be read any more. */
  forgetsDeleted: boolean
  /** The user may not see phones. */
  hidesPhones: boolean
  /** Parts of paths that the user may not use: answered 403. */
  forbidden: readonly string[]
  licenceExpired: boolean
  /** Digits of phones whose owners may not book. */
  blacklist: readonly string[]
  mayMove: boolean
  /** How long every answer takes, on the clock of the world. */
  latencyMs: number
  /** What booking answers instead of booking. */
  refusal: { status: number; code?: number } | undefined
}

/** A running stand-in. */
export interface YclientsFake {
  url: string
  book: Book
  hooks: ReturnType<typeof createHooks>
  switches: Switches
  /** How often more was asked than five a second or 200 a minute. */
  readonly overLimit: number
  /** Method and path of everything that was asked. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** Five a second and 200 a minute, seen over a little less than their time: jitter on the way here is no haste. */
const SPANS = [
  { lengthMs: 2_750, most: 15 },
  { lengthMs: 59_000, most: 200 },
]

/** Starts it, empty. */
export async function startYclients(
  { now, company, sleep }: { now(): number; company: { timezone: string }; sleep?(ms: number): Promise<void> },
  changes: Partial<Switches> = {},
): Promise<YclientsFake> {
  const switches: Switches = {
    provider: 'yclients',
    phoneConfirmation: false,
    timezone: company.timezone,
    dropsApiId: false,
    forgetsDeleted: false,
    hidesPhones: false,
    forbidden: [],
    licenceExpired: false,
    blacklist: [],
    mayMove: true,
    latencyMs: 0,
    refusal: undefined,
    ...changes,
  }
  const isAltegio = switches.provider === 'altegio'
  const book = createBook(switches.timezone, now)
  const shapes = createShapes(book, { winterOffset: isAltegio })
  const online = createOnline(book, shapes, switches)
  const journal = createJournal(book, shapes, switches)
  const hooks = createHooks(isAltegio ? ['schedule', 'loyalty_card', 'self_sending'] : [])
  const starts: number[] = []
  const asked: string[] = []
  let overLimit = 0

  const count = () => {
    starts.push(now())
    if (SPANS.some(({ lengthMs, most }) => starts.filter(at => at > now() - lengthMs).length > most)) overLimit += 1
  }

  /** YCLIENTS names a zone, Altegio a number and beside it the name. */
  const location = () =>
    ok({
      id: Number(COMPANY_ID),
      title: 'Atelier',
      ...(isAltegio ? { timezone: 12, timezone_name: switches.timezone } : { timezone: switches.timezone }),
      phone_confirmation: switches.phoneConfirmation,
      booking_email_required: false,
      booking_comment_required: false,
      allow_change_record: switches.mayMove,
      allow_change_record_delay_step: 0,
      allow_delete_record: true,
      allow_delete_record_delay_step: 0,
    })

  const routes: Readonly<Record<string, (given: Asked, third?: string, fourth?: string) => Answer>> = {
    'GET company': (_, third) => {
      if (third === undefined) return location()
      return third === 'services' && !isAltegio ? journal.services() : notFound
    },
    'POST company': (given, third, fourth) =>
      third === 'clients' && fourth === 'search' ? journal.search(given) : notFound,
    'GET services': () => (isAltegio ? journal.services() : notFound),
    'GET book_services': online.services,
    'GET book_staff': online.staff,
    'GET book_dates': online.dates,
    'GET book_times': (given, third, fourth) => online.times(third, fourth, given),
    'POST book_check': online.check,
    'POST book_record': online.record,
    'GET record': (_, id) => journal.readRecord(Number(id)),
    'PUT record': (given, id) => journal.putRecord(Number(id), given),
    'DELETE record': (_, id) => journal.deleteRecord(Number(id)),
    'GET records': journal.listRecords,
    'POST records': journal.addRecord,
    'GET client': (_, id) => journal.readCard(Number(id)),
    'PUT client': (given, id) => journal.putCard(Number(id), given),
    'POST clients': journal.addCard,
    'GET hooks_settings': hooks.read,
    'POST hooks_settings': hooks.write,
  }

  const answer = (method: string, path: string, given: Asked): Answer => {
    const [collection = '', company, third, fourth] = path.split('/').slice(1)
    if (company !== COMPANY_ID) return notFound
    return routes[`${method} ${collection}`]?.(given, third, fourth) ?? notFound
  }

  const accept = isAltegio ? 'application/vnd.api.v2+json' : 'application/vnd.yclients.v2+json'

  const serve = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in')
    const path = pathname.replace('/api/v1', '')
    const method = request.method ?? 'GET'
    const sent = await text(request)
    count()
    asked.push(`${method} ${path}`)
    if (switches.latencyMs > 0) await sleep?.(switches.latencyMs)
    const [partner, user] = (request.headers.authorization ?? '').split(', ')
    if (partner !== `Bearer ${PARTNER_TOKEN}`) return strange(401, 'Partner not found')
    if (request.headers.accept !== accept) return no(406, 'Another version of the API')
    const isOpen = path.startsWith('/book_') || /^\/company\/\d+$/.test(path)
    if (!isOpen && user === undefined) return strange(401, 'User is needed')
    if (user !== undefined && user !== `User ${USER_TOKEN}`) return strange(401, 'User not found')
    if (switches.licenceExpired && !/^\/company\/\d+$/.test(path))
      return no(path.endsWith('/search') ? 402 : 403, 'The licence must be extended')
    if (switches.forbidden.some(part => path.includes(part))) return no(403, 'Not enough rights')
    return answer(method, path, { query: searchParams, body: sent === '' ? undefined : JSON.parse(sent) })
  }

  const server = createServer((request, response) => {
    serve(request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(body === undefined ? undefined : JSON.stringify(body))
      },
      (error: unknown) =>
        response.writeHead(400).end(JSON.stringify({ success: false, meta: { message: String(error) } })),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  return {
    url: `http://127.0.0.1:${address.port}/api/v1`,
    book,
    hooks,
    switches,
    get overLimit() {
      return overLimit
    },
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
