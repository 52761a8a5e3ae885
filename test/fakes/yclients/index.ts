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

  const answer = (method: string, path: string, given: Asked): Answer => {
    const [collection = '', company, third, fourth] = path.split('/').slice(1)
    if (company !== COMPANY_ID) return notFound
    const id = Number(third)
    switch (`${method} ${collection}`) {
      case 'GET company':
        if (third === undefined) return location()
        return third === 'services' && !isAltegio ? journal.services() : notFound
      case 'POST company':
        return third === 'clients' && fourth === 'search' ? journal.search(given) : notFound
      case 'GET services':
        return isAltegio ? journal.services() : notFound
      case 'GET book_services':
        return online.services()
      case 'GET book_staff':
        return online.staff(given)
      case 'GET book_dates':
        return online.dates(given)
      case 'GET book_times':
        return online.times(third, fourth, given)
      case 'POST book_check':
        return online.check(given)
      case 'POST book_record':
        return online.record(given)
      case 'GET record':
        return journal.readRecord(id)
      case 'PUT record':
        return journal.putRecord(id, given)
      case 'DELETE record':
        return journal.deleteRecord(id)
      case 'GET records':
        return journal.listRecords(given)
      case 'POST records':
        return journal.addRecord(given)
      case 'GET client':
        return journal.readCard(id)
      case 'PUT client':
        return journal.putCard(id, given)
      case 'POST clients':
        return journal.addCard(given)
      case 'GET hooks_settings':
        return hooks.read()
      case 'POST hooks_settings':
        return hooks.write(given)
      default:
        return notFound
    }
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
