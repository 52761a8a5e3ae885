import type { Chronicle } from '../chronicle.ts'
import type { Random } from '../random.ts'
import { pause, type RunTime } from '../run-time.ts'
import { type Book, type BookRecord, createBook, type Refusal, type Wanted } from './crm-book.ts'
import { type Answer, type JsonServer, type Request, startJsonServer } from './json-server.ts'

/** How the fake CRM behaves in a run. */
export interface CrmManners {
  /** One employee is never booked twice at a time; else the plugin lets the smallest id stay. */
  hasLock: boolean
  /** Of so many requests one is spoiled: 0 for none. */
  oneInWrites: number
  oneInReads: number
}

/** A write that was not answered appears at the latest so long after its deadline; longer than a desk waits for an answer. */
export const SETTLE_MS = 20_000

/** What may become of a write. */
const WRITE_FAULTS = [
  'lost',
  'unanswered',
  'late',
  'cut-late',
  'slow',
  'error-before',
  'error-after',
  'busy',
  'garbage-before',
  'garbage-after',
  'reset-before',
  'reset-after',
] as const
const READ_FAULTS = ['error', 'busy', 'garbage', 'silence', 'slow'] as const

/** Only where nothing excludes it: a request that arrives twice is written twice. */
const TWICE = ['twice', 'twice-unanswered'] as const

type WriteFault = (typeof WRITE_FAULTS)[number] | (typeof TWICE)[number] | 'none'
type ReadFault = (typeof READ_FAULTS)[number] | 'none'

/** The fake CRM at work. */
export interface CrmServer extends JsonServer {
  readonly book: Book
  /** Spoils nothing any more. */
  calm(): void
  /** Nothing is under way, and nothing appears later. */
  isIdle(): boolean
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const GARBAGE: Answer = ok('<html>maintenance')

/** Starts it: visits over HTTP, with every way in which a provider fails. */
export async function startCrmServer(parts: {
  manners: CrmManners
  random: Random
  chronicle: Chronicle
  time: RunTime
}): Promise<CrmServer> {
  const { manners, chronicle, time } = parts
  const book = createBook(manners.hasLock, chronicle)
  const writeDice = parts.random.fork('writes')
  const readDice = parts.random.fork('reads')
  const lagDice = parts.random.fork('lags')
  let isCalm = false
  let underWay = 0

  function writeFault(): WriteFault {
    const isSpoiled = manners.oneInWrites > 0 && writeDice.chance(1 / manners.oneInWrites)
    const faults: readonly [WriteFault, ...WriteFault[]] = [...WRITE_FAULTS, ...(manners.hasLock ? [] : TWICE)]
    const fault = writeDice.pick(faults)
    return isSpoiled && !isCalm ? fault : 'none'
  }

  function readFault(): ReadFault {
    const isSpoiled = manners.oneInReads > 0 && readDice.chance(1 / manners.oneInReads)
    const fault = readDice.pick<ReadFault>(READ_FAULTS)
    return isSpoiled && !isCalm ? fault : 'none'
  }

  function write({ path, body }: Request): BookRecord | Refusal {
    const { key, ...wanted } = body as Wanted & { key: string }
    const [, , id = '', verb] = path.split('/')
    if (verb === 'move') return book.move(id, wanted, key)
    if (verb === 'cancel') return book.cancel(id, key)
    return book.create(wanted, key)
  }

  function answerOf(written: BookRecord | Refusal): Answer {
    if (written === 'taken') return { status: 409, body: { error: 'taken' } }
    if (written === 'missing') return { status: 404, body: { error: 'missing' } }
    return ok(written)
  }

  async function writeLate(request: Request, latest: number): Promise<void> {
    underWay += 1
    await pause((latest - time.now()) * lagDice.next())
    if (time.now() < latest) write(request)
    underWay -= 1
  }

  /** How a write goes that is spoiled. Before the deadline and `SETTLE_MS` it has happened, or never does. */
  async function spoil(fault: WriteFault, request: Request, latest: number): Promise<Answer> {
    switch (fault) {
      case 'lost':
        return 'silence'
      case 'late':
        await writeLate(request, latest)
        return 'silence'
      case 'cut-late':
        // The caller hears at once that the line is dead, and the write is still on its way.
        void writeLate(request, latest)
        return 'reset'
      case 'error-before':
        return { status: 500, body: {} }
      case 'busy':
        return { status: 429, body: {}, headers: { 'retry-after': '1' } }
      case 'garbage-before':
        return GARBAGE
      case 'reset-before':
        return 'reset'
      default:
        return spoilAfter(fault, request)
    }
  }

  async function spoilAfter(fault: WriteFault, request: Request): Promise<Answer> {
    const written = write(request)
    if (fault === 'twice' || fault === 'twice-unanswered') write(request)
    if (fault === 'slow') await pause(lagDice.between(2_000, 12_000))
    if (fault === 'unanswered' || fault === 'twice-unanswered') return 'silence'
    if (fault === 'error-after') return { status: 502, body: {} }
    if (fault === 'garbage-after') return GARBAGE
    if (fault === 'reset-after') return 'reset'
    return answerOf(written)
  }

  async function answerWrite(request: Request): Promise<Answer> {
    const latest = Number(request.headers['x-deadline']) + SETTLE_MS
    const [, , , method = 'create'] = request.path.split('/')
    await pause(lagDice.between(10, 400))
    if (time.now() >= latest) {
      chronicle.note({ what: 'too-late', method })
      return 'silence'
    }
    const fault = writeFault()
    if (fault === 'none') {
      const answer = answerOf(write(request))
      await pause(lagDice.between(10, 400))
      return answer
    }
    chronicle.note({ what: 'crm-fault', method, fault })
    return spoil(fault, request, latest)
  }

  function read({ path, query }: Request): Answer {
    const [, , id] = path.split('/')
    if (id !== undefined) {
      const record = book.find(id)
      return record ? ok(record) : { status: 404, body: {} }
    }
    const key = query.get('key')
    if (key !== null) return ok(book.records.filter(record => record.key === key))
    const from = Number(query.get('from'))
    const to = Number(query.get('to'))
    const phone = query.get('phone')
    return ok(book.records.filter(one => one.start < to && one.end > from && (phone === null || one.phone === phone)))
  }

  async function answerRead(request: Request): Promise<Answer> {
    await pause(lagDice.between(10, 200))
    const fault = readFault()
    if (fault === 'none') return read(request)
    chronicle.note({ what: 'crm-fault', method: 'read', fault })
    if (fault === 'silence') return 'silence'
    if (fault === 'busy') return { status: 429, body: {}, headers: { 'retry-after': '1' } }
    if (fault === 'error') return { status: 500, body: {} }
    if (fault === 'garbage') return GARBAGE
    await pause(lagDice.between(1_000, 8_000))
    return read(request)
  }

  const server = await startJsonServer(async request => {
    underWay += 1
    try {
      return await (request.method === 'GET' ? answerRead(request) : answerWrite(request))
    } finally {
      underWay -= 1
    }
  })
  return {
    ...server,
    book,
    calm() {
      isCalm = true
    },
    isIdle: () => underWay === 0,
  }
}
