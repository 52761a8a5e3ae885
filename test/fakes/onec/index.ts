// A stand-in for an infobase of 1C:Enterprise that is published with the OData interface of the platform: addresses,
// literals, errors and oddities as the vendor's manual of the interface describes them.
import { createServer, type IncomingMessage } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Book, createBook, HandlerError, type Record1c } from './book.ts'
import { FilterError, readFilter } from './filter.ts'
import { fieldsOf, metadataOf, ownerOf, SETS } from './schema.ts'

export { type Book, PHONE_KIND, PRICE_KIND } from './book.ts'

/** The only user of the base. */
export const LOGIN = 'Администратор записи'
/** A made-up password. */
export const PASSWORD = 'пароль-для-испытаний-1С'

/** What may be wrong with a base, or odd. May be changed while it runs. */
export interface Moods {
  /** Sets that the composition of the interface leaves out. */
  hidden: readonly string[]
  /** Nothing was chosen to be published. */
  isEmpty: boolean
  /** Sets that the user may not read, or not write. */
  unreadable: readonly string[]
  unwritable: readonly string[]
  /** As some bases do: versions are not compared. */
  ignoresIfMatch: boolean
  /** Fields that handlers of the configuration throw away. */
  dropped: readonly string[]
  /** What the handler of posting says when it refuses. */
  refusesPosting: string | undefined
  /** What the handler of writing says. */
  refusesWriting: string | undefined
  /** How many sessions at once the licence allows. */
  licences: number
  /** Called after a document was written, before the answer: somebody else at work. */
  afterWrite: ((book: Book) => void) | undefined
}

/** A base that runs. */
export interface FakeOnec {
  url: string
  book: Book
  moods: Moods
  counts: {
    /** Requests of a method: `GET Catalog_Клиенты`. */
    requests: string[]
    /** The most requests at one time. */
    mostSessions: number
    /** Requests that no licence was left for. */
    unlicensed: number
  }
  close(): Promise<void>
}

interface Answer {
  status: number
  body?: unknown
  xml?: string
  headers?: Readonly<Record<string, string>>
}

/** How many turns of the event loop one request takes. */
const SESSION_TURNS = 20
const SUFFIX = '/salon/odata/standard.odata/'
const AUTHORIZATION = `Basic ${Buffer.from(`${LOGIN}:${PASSWORD}`, 'utf8').toString('base64')}`

/** Starts a base with nobody in its book. */
export async function startOnec(
  world: { now(): number; company: { timezone: string } },
  moods: Partial<Moods> = {},
): Promise<FakeOnec> {
  const book = createBook({ now: world.now, timezone: world.company.timezone })
  const state: Moods = {
    hidden: [],
    isEmpty: false,
    unreadable: [],
    unwritable: [],
    ignoresIfMatch: false,
    dropped: [],
    refusesPosting: undefined,
    refusesWriting: undefined,
    licences: 20,
    afterWrite: undefined,
    ...moods,
  }
  const counts: FakeOnec['counts'] = { requests: [], mostSessions: 0, unlicensed: 0 }
  let sessions = 0

  const server = createServer((request, response) => {
    sessions += 1
    counts.mostSessions = Math.max(counts.mostSessions, sessions)
    const isLicensed = sessions <= state.licences
    if (!isLicensed) counts.unlicensed += 1
    const answering = isLicensed
      ? answerTo(request, { book, moods: state, counts })
      : Promise.resolve(failure(500, '-1', 'Не обнаружено свободной лицензии!'))
    answering.then(
      ({ status, body, xml, headers }) => {
        sessions -= 1
        const type = xml === undefined ? 'application/json;charset=utf-8' : 'application/xml;charset=utf-8'
        response.writeHead(status, { 'content-type': type, dataserviceversion: '3.0', ...headers })
        response.end(xml ?? (body === undefined ? '' : JSON.stringify(body)))
      },
      () => {
        sessions -= 1
        response.writeHead(400).end()
      },
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in listens on no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    book,
    moods: state,
    counts,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

interface Parts {
  book: Book
  moods: Moods
  counts: FakeOnec['counts']
}

async function answerTo(request: IncomingMessage, parts: Parts): Promise<Answer> {
  const { method = 'GET', url = '/', headers } = request
  const body = method === 'GET' ? '' : await textOf(request)
  // A session lasts: those who come at the same time meet.
  for (let turn = 0; turn < SESSION_TURNS; turn += 1) await nextTurn()
  const [rawPath = '', rawQuery = ''] = url.split('?')
  const path = decodeURIComponent(rawPath)
  if (!path.startsWith(SUFFIX)) return { status: 404, xml: '<html><title>404 Not Found</title></html>' }
  if (headers.authorization !== AUTHORIZATION)
    return { status: 401, headers: { 'www-authenticate': 'Basic realm="salon"' }, xml: '<html>401</html>' }
  // The platform decodes percent signs only: a plus stays a plus.
  const query = new Map(
    rawQuery.split('&').map(pair => {
      const at = pair.indexOf('=')
      return [decodeURIComponent(pair.slice(0, at)), decodeURIComponent(pair.slice(at + 1))] as const
    }),
  )
  const resource = path.slice(SUFFIX.length)
  parts.counts.requests.push(`${method} ${resource.replace(/\(.*$/s, '')}`)
  if (query.get('$format') !== 'json' && !headers.accept?.includes('json') && resource !== '$metadata')
    return { status: 200, xml: '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>' }
  try {
    return route({ method, resource, query, body, version: headers['if-match'] }, parts)
  } catch (error) {
    if (error instanceof FilterError) return failure(400, error.code, error.message)
    if (error instanceof HandlerError) return failure(500, '-1', error.message)
    if (error instanceof SyntaxError) return failure(400, '2', 'Неправильный формат запроса')
    throw error
  }
}

interface Asked {
  method: string
  resource: string
  query: ReadonlyMap<string, string>
  body: string
  version: string | undefined
}

const RESOURCE = /^([^(/]+)(?:\(guid'([0-9a-fA-F-]{36})'\))?(?:\/([A-Za-z]+)(?:\(([\s\S]*)\))?)?$/

function route(asked: Asked, parts: Parts): Answer {
  const { moods, book } = parts
  const published = moods.isEmpty ? [] : Object.keys(SETS).filter(set => !moods.hidden.includes(set))
  if (asked.resource === '')
    return { status: 200, body: { 'odata.metadata': '$metadata', value: published.map(name => ({ name, url: name })) } }
  if (asked.resource === '$metadata') return { status: 200, xml: metadataOf(published) }
  const [, set = '', id, action, inner] = RESOURCE.exec(asked.resource) ?? []
  const owner = set in SETS ? set : ownerOf(set)[0]
  if (owner === undefined || !published.includes(owner)) return failure(404, '8', `Тип сущности ${set} не найден`)
  const forbidden = asked.method === 'GET' ? moods.unreadable : moods.unwritable
  if (forbidden.includes(owner)) return failure(401, '20', 'Нарушение прав доступа')
  if (asked.method === 'GET' && action === 'SliceLast') return latest(set, inner ?? '', parts)
  if (asked.method === 'GET' && id === undefined) return list(set, asked.query, parts)
  if (asked.method === 'POST' && id === undefined) return create(set, asked.body, parts)
  const record = book.find(set, id ?? '')
  if (!record) return failure(404, '9', 'Экземпляр сущности не найден')
  if (asked.method === 'GET') return { status: 200, body: shown(record, set) }
  if (asked.method === 'PATCH') return change(record, set, asked, parts)
  if (asked.method === 'POST' && (action === 'Post' || action === 'Unpost')) return post(record, set, action, parts)
  return failure(501, '19', 'Метод HTTP не поддерживается')
}

function list(set: string, query: Asked['query'], { book }: Parts): Answer {
  const rows = SETS[set] ? book.rows(set) : rowsOfTable(set, book)
  const filter = query.get('$filter')
  const isMeant = filter === undefined ? () => true : readFilter(filter, fieldsOf(set) ?? {})
  const order = query.get('$orderby')
  const found = rows.filter(isMeant)
  if (order !== undefined) found.sort((a, b) => (String(a[order]) < String(b[order]) ? -1 : 1))
  const skip = Number(query.get('$skip') ?? 0)
  const top = query.get('$top')
  const page = found.slice(skip, top === undefined ? undefined : skip + Number(top))
  return { status: 200, body: { 'odata.metadata': `$metadata#${set}`, value: page } }
}

function rowsOfTable(set: string, book: Book): Record1c[] {
  const [owner = '', table] = ownerOf(set)
  return book.rows(owner).flatMap(record => {
    const rows = record[table]
    return Array.isArray(rows) ? rows.map(row => ({ Ref_Key: record['Ref_Key'], ...Object(row) })) : []
  })
}

/** The latest record of each service, of those that meet the condition. */
function latest(set: string, inner: string, { book }: Parts): Answer {
  const condition = /^Condition='([\s\S]*)'$/.exec(inner)?.[1]?.replaceAll("''", "'")
  const isMeant = condition === undefined ? () => true : readFilter(condition, fieldsOf(set) ?? {})
  const found = new Map<unknown, Record1c>()
  for (const row of book.rows(set).filter(isMeant)) {
    const before = found.get(row['Номенклатура_Key'])
    if (!before || String(before['Period']) < String(row['Period'])) found.set(row['Номенклатура_Key'], row)
  }
  return { status: 200, body: { 'odata.metadata': `$metadata#${set}`, value: [...found.values()] } }
}

function create(set: string, body: string, { book, moods }: Parts): Answer {
  if (!SETS[set]) return failure(400, '13', 'Строки табличных частей нельзя создавать напрямую')
  if (moods.refusesWriting !== undefined) return failure(500, '-1', moods.refusesWriting)
  const record = book.add(set, kept(body, moods))
  if (SETS[set].kind === 'document') moods.afterWrite?.(book)
  return {
    status: 201,
    headers: { location: `${encodeURIComponent(set)}(guid'${record['Ref_Key']}')` },
    body: shown(record, set),
  }
}

function change(record: Record1c, set: string, { body, version }: Asked, { book, moods }: Parts): Answer {
  if (version !== undefined && !moods.ignoresIfMatch && version !== record['DataVersion'])
    return {
      status: 412,
      body: { 'odata.error': { code: '-1', message: { lang: 'ru', value: 'Версия данных изменилась' } } },
    }
  const fields = kept(body, moods)
  if (fields['DeletionMark'] === true && record['Posted'] === true)
    return failure(500, '-1', 'Помеченный на удаление документ не может быть проведен')
  book.change(record, set, fields)
  if (SETS[set]?.kind === 'document' && fields['DeletionMark'] === undefined) moods.afterWrite?.(book)
  return { status: 200, body: shown(record, set) }
}

/** Answers nothing, as the platform does. */
function post(record: Record1c, set: string, action: string, { book, moods }: Parts): Answer {
  if (action === 'Post' && moods.refusesPosting !== undefined) return failure(500, '-1', moods.refusesPosting)
  record['Posted'] = action === 'Post'
  book.change(record, set, {})
  return { status: 200 }
}

/** The fields of a body that the configuration's handlers leave in it. */
function kept(body: string, { dropped }: Moods): Record1c {
  return Object.fromEntries(Object.entries(Object(JSON.parse(body))).filter(([name]) => !dropped.includes(name)))
}

const shown = (record: Record1c, set: string) => ({ 'odata.metadata': `$metadata#${set}/@Element`, ...record })

const failure = (status: number, code: string, value: string): Answer => ({
  status,
  body: { 'odata.error': { code, message: { lang: 'ru', value } } },
})
