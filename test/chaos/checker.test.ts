import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Violation } from './check/evidence.ts'
import { checkWorld } from './checker.ts'
import type { Happening, Noted, RecordState } from './chronicle.ts'
import type { Row, World } from './world.ts'

const TEN = Date.parse('2026-11-24T10:00:00+03:00')
const HOUR = 3_600_000

const record = (change: Partial<RecordState> = {}): RecordState => {
  return { id: '1', employee: 'olga', start: TEN, end: TEN + HOUR, isLive: true, key: 'book-1', ...change }
}
const created = (change: Partial<RecordState> = {}): Happening => {
  const made = record(change)
  return { what: 'record', change: 'created', record: made, ...(made.key !== undefined && { key: made.key }) }
}
const cancelled = (key?: string): Happening => {
  return { what: 'record', change: 'cancelled', record: record({ isLive: false }), ...(key !== undefined && { key }) }
}
const byStaff = (change: Partial<RecordState>): Happening => {
  const { key: _, ...made } = record(change)
  return { what: 'record', change: 'created', record: made }
}
const accepted = (event: string, message: string): Happening => {
  return { what: 'accepted', instance: 'steady', event, conversation: 'c1', message }
}
const shown = (key: string, text: string, change: object = {}): Happening => {
  return { what: 'shown', instance: 'steady', address: 'client-1', key, text, ...change }
}
const BOOKED = shown('d1', 'You are booked!', { visit: { id: '1', status: 'booked', start: TEN } })

const operation = (change: Row = {}): Row => {
  const draft = JSON.stringify({ slot: { start: '2026-11-24T10:00:00+03:00' } })
  return { id: 'book-1', kind: 'book', status: 'booked', appointment: '1', parent: null, told_at: 9, draft, ...change }
}
const message = (id: string, author: string, turn: number | null): Row => ({ id, author, turn, conversation: 'c1' })
const sent = (id: string, change: Row = {}): Row => {
  return { id, message: id, conversation: 'c1', seq: 2, status: 'sent', operation: null, ...change }
}

/** A client who asked for a visit, got it, and was told so; `change` makes it wrong. */
function worldOf(
  change: { noted?: readonly Happening[]; delivery?: 'traceable' | 'blind' } & Partial<World['tables']>,
): World {
  const { noted = [created(), accepted('m1', 'c-1'), BOOKED], delivery = 'idempotent', ...tables } = change
  return {
    noted: noted.map((happening, index): Noted => ({ ...happening, seq: index + 1, at: 0 })),
    deliveries: { steady: delivery },
    tables: {
      conversation: [{ id: 'c1', instance: 'steady' }],
      message: [message('c-1', 'client', 1), message('d1', 'desk', 1)],
      turn: [{ conversation: 'c1', number: 1, status: 'done' }],
      operation: [operation()],
      outbox: [sent('d1', { operation: 'book-1' })],
      work: [{ kind: 'turn', ref: 'c1', due_at: Number.MAX_SAFE_INTEGER, lease_until: 0 }],
      ...tables,
    },
  }
}

const kinds = (world: World): readonly Violation['kind'][] => checkWorld(world).violations.map(({ kind }) => kind)
const TOLD = [accepted('m1', 'c-1'), BOOKED]
const other = (id: string, change: Partial<RecordState> = {}) => created({ id, key: `book-${id}`, ...change })
const otherBooking = (id: string) => operation({ id: `book-${id}`, appointment: id })
const cancelling = operation({ id: 'cancel-1', kind: 'cancel', status: 'cancelled', draft: '{"appointmentId":"1"}' })
const moving = (change: Row = {}) => {
  const draft = JSON.stringify({ appointmentId: '1', slot: { start: '2026-11-24T12:00:00+03:00' } })
  return operation({ id: 'move-1', kind: 'move', status: 'moved', draft, ...change })
}

describe('the checker of the chaos rig', () => {
  const sound: Record<string, World> = {
    'a visit that was booked and told': worldOf({}),
    'a visit that staff cancelled after it was told': worldOf({ noted: [created(), ...TOLD, cancelled()] }),
    'a visit that its client cancelled': worldOf({
      noted: [created(), ...TOLD, cancelled('cancel-1')],
      operation: [operation(), cancelling],
    }),
    'a time that staff booked over': worldOf({ noted: [created(), ...TOLD, byStaff({ id: '2' })] }),
    'a visit that nobody could decide and staff was asked': worldOf({
      noted: [created(), accepted('m1', 'c-1'), shown('d1', 'I cannot tell')],
      operation: [operation({ status: 'staff', appointment: null })],
    }),
    'an overlap of which nobody could know, and staff was asked': worldOf({
      noted: [byStaff({ id: '0' }), created(), accepted('m1', 'c-1'), shown('d1', 'I cannot tell')],
      operation: [operation({ status: 'staff', appointment: null })],
    }),
    'a message that was delivered twice and taken once': worldOf({
      noted: [created(), ...TOLD, accepted('m1', 'c-1')],
    }),
  }
  for (const [name, world] of Object.entries(sound)) {
    it(`is content with ${name}`, () => assert.deepEqual(checkWorld(world).violations, []))
  }

  const wrong: Record<string, [Violation['kind'], World]> = {
    'two visits of one employee at a time': [
      'overlap',
      worldOf({
        noted: [created(), ...TOLD, other('2', { start: TEN + HOUR / 2, end: TEN + 2 * HOUR })],
        operation: [
          operation(),
          operation({ id: 'book-2', appointment: '2', draft: '{"slot":{"start":"2026-11-24T10:30:00+03:00"}}' }),
        ],
      }),
    ],
    'a visit that the desk put over one of staff': [
      'overlap',
      worldOf({ noted: [byStaff({ id: '0' }), created(), ...TOLD] }),
    ],
    'a booking without a record': ['lost', worldOf({ noted: [accepted('m1', 'c-1'), shown('d1', 'Hello')] })],
    'a booking that the desk itself took back': [
      'lost',
      worldOf({ noted: [created(), accepted('m1', 'c-1'), shown('d1', 'Hello'), cancelled('book-1')] }),
    ],
    'a booking at another time than agreed': [
      'lost',
      worldOf({ noted: [created({ start: TEN + HOUR }), accepted('m1', 'c-1'), shown('d1', 'Hello')] }),
    ],
    'a message that was taken and is not stored': [
      'lost',
      worldOf({ noted: [created(), ...TOLD, accepted('m2', 'c-2')] }),
    ],
    'a message that was taken and has no turn': [
      'lost',
      worldOf({ message: [message('c-1', 'client', null), message('d1', 'desk', 1)] }),
    ],
    'a move that was not made': ['lost', worldOf({ operation: [operation(), moving()] })],
    '"booked" said before there was a record': ['phantom', worldOf({ noted: [...TOLD, created()] })],
    '"booked" said of a record that was taken back': [
      'phantom',
      worldOf({ noted: [created(), cancelled('book-1'), ...TOLD], operation: [operation({ status: 'slot_taken' })] }),
    ],
    '"booked" said of another time': [
      'phantom',
      worldOf({
        noted: [
          created(),
          accepted('m1', 'c-1'),
          shown('d1', 'You are booked!', { visit: { id: '1', status: 'booked', start: 0 } }),
        ],
      }),
    ],
    '"cancelled" said of a visit that stands': [
      'phantom',
      worldOf({
        noted: [
          created(),
          accepted('m1', 'c-1'),
          shown('d1', 'Your booking is cancelled', { visit: { id: '1', status: 'cancelled', start: TEN } }),
        ],
      }),
    ],
    'a message that no journal knows': ['phantom', worldOf({ noted: [created(), ...TOLD, shown('d9', 'Hello')] })],
    'a record of ours that the ledger denies': [
      'unknown',
      worldOf({
        noted: [created(), accepted('m1', 'c-1'), shown('d1', 'taken')],
        operation: [operation({ status: 'slot_taken' })],
      }),
    ],
    'a record of ours that is not in the ledger': [
      'unknown',
      worldOf({ noted: [created(), ...TOLD, other('2', { employee: 'ivan' })] }),
    ],
    'a second record of one booking': [
      'unknown',
      worldOf({ noted: [created(), ...TOLD, created({ id: '2', start: TEN + HOUR, end: TEN + 2 * HOUR })] }),
    ],
    'a visit that was cancelled and lives': ['unknown', worldOf({ operation: [operation(), cancelling] })],
    'a visit that was cancelled by a failed operation': [
      'unknown',
      worldOf({
        noted: [created(), ...TOLD, cancelled('cancel-1')],
        operation: [operation(), { ...cancelling, status: 'failed' }],
      }),
    ],
    'a visit that was moved and stands beside the new one': [
      'unknown',
      worldOf({
        noted: [created(), ...TOLD, other('2', { start: TEN + 2 * HOUR, end: TEN + 3 * HOUR })],
        operation: [
          operation(),
          moving(),
          { ...otherBooking('2'), parent: 'move-1', draft: '{"slot":{"start":"2026-11-24T12:00:00+03:00"}}' },
        ],
      }),
    ],
    'a turn that says nothing': [
      'unanswered',
      worldOf({ message: [message('c-1', 'client', 1)], outbox: [], operation: [], noted: [accepted('m1', 'c-1')] }),
    ],
    'an answer that reached nobody': ['unanswered', worldOf({ noted: [created(), accepted('m1', 'c-1')] })],
    'an outcome that was never told': ['unanswered', worldOf({ operation: [operation({ told_at: null })] })],
    'an answer that came twice': ['doubled', worldOf({ noted: [created(), ...TOLD, BOOKED], delivery: 'traceable' })],
    'an answer that came twice on a blind channel, without a fault': [
      'doubled',
      worldOf({ noted: [created(), ...TOLD, BOOKED], delivery: 'blind' }),
    ],
    'one event that was taken as two messages': [
      'doubled',
      worldOf({
        noted: [created(), ...TOLD, accepted('m1', 'c-2')],
        message: [message('c-1', 'client', 1), message('c-2', 'client', 1), message('d1', 'desk', 1)],
      }),
    ],
    'an outcome that was told again unasked': [
      'doubled',
      worldOf({
        noted: [created(), ...TOLD, { ...BOOKED, key: 'd2' } as Happening],
        message: [
          message('c-1', 'client', 1),
          message('d1', 'desk', 1),
          message('s-1', 'system', 2),
          message('d2', 'desk', 2),
        ],
        outbox: [sent('d1', { operation: 'book-1' }), sent('d2', { operation: 'book-1', seq: 3 })],
      }),
    ],
    'work that is never done': [
      'unsettled',
      worldOf({ work: [{ kind: 'reconcile', ref: 'book-1', due_at: 5, lease_until: 0 }] }),
    ],
    'an operation that never ends': [
      'unsettled',
      worldOf({ operation: [operation(), operation({ id: 'book-3', status: 'unknown' })] }),
    ],
    'a message that is never sent': ['unsettled', worldOf({ outbox: [sent('d1', { status: 'sending' })] })],
  }
  for (const [name, [kind, world]] of Object.entries(wrong)) {
    it(`finds ${name}: ${kind}`, () => assert.deepEqual(kinds(world), [kind]))
  }

  it('lists what a fault of the rig excuses on a blind channel', () => {
    const fault: Happening = { what: 'send-fault', instance: 'steady', key: 'd1', fault: 'reset-after' }
    const verdict = checkWorld(
      worldOf({ noted: [created(), accepted('m1', 'c-1'), fault, BOOKED, BOOKED], delivery: 'blind' }),
    )
    assert.deepEqual(verdict.violations, [])
    assert.deepEqual(verdict.excused, [{ key: 'd1', what: 'doubled', because: 'reset-after' }])
  })

  it('lists an answer of a blind channel that a fault has lost, and no other', () => {
    const fault = (what: string): Happening => ({ what: 'send-fault', instance: 'steady', key: 'd1', fault: what })
    const lost = (what: string) =>
      checkWorld(worldOf({ noted: [created(), accepted('m1', 'c-1'), fault(what)], delivery: 'blind' }))
    assert.deepEqual(lost('silence-before').violations, [])
    assert.equal(lost('silence-before').excused[0]?.what, 'lost')
    // Nothing was taken then, and the desk knows it: it must send again.
    assert.deepEqual(
      lost('busy').violations.map(({ kind }) => kind),
      ['unanswered'],
    )
  })
})
