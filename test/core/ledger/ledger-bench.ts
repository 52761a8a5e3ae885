import { pino } from 'pino'
import type { CrmCapabilities, Slot } from '../../../core/contract/index.ts'
import { ALL_KINDS, claimDue, untilDue } from '../../../core/journal/due-work.ts'
import { newId } from '../../../core/journal/ids.ts'
import { findOperation, type Operation, type OperationDraft } from '../../../core/journal/operation.ts'
import { beginTurn, type ClaimedTurn } from '../../../core/journal/turn.ts'
import { putVisit, visitsOf } from '../../../core/journal/visit.ts'
import { type Claim, complete, renew } from '../../../core/journal/work.ts'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { createLedger, type Ledger } from '../../../core/ledger/ledger.ts'
import type { LedgerParts } from '../../../core/ledger/parts.ts'
import { accept, finish } from '../../../core/testkit/storage/journal-client.ts'
import { createScriptedCrm, type ScriptedCrm } from '../../fakes/scripted-crm.ts'
import { type OpenedJournal, openTestJournal } from '../journal/open-journal.ts'

const HOLD_MS = 600_000

/** Statuses of which a client is not told as of an end. */
const OPEN: readonly Operation['status'][] = ['held', 'committing', 'unknown']

/** A ledger on a real journal and a scripted CRM; turns and work run when a test says so. */
export interface LedgerBench extends OpenedJournal {
  crm: ScriptedCrm
  ledger: Ledger
  /** What the ledger works with. */
  parts: LedgerParts
  /** What clients were told: status by status, each the end of an operation. */
  told: { operation: string; status: Operation['status'] }[]
  /** Lines of the log at error level. */
  alerts: string[]
  /** A message of the client begins a turn. */
  turn(address?: string): Promise<ClaimedTurn>
  /** Asks the client: a time is kept. Undefined when others hold it. */
  propose(wish: Wish, address?: string): Promise<Operation | undefined>
  /** The client agrees: a turn commits and tells. */
  confirm(operation: Operation, address?: string): Promise<Operation>
  /** Books a visit and answers its id. */
  book(slot: Slot): Promise<string>
  now(operation: Operation): Promise<Operation>
  visits(address?: string): Promise<readonly { id: string; status: string }[]>
  /** Moves the clock and does the work that becomes due, as a worker would. */
  pass(ms: number): Promise<void>
  /** Waits for a turn that waits for the clock, keeping its lease. */
  whileTimePasses<T>(turn: Promise<T>): Promise<T>
  /** Does what is due now. */
  work(): Promise<void>
}

/** What the client wants. */
export interface Wish {
  kind?: Operation['kind']
  slot?: Slot
  appointmentId?: string
  client?: OperationDraft['client']
}

/** An hour with an employee, `hour` in Moscow on 2026-11-25. */
export function slotAt(hour: number, employeeId = 'olga', capacity = 1): Slot {
  const time = (at: number) => `2026-11-25T${String(at).padStart(2, '0')}:00:00+03:00`
  const part = { serviceIds: ['manicure'], employeeId, start: time(hour), end: time(hour + 1) }
  const claims = [{ resource: `employee:${employeeId}`, capacity }]
  return { start: part.start, end: part.end, parts: [part], claims }
}

function log(alerts: string[]) {
  const write = (line: string) => {
    const { level, msg }: { level: number; msg: string } = JSON.parse(line)
    if (level >= 50) alerts.push(msg)
  }
  return pino({ level: 'error' }, { write })
}

/** Opens one; with `opened` on a journal that another bench has used, as after a restart. */
export async function openLedger(
  options: {
    capabilities?: Partial<CrmCapabilities>
    status?: 'booked' | 'requested'
    opened?: OpenedJournal
    crm?: ScriptedCrm
    signal?: AbortSignal
    reach?: Reach
    /** Called in the transaction that settles an operation. */
    settling?(): void
  } = {},
): Promise<LedgerBench> {
  const opened = options.opened ?? (await openTestJournal())
  const { journal, clock } = opened
  const { capabilities, status } = options
  const crm =
    options.crm ?? createScriptedCrm({ clock, ...(capabilities && { capabilities }), ...(status && { status }) })
  const alerts: string[] = []
  const told: LedgerBench['told'] = []
  const parts: LedgerParts = {
    journal,
    crm,
    log: log(alerts),
    reach: options.reach ?? (() => {}),
    visits: {
      async write(db, { conversation }, { id, status, start, end }) {
        options.settling?.()
        const nobody = { services: [], serviceIds: [], employeeIds: [] }
        await putVisit(journal, db, { id, status, start, end, conversation, locale: 'en', ...nobody })
      },
    },
    count: () => {},
    wake: () => {},
    signal: options.signal ?? new AbortController().signal,
  }
  const ledger = createLedger(parts)
  let running: Claim | undefined

  const now = async ({ id }: Operation): Promise<Operation> => {
    const found = await findOperation(journal, journal.db, id)
    if (!found) throw new Error(`no operation ${id}`)
    return found
  }

  /** As the dialog does it: an end is told with the turn, once; what is open is only said to be checked. */
  async function tell(turn: ClaimedTurn, operation: Operation): Promise<void> {
    const isNews = !OPEN.includes(operation.status) && operation.toldAt === undefined
    if (isNews) told.push({ operation: operation.id, status: operation.status })
    await finish(journal, turn, isNews ? [operation.status] : [], isNews ? operation.id : undefined)
  }

  async function turn(address = 'anna'): Promise<ClaimedTurn> {
    await accept(journal, address, newId())
    return journal.write(async db => {
      const [claim] = (await claimDue(journal, db, 'bench', [{ kinds: ALL_KINDS, limit: 100 }])).filter(
        ({ kind }) => kind === 'turn',
      )
      const begun = claim && (await beginTurn(journal, db, claim))
      if (!begun) throw new Error('no turn is due')
      running = claim
      return begun
    })
  }

  async function conversationOf(address: string): Promise<string> {
    const row = await journal.db
      .selectFrom('conversation')
      .select('id')
      .where('address', '=', address)
      .executeTakeFirstOrThrow()
    return row.id
  }

  async function work(): Promise<void> {
    const claimed = await journal.write(async db => {
      const due: { claim: Awaited<ReturnType<typeof claimDue>>[number]; turn: ClaimedTurn | undefined }[] = []
      for (const claim of await claimDue(journal, db, 'bench', [{ kinds: ALL_KINDS, limit: 100 }]))
        due.push({ claim, turn: claim.kind === 'turn' ? await beginTurn(journal, db, claim) : undefined })
      return due
    })
    for (const { claim, turn } of claimed) {
      if (claim.kind === 'turn') {
        const outcomes = turn?.messages
          .flatMap(({ parts }) => parts)
          .flatMap(part => (part.type === 'outcome' ? part : []))
        const [outcome] = outcomes ?? []
        const operation = outcome && (await findOperation(journal, journal.db, outcome.operation))
        if (turn && operation) await tell(turn, operation)
        else if (turn) await finish(journal, turn, [])
        continue
      }
      const again = claim.kind === 'reconcile' ? await ledger.reconcile(claim.ref) : undefined
      if (claim.kind === 'expire') await ledger.expire(claim.ref)
      await journal.write(db => complete(journal, db, claim, again))
    }
    if (claimed.length > 0) await work()
  }

  async function propose({ kind = 'book', slot, appointmentId, client }: Wish, address = 'anna') {
    const begun = await turn(address)
    const draft: OperationDraft = {
      serviceIds: ['manicure'],
      locale: 'en',
      client: client ?? { name: address, phone: '+79160000000' },
      ...(slot && { slot }),
      ...(appointmentId !== undefined && { appointmentId }),
    }
    const operation = await journal.write(db =>
      ledger.propose(db, { conversation: begun.conversation.id, kind, draft, expiresAt: clock.now() + HOLD_MS }),
    )
    await finish(journal, begun, ['agree?'])
    return operation
  }

  async function confirm(operation: Operation, address = 'anna'): Promise<Operation> {
    const begun = await turn(address)
    const after = await ledger.commit(begun, operation.id, operation.hash)
    if (typeof after === 'string') throw new Error(after)
    await tell(begun, after)
    return now(operation)
  }

  return {
    ...opened,
    crm,
    ledger,
    parts,
    told,
    alerts,
    turn,
    propose,
    confirm,
    now,
    work,
    async book(slot) {
      const operation = await propose({ slot })
      const booked = operation && (await confirm(operation))
      if (booked?.status !== 'booked' || booked.appointmentId === undefined) throw new Error('not booked')
      told.length = 0
      crm.calls.length = 0
      return booked.appointmentId
    },
    async whileTimePasses(turn) {
      let isOver = false
      const end = () => {
        isOver = true
      }
      turn.then(end, end)
      while (!isOver) {
        for (let round = 0; round < 20 && !isOver; round += 1) await new Promise(resolve => setImmediate(resolve))
        if (isOver) break
        const claim = running
        if (claim) await journal.write(db => renew(journal, db, claim))
        await clock.advance(500)
      }
      return turn
    },
    async visits(address = 'anna') {
      const known = await visitsOf(journal, journal.db, [await conversationOf(address)], 0)
      return known.map(({ id, status }) => ({ id, status }))
    },
    async pass(ms) {
      const end = clock.now() + ms
      for (await work(); clock.now() < end; await work()) {
        const left = end - clock.now()
        await clock.advance(Math.min(Math.max((await untilDue(journal)) ?? left, 1), left))
      }
    },
  }
}
