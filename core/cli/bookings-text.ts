import type { DeskConfig } from '../../config/desk-config.ts'
import { localMoment } from '../dialog/local-time.ts'
import type { Journal } from '../journal/journal.ts'
import { childOperations, findOperation, type Operation, operationsIn } from '../journal/operation.ts'
import { eventsOf, type OperationEvent } from '../journal/operation-history.ts'
import { createMask } from '../log.ts'
import { secretsOf } from '../secrets.ts'
import { columns } from './columns.ts'

/** What waits for an answer: a person's first. */
const OPEN: readonly Operation['status'][] = ['staff', 'unknown', 'committing']
const SETTLED: readonly Operation['status'][] = [
  'booked',
  'requested',
  'moved',
  'cancelled',
  'slot_taken',
  'refused',
  'failed',
]

const MAX_LISTED = 100
const MAX_SETTLED = 50

const MEANING: Readonly<Record<Operation['status'], string>> = {
  staff: 'a person must look',
  unknown: 'open: the desk is checking',
  committing: 'being written',
  held: 'waits for the client',
  booked: 'booked',
  requested: 'waits for the business in the CRM',
  moved: 'moved',
  cancelled: 'cancelled',
  slot_taken: 'the time was taken',
  refused: 'the CRM refused it',
  failed: 'not done',
  expired: 'never confirmed',
  dropped: 'given up',
}

const EVENTS: Readonly<Record<string, string>> = {
  begun: 'written to the CRM',
  failed: 'the CRM answered',
  not_found: 'looked up: nothing there',
  unreadable: 'looked up: the CRM does not answer',
  by_hand: 'decided by a person',
}

/** A moment as an operator reads it, in the company's zone. */
const spoken = (instant: string | undefined) => (instant ?? '').slice(0, 16).replace('T', ' ')
const clock = (ms: number, timezone: string) => spoken(localMoment(ms, timezone).instant)

function whenOf({ kind, draft, result }: Operation): string {
  const before = spoken(draft.previous?.start)
  const now = spoken(result?.start ?? draft.slot?.start)
  return kind === 'move' ? `${before} -> ${now}` : kind === 'cancel' ? before : now
}

function lineOf(operation: Operation, timezone: string): readonly string[] {
  const { id, kind, status, draft, createdAt } = operation
  return [
    id,
    kind,
    MEANING[status],
    whenOf(operation),
    draft.client.name,
    draft.client.phone,
    clock(createdAt, timezone),
  ]
}

/** The open operations, those that need a person first; with `all` the settled ones behind them. */
export async function listOperations(
  journal: Journal,
  { all, timezone }: { all: boolean; timezone: string },
): Promise<string> {
  const open = await operationsIn(journal, journal.db, OPEN, MAX_LISTED)
  const sorted = open.toSorted((a, b) => OPEN.indexOf(a.status) - OPEN.indexOf(b.status))
  const settled = all ? await operationsIn(journal, journal.db, SETTLED, MAX_SETTLED) : []
  const rows = [...sorted, ...settled].map(one => lineOf(one, timezone))
  const title = ['id', 'what', 'state', 'when', 'client', 'phone', 'since']
  const waiting = sorted.filter(({ status }) => status === 'staff').length
  const ending = waiting > 0 ? `\n\n${waiting} need a person: aiadmin bookings show <id>` : ''
  return rows.length === 0 ? 'Nothing is open.' : columns([title, ...rows]) + ending
}

function eventLine({ at, attempt, event, detail }: OperationEvent, timezone: string): readonly string[] {
  const isKnown = Object.hasOwn(MEANING, event)
  const what = EVENTS[event] ?? (isKnown ? MEANING[event as Operation['status']] : event)
  return [clock(at, timezone), `attempt ${attempt}`, what, detail ?? '']
}

/** One operation with its history and what the CRM said; undefined when there is none. Secrets are masked. */
export async function describeOperation(journal: Journal, config: DeskConfig, id: string): Promise<string | undefined> {
  const operation = await findOperation(journal, journal.db, id)
  if (!operation) return undefined
  const conversation = await journal.db
    .selectFrom('conversation')
    .select(['instance', 'address'])
    .where('business', '=', journal.business)
    .where('id', '=', operation.conversation)
    .executeTakeFirst()
  const parts = await childOperations(journal, journal.db, id)
  const { timezone } = config.company
  const told = operation.toldAt === undefined ? 'not yet' : clock(operation.toldAt, timezone)
  const facts = [
    ['what', `${operation.kind}: ${operation.draft.serviceIds.join(' + ')}`],
    ['state', MEANING[operation.status]],
    ['when', whenOf(operation)],
    ['client', `${operation.draft.client.name}, ${operation.draft.client.phone}`],
    ['conversation', conversation ? `${conversation.instance}, ${conversation.address}` : 'deleted'],
    ['key in the CRM', operation.id],
    ['visit in the CRM', operation.appointmentId ?? 'not known'],
    ['attempts', String(operation.attempt)],
    ['client told', told],
  ] as const
  const histories = await Promise.all(
    [operation, ...parts].map(async part => {
      const events = await eventsOf(journal, journal.db, part.id)
      const title = part === operation ? 'history' : `part: ${part.kind} (${part.id})`
      return `${title}\n${columns(events.map(event => eventLine(event, timezone))) || 'nothing yet'}`
    }),
  )
  const hint = OPEN.includes(operation.status)
    ? `\n\nLook it up in the CRM, then: aiadmin bookings resolve ${id} --booked [--crm-id=…] | --not-booked`
    : ''
  return createMask(secretsOf(config))([columns(facts), ...histories].join('\n\n')) + hint
}
