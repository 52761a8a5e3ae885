import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import type { CrmCapabilities } from '../../../core/contract/index.ts'
import type { Operation } from '../../../core/journal/operation.ts'
import { beginCommit } from '../../../core/ledger/begin-commit.ts'
import { until } from '../../support/until.ts'
import { type LedgerBench, openLedger, slotAt } from './ledger-bench.ts'

const HOUR_MS = 3_600_000
const LOST = { throws: 'unknown_outcome' } as const
const LATE = { throwsAfterWriting: 'unknown_outcome' } as const

async function open(test: TestContext, capabilities: Partial<CrmCapabilities> = {}): Promise<LedgerBench> {
  const bench = await openLedger({ capabilities })
  test.after(() => bench.close())
  return bench
}

const statuses = ({ told }: LedgerBench) => told.map(({ status }) => status)
const called = ({ crm }: LedgerBench, method: string) => crm.calls.filter(call => call.method === method).length
const liveHours = ({ crm }: LedgerBench) => crm.live().map(({ start }) => Number(start.slice(11, 13)))

async function proposed(bench: LedgerBench, wish: Parameters<LedgerBench['propose']>[0]): Promise<Operation> {
  const operation = await bench.propose(wish)
  assert.ok(operation)
  return operation
}

describe('cancelling', () => {
  for (const [what, mood] of [
    ['sound', undefined],
    ['not answered', LATE],
    ['lost', LOST],
    ['answered with a visit that still stands', { pretends: { status: 'booked' } }],
  ] as const)
    it(`cancels once and tells once: ${what}`, async test => {
      const bench = await open(test)
      const appointmentId = await bench.book(slotAt(12))
      const operation = await proposed(bench, { kind: 'cancel', appointmentId })
      if (mood) bench.crm.next('cancelAppointment', mood)
      await bench.confirm(operation)
      await bench.pass(HOUR_MS)
      assert.deepEqual(bench.crm.live(), [])
      assert.deepEqual(statuses(bench), ['cancelled'])
      assert.deepEqual(await bench.visits(), [{ id: appointmentId, status: 'cancelled' }])
      assert.equal(called(bench, 'cancelAppointment'), mood === undefined || mood === LATE ? 1 : 2)
      await bench.confirm(operation)
      assert.deepEqual(statuses(bench), ['cancelled'], 'a second press has the same end')
    })

  it('is no error when staff have cancelled it meanwhile', async test => {
    const bench = await open(test)
    const appointmentId = await bench.book(slotAt(12))
    const operation = await proposed(bench, { kind: 'cancel', appointmentId })
    bench.crm.edit(appointmentId, { status: 'cancelled' })
    assert.equal((await bench.confirm(operation)).status, 'cancelled')
  })

  for (const [what, mood] of [
    ['at once', undefined],
    ['after a write that was not answered', LOST],
  ] as const)
    it(`is done when the CRM keeps nothing of the visit any more: ${what}`, async test => {
      const bench = await open(test)
      const appointmentId = await bench.book(slotAt(12))
      const operation = await proposed(bench, { kind: 'cancel', appointmentId })
      bench.crm.lose(appointmentId)
      if (mood) bench.crm.next('cancelAppointment', mood)
      await bench.confirm(operation)
      await bench.pass(HOUR_MS)
      assert.deepEqual(statuses(bench), ['cancelled'])
      assert.deepEqual(await bench.visits(), [{ id: appointmentId, status: 'cancelled' }])
      assert.equal(called(bench, 'cancelAppointment'), 1)
    })

  it('says so when the business refuses', async test => {
    const bench = await open(test)
    const appointmentId = await bench.book(slotAt(12))
    const operation = await proposed(bench, { kind: 'cancel', appointmentId })
    bench.crm.next('cancelAppointment', { throws: 'refused' })
    assert.equal((await bench.confirm(operation)).status, 'refused')
    assert.equal(bench.crm.live().length, 1)
    assert.deepEqual(await bench.visits(), [{ id: appointmentId, status: 'booked' }])
  })
})

describe('a move that the CRM makes', () => {
  for (const [what, mood] of [
    ['sound', undefined],
    ['not answered', LATE],
    ['lost', LOST],
    ['answered with another time', { pretends: { start: slotAt(17).start } }],
  ] as const)
    it(`moves once and tells once: ${what}`, async test => {
      const bench = await open(test)
      const appointmentId = await bench.book(slotAt(12))
      const operation = await proposed(bench, { kind: 'move', appointmentId, slot: slotAt(15) })
      if (mood) bench.crm.next('rescheduleAppointment', mood)
      await bench.confirm(operation)
      await bench.pass(HOUR_MS)
      assert.deepEqual(liveHours(bench), [15])
      assert.deepEqual(statuses(bench), ['moved'])
      assert.equal(called(bench, 'rescheduleAppointment'), mood === undefined || mood === LATE ? 1 : 2)
    })

  it('leaves the visit where it is when the time is taken', async test => {
    const bench = await open(test)
    const appointmentId = await bench.book(slotAt(12))
    const operation = await proposed(bench, { kind: 'move', appointmentId, slot: slotAt(15) })
    bench.crm.next('rescheduleAppointment', { throws: 'slot_taken' })
    assert.equal((await bench.confirm(operation)).status, 'slot_taken')
    assert.deepEqual(liveHours(bench), [12])
  })

  it('to another employee at the same time is not taken for done', async test => {
    const bench = await open(test)
    const appointmentId = await bench.book(slotAt(12))
    const operation = await proposed(bench, { kind: 'move', appointmentId, slot: slotAt(12, 'vera') })
    bench.crm.next('rescheduleAppointment', LOST)
    await bench.confirm(operation)
    await bench.pass(HOUR_MS)
    assert.deepEqual(statuses(bench), ['moved'])
    assert.equal(bench.crm.live()[0]?.parts[0]?.employeeId, 'vera')
  })
})

describe('a move that the CRM cannot make', () => {
  /** A visit at twelve, and the client asks to move it to three. */
  async function moving(test: TestContext): Promise<{ bench: LedgerBench; move: Operation; old: string }> {
    const bench = await open(test, { reschedule: 'none' })
    const old = await bench.book(slotAt(12))
    const move = await proposed(bench, { kind: 'move', appointmentId: old, slot: slotAt(15) })
    return { bench, move, old }
  }

  const parts = async ({ journal }: LedgerBench) =>
    (await journal.db.selectFrom('operation').select('kind').where('parent', 'is not', null).execute())
      .map(({ kind }) => kind)
      .toSorted()

  async function assertMoved(bench: LedgerBench, old: string): Promise<void> {
    assert.deepEqual(liveHours(bench), [15])
    assert.deepEqual(statuses(bench), ['moved'])
    const fresh = bench.crm.live()[0]?.id
    assert.deepEqual(await bench.visits(), [
      { id: old, status: 'cancelled' },
      { id: fresh, status: 'booked' },
    ])
    assert.deepEqual(await parts(bench), ['book', 'cancel'])
    assert.deepEqual(await bench.journal.db.selectFrom('hold').selectAll().execute(), [])
  }

  it('books the new time, verifies it and cancels the old one', async test => {
    const { bench, move, old } = await moving(test)
    assert.equal((await bench.confirm(move)).status, 'moved')
    const order = bench.crm.calls.map(({ method }) => method)
    assert.deepEqual(order, ['createAppointment', 'getAppointment', 'cancelAppointment'])
    await bench.pass(HOUR_MS)
    await bench.confirm(move)
    await assertMoved(bench, old)
  })

  for (const [throws, status] of [
    ['slot_taken', 'slot_taken'],
    ['refused', 'refused'],
    ['unavailable', 'failed'],
  ] as const)
    it(`keeps the old visit when the new one is not made: ${throws}`, async test => {
      const { bench, move } = await moving(test)
      bench.crm.next('createAppointment', { throws })
      assert.equal((await bench.confirm(move)).status, status)
      await bench.pass(HOUR_MS)
      assert.deepEqual(liveHours(bench), [12])
      assert.equal(called(bench, 'cancelAppointment'), 0)
      assert.deepEqual(statuses(bench), [status])
    })

  for (const [what, mood] of [
    ['not answered', LATE],
    ['lost', LOST],
    ['written late', { writesLateMs: 20_000 }],
  ] as const)
    it(`ends in one visit when the new booking is ${what}`, async test => {
      const { bench, move, old } = await moving(test)
      bench.crm.next('createAppointment', mood)
      await bench.confirm(move)
      await bench.pass(HOUR_MS)
      await assertMoved(bench, old)
    })

  for (const [what, moods] of [
    ['not answered', [LATE]],
    ['lost', [LOST]],
    ['not possible now', [{ throws: 'unavailable' }]],
    ['not possible for a while', [{ throws: 'unavailable' }, { throws: 'unavailable' }]],
  ] as const)
    it(`ends in one visit when the cancelling is ${what}`, async test => {
      const { bench, move, old } = await moving(test)
      bench.crm.next('cancelAppointment', ...moods)
      await bench.confirm(move)
      await bench.pass(HOUR_MS)
      await assertMoved(bench, old)
    })

  it('waits when the new visit cannot be read', async test => {
    const { bench, move, old } = await moving(test)
    bench.crm.next('getAppointment', { throws: 'unavailable' })
    assert.equal((await bench.confirm(move)).status, 'unknown')
    assert.deepEqual(liveHours(bench), [12, 15], 'the old one stays until the new one stands')
    await bench.pass(HOUR_MS)
    await assertMoved(bench, old)
  })

  it('waits no longer than it may for a CRM that hangs', async test => {
    const { bench, move, old } = await moving(test)
    bench.crm.next('getAppointment', { hangs: true })
    const after = await bench.whileTimePasses(bench.confirm(move))
    assert.equal(after.status, 'unknown')
    await bench.pass(HOUR_MS)
    await assertMoved(bench, old)
  })

  it('goes to staff, with both visits standing, when the old one was not cancelled however often it was tried', async test => {
    const { bench, move } = await moving(test)
    bench.crm.next('cancelAppointment', LOST, LOST, LOST)
    assert.equal((await bench.confirm(move)).status, 'unknown')
    await bench.pass(HOUR_MS)
    assert.deepEqual(liveHours(bench), [12, 15])
    assert.deepEqual(statuses(bench), ['staff'])
    const { journal } = bench
    const open = await journal.db.selectFrom('operation').select('id').where('status', '=', 'unknown').execute()
    assert.deepEqual(open, [], 'no part of it is looked for any more')
  })

  it('goes to staff, with the old visit standing, when the new one is not there', async test => {
    const { bench, move } = await moving(test)
    bench.crm.next('createAppointment', { pretends: {} })
    assert.equal((await bench.confirm(move)).status, 'staff')
    await bench.pass(HOUR_MS)
    assert.deepEqual(liveHours(bench), [12])
    assert.equal(called(bench, 'cancelAppointment'), 0)
    assert.ok(bench.alerts.length > 0)
  })

  it('goes to staff, with both visits standing, when the old one may not be cancelled', async test => {
    const { bench, move } = await moving(test)
    bench.crm.next('cancelAppointment', { throws: 'refused' })
    assert.equal((await bench.confirm(move)).status, 'staff')
    await bench.pass(HOUR_MS)
    assert.deepEqual(liveHours(bench), [12, 15])
    assert.deepEqual(statuses(bench), ['staff'])
    assert.ok(bench.alerts.length > 0)
  })

  it('keeps the old visit while the business has not confirmed the new one', async test => {
    const bench = await openLedger({ capabilities: { reschedule: 'none' }, status: 'requested' })
    test.after(() => bench.close())
    const first = await proposed(bench, { slot: slotAt(12) })
    const { appointmentId } = await bench.confirm(first)
    assert.ok(appointmentId)
    const move = await proposed(bench, { kind: 'move', appointmentId, slot: slotAt(15) })
    assert.equal((await bench.confirm(move)).status, 'requested')
    await bench.pass(HOUR_MS)
    assert.deepEqual(liveHours(bench), [12, 15])
    assert.deepEqual(statuses(bench), ['requested', 'requested'])
  })

  it('is not begun while it is open what became of another write to the visit', async test => {
    const { bench, old } = await moving(test)
    const cancel = await proposed(bench, { kind: 'cancel', appointmentId: old })
    bench.crm.next('cancelAppointment', LOST)
    bench.crm.next('getAppointment', { throws: 'unavailable' })
    assert.equal((await bench.confirm(cancel)).status, 'unknown')
    const move = await proposed(bench, { kind: 'move', appointmentId: old, slot: slotAt(16) })
    assert.equal(await bench.ledger.commit(await bench.turn(), move.id, move.hash), 'visit_busy')
    assert.equal((await bench.now(move)).status, 'held')
    assert.equal(called(bench, 'createAppointment'), 0)
    await bench.pass(HOUR_MS)
    assert.deepEqual(liveHours(bench), [])
    assert.deepEqual(statuses(bench), ['cancelled'])
  })

  it('is not begun beside another write to the visit that begins at the same moment', async test => {
    const { bench, move, old } = await moving(test)
    const { journal, parts } = bench
    const cancel = await bench.propose({ kind: 'cancel', appointmentId: old }, 'boris')
    assert.ok(cancel)
    const [annas, boriss] = [await bench.turn(), await bench.turn('boris')]
    const begun = Promise.withResolvers<void>()
    const goesOn = Promise.withResolvers<void>()
    const first = journal.write(async db => {
      const result = await beginCommit(parts, db, { turn: annas, id: move.id, hash: move.hash })
      begun.resolve()
      await goesOn.promise
      return result
    })
    await begun.promise
    let isOver = false
    const second = journal
      .write(db => beginCommit(parts, db, { turn: boriss, id: cancel.id, hash: cancel.hash }))
      .finally(() => {
        isOver = true
      })
    const isWaiting = sql<{ n: number }>`select count(*)::int as n from pg_locks where not granted`
    if (journal.family === 'postgres')
      await until(async () => isOver || (await isWaiting.execute(journal.db)).rows[0]?.n === 1)
    goesOn.resolve()
    assert.partialDeepStrictEqual(await first, { isFresh: true })
    assert.equal(await second, 'visit_busy')
  })

  it('is begun once when a turn and reconcilers are at it together', async test => {
    const { bench, move, old } = await moving(test)
    const { journal, clock, ledger } = bench
    const turn = await bench.turn()
    // The turn committed, and was paused before it began the first part.
    await journal.write(db => beginCommit(bench.parts, db, { turn, id: move.id, hash: move.hash }))
    await clock.advance(HOUR_MS / 60)
    await Promise.all(Array.from({ length: 4 }, () => ledger.reconcile(move.id)))
    await bench.pass(HOUR_MS)
    await assertMoved(bench, old)
    assert.equal(called(bench, 'createAppointment'), 1)
  })

  it('leaves no second booking behind though the first part was written twice', async test => {
    const { bench, move, old } = await moving(test)
    bench.crm.next('createAppointment', { writesLateMs: 120_000 })
    await bench.confirm(move)
    await bench.pass(3 * HOUR_MS)
    await assertMoved(bench, old)
    assert.ok(bench.alerts.some(line => line.includes('written twice')))
  })

  it('within one employee is left to a CRM that can change the time alone', async test => {
    const bench = await open(test, { reschedule: 'time' })
    const appointmentId = await bench.book(slotAt(12))
    const operation = await bench.propose({ kind: 'move', appointmentId, slot: slotAt(15, 'vera') })
    assert.ok(operation)
    await bench.confirm(operation)
    assert.equal(called(bench, 'rescheduleAppointment'), 0, 'another employee is booked anew')
    assert.deepEqual(statuses(bench), ['moved'])
  })
})
