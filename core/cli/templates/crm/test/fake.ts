// A stand-in for Acme: a real server on this machine that keeps its book in memory. Open every day but Sunday, 8 to 16 UTC.
import { createServer, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import type { WireClient, WireService, WireStaff, WireTime, WireVisit } from '../src/wire.ts'

/** The only token that the stand-in takes. */
export const TOKEN = 'a-made-up-token-of-a-test'

const MINUTE_MS = 60_000
const GRID_MS = 30 * MINUTE_MS
const OPENS = 8
const CLOSES = 16

const SERVICES: readonly WireService[] = [
  { id: 'cut', title: 'Haircut', minutes: 60, priceCents: 4500, staff: ['anna', 'boris'] },
  { id: 'colour', title: 'Colouring', minutes: 90, priceCents: 9000, staff: ['anna'] },
]
const STAFF: readonly WireStaff[] = [
  { id: 'anna', name: 'Anna', role: 'Stylist' },
  { id: 'boris', name: 'Boris', role: 'Stylist' },
]

/** What a write may send; what is missing is refused by what reads it. */
interface Sent extends Partial<Omit<WireClient, 'id'>> {
  start?: string
  staff?: string
  services?: string[]
  client?: Partial<WireClient>
  reference?: string
}

interface Asked {
  method: string
  path: readonly string[]
  query: URLSearchParams
  body: Sent
}

/** What goes back, with its status; a member's name says what it is. */
type Answer = readonly [status: number, body: object]

/** Starts a provider with nobody in its book. `now` is the clock that the plugin has, too. */
export async function startFake({ now }: { now(): number }): Promise<{ url: string; close(): Promise<void> }> {
  const answer = createBook(now)
  const server = createServer((request, response) => {
    askedOf(request).then(
      asked => {
        const isKnown = request.headers.authorization === `Bearer ${TOKEN}`
        const [status, body] = isKnown ? answer(asked) : ([401, { error: 'who are you?' }] as const)
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      },
      () => response.writeHead(400).end('{"error":"no JSON"}'),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function askedOf(request: IncomingMessage): Promise<Asked> {
  const { method = 'GET', url = '/' } = request
  const { pathname, searchParams } = new URL(url, 'http://acme')
  const path = pathname.split('/').slice(2).map(decodeURIComponent)
  return { method, path, query: searchParams, body: method === 'GET' ? {} : ((await json(request)) as Sent) }
}

function createBook(now: () => number): (asked: Asked) => Answer {
  const clients: WireClient[] = []
  const visits: WireVisit[] = []

  const minutesOf = (services: readonly string[]) =>
    services.reduce((sum, id) => sum + (SERVICES.find(service => service.id === id)?.minutes ?? 0), 0)

  const isFree = ({ start, end, staff }: WireTime, except?: string) =>
    !visits.some(
      visit =>
        visit.state === 'active' &&
        visit.id !== except &&
        visit.staff === staff &&
        Date.parse(visit.start) < Date.parse(end) &&
        Date.parse(visit.end) > Date.parse(start),
    )

  /** The time of this length, if it is one that Acme sells at all. */
  const timeAt = (startMs: number, staff: string, services: readonly string[]): WireTime | undefined => {
    const start = new Date(startMs)
    const endMs = startMs + minutesOf(services) * MINUTE_MS
    const closes = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate(), CLOSES)
    const isOpen = start.getUTCDay() !== 0 && start.getUTCHours() >= OPENS && endMs <= closes
    const isDone =
      services.length > 0 && services.every(id => SERVICES.find(one => one.id === id)?.staff.includes(staff))
    if (!isOpen || !isDone || startMs % GRID_MS !== 0 || startMs <= now()) return undefined
    return { start: start.toISOString(), end: new Date(endMs).toISOString(), staff }
  }

  const freeTimes = (query: URLSearchParams): Answer => {
    const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')]
    if (Number.isNaN(from) || Number.isNaN(to)) return [400, { error: 'from and to are needed' }]
    const services = query.get('services')?.split(',') ?? []
    const who = STAFF.filter(({ id }) => id === (query.get('staff') ?? id))
    const times: WireTime[] = []
    for (let start = Math.ceil(from / GRID_MS) * GRID_MS; start < to; start += GRID_MS)
      for (const { id } of who) times.push(...[timeAt(start, id, services) ?? []].flat())
    return [200, { times: times.filter(time => isFree(time, query.get('except') ?? undefined)) }]
  }

  const clientFor = ({ id, name, phone }: Partial<WireClient>) => {
    const known = clients.find(one => (id === undefined ? one.phone === phone : one.id === id))
    if (known) return known
    const created = { id: String(clients.length + 1), name: name ?? '', phone: phone ?? '' }
    clients.push(created)
    return created
  }

  const book = ({ start = '', staff = '', services = [], client = {}, note, reference = '' }: Sent): Answer => {
    const time = timeAt(Date.parse(start), staff, services)
    if (!time) return [422, { error: 'not sold' }]
    if (!isFree(time)) return [409, { error: 'taken' }]
    const id = String(visits.length + 1)
    const visit: WireVisit = {
      id,
      state: 'active',
      ...time,
      services,
      client: clientFor(client),
      reference,
      ...(note && { note }),
    }
    visits.push(visit)
    return [201, { visit }]
  }

  const move = (visit: WireVisit, { start = '', staff = '' }: Sent): Answer => {
    const time = timeAt(Date.parse(start), staff, visit.services)
    if (!time || visit.state !== 'active') return [422, { error: 'not sold' }]
    if (!isFree(time, visit.id)) return [409, { error: 'taken' }]
    return [200, { visit: Object.assign(visit, time) }]
  }

  const matching = (query: URLSearchParams) => {
    const is = (name: string, value: string) => value === (query.get(name) ?? value)
    const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')]
    return visits
      .filter(({ client, staff, reference, start }) => {
        const at = Date.parse(start)
        const isThen = !(at < from) && !(at >= to)
        return (
          isThen &&
          is('client', client.id) &&
          is('phone', client.phone) &&
          is('staff', staff) &&
          is('reference', reference)
        )
      })
      .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
  }

  const createClient = ({ name = '', phone = '', email, note }: Sent): Answer => {
    if (!name || !/^\+\d{7,15}$/.test(phone)) return [422, { error: 'a name and a phone are needed' }]
    const id = String(clients.length + 1)
    const client: WireClient = { id, name, phone, ...(email && { email }), ...(note && { note }) }
    clients.push(client)
    return [201, { client }]
  }

  return ({ method, path: [collection, id, verb], query, body }) => {
    const client = clients.find(one => one.id === id)
    const visit = visits.find(one => one.id === id)
    const phone = query.get('phone') ?? ''
    switch (`${method} ${collection}${id === undefined ? '' : '/one'}${verb === undefined ? '' : `/${verb}`}`) {
      case 'GET services':
        return [200, { services: SERVICES }]
      case 'GET staff':
        return [200, { staff: STAFF }]
      case 'GET times':
        return freeTimes(query)
      case 'GET clients':
        return [200, { clients: clients.filter(one => one.phone.startsWith(phone)) }]
      case 'POST clients':
        return createClient(body)
      case 'GET clients/one':
        return client ? [200, { client }] : NOT_FOUND
      case 'PATCH clients/one':
        return client ? [200, { client: Object.assign(client, body) }] : NOT_FOUND
      case 'GET visits':
        return [200, { visits: matching(query) }]
      case 'POST visits':
        return book(body)
      case 'GET visits/one':
        return visit ? [200, { visit }] : NOT_FOUND
      case 'PATCH visits/one':
        return visit ? move(visit, body) : NOT_FOUND
      case 'POST visits/one/cancel':
        return visit ? [200, { visit: Object.assign(visit, { state: 'cancelled' }) }] : NOT_FOUND
      default:
        return NOT_FOUND
    }
  }
}

const NOT_FOUND: Answer = [404, { error: 'there is no such record' }]
