import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { AppointmentQuery } from '../../../core/contract/index.ts'
import type { Operation } from '../../../core/journal/operation.ts'
import { LEASE_MS, LeaseLost } from '../../../core/journal/work.ts'
import { accept } from '../../../core/testkit/storage/journal-client.ts'
import { countListeners } from '../../support/counted-listeners.ts'
import { type LedgerBench, openLedger, slotAt } from './ledger-bench.ts'

const HOUR_MS = 3_600_000
const SEND_MS = 5_000
const SETTLE_MS = 30_000

async function open(test: TestContext, options: Parameters<typeof openLedger>[0] = {}): Promise<LedgerBench> {
  const bench = await openLedger(options)
  test.after(() => bench.close())
  return bench
}

async function proposed(bench: LedgerBench, address = 'anna', hour = 12): Promise<Operation> {
  const operation = await bench.propose({ slot: slotAt(hour) }, address)
  assert.ok(operation)
  return operation
}

const writes = ({ crm }: LedgerBench) => crm.calls.filter(({ method }) => method === 'createAppointment')
const lookUps = ({ crm }: LedgerBench) => crm.calls.filter(({ method }) => method === 'listAppointments')
/** What the CRM is asked about writes from now on. */
function queriesOf({ crm }: LedgerBench): readonly AppointmentQuery[] {
  const asked: AppointmentQuery[] = []
  const { listAppointments } = crm
  crm.listAppointments = (query, call) => {
    asked.push(query)
    return listAppointments(query, call)
  }
  return asked
}
const statuses = ({ told }: LedgerBench) => told.map(({ status }) => status)
const holds = ({ journal }: LedgerBench) => journal.db.selectFrom('hold').selectAll().execute()

/** One visit in the CRM, one answer to the client, nothing left to do. */
async function assertBookedOnce(bench: LedgerBench, operation: Operation): Promise<void> {
  assert.equal(bench.crm.live().length, 1)
  assert.deepEqual(statuses(bench), ['booked'])
  const { status, appointmentId } = await bench.now(operation)
  assert.equal(status, 'booked')
  assert.equal(appointmentId, bench.crm.live()[0]?.id)
  assert.deepEqual(await holds(bench), [])
  const open = await bench.journal.db.selectFrom('work').selectAll().where('kind', '=', 'reconcile').execute()
  assert.deepEqual(open, [])
}

describe('rule 1: an attempt begins in one transaction', () => {
  it('books what was agreed, once, however often it is confirmed', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    assert.equal((await bench.confirm(operation)).status, 'booked')
    assert.equal((await bench.confirm(operation)).status, 'booked')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 1)
  })

  it('not while a newer message waits', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    const turn = await bench.turn()
    await accept(bench.journal, 'anna', 'no, wait')
    assert.equal(await bench.ledger.commit(turn, operation.id, operation.hash), 'superseded')
    assert.equal((await bench.now(operation)).status, 'held')
    assert.deepEqual(bench.crm.calls, [])
  })

  it('not with another draft than the one agreed to, nor in another conversation', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    assert.equal(await bench.ledger.commit(await bench.turn(), operation.id, 'another-hash'), 'changed')
    assert.equal(await bench.ledger.commit(await bench.turn('boris'), operation.id, operation.hash), 'changed')
    assert.deepEqual(bench.crm.calls, [])
  })

  it('not when the lease was lost', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    const turn = await bench.turn()
    await bench.clock.advance(LEASE_MS)
    await assert.rejects(bench.ledger.commit(turn, operation.id, operation.hash), LeaseLost)
    assert.equal((await bench.now(operation)).status, 'held')
    assert.deepEqual(bench.crm.calls, [])
  })

  it('with an expired hold only if the time can be kept again', async test => {
    const bench = await open(test)
    const free = await proposed(bench, 'anna', 12)
    const gone = await proposed(bench, 'boris', 14)
    await bench.pass(601_000)
    assert.equal((await bench.now(free)).status, 'expired')
    await proposed(bench, 'vera', 14)
    assert.equal((await bench.confirm(free, 'anna')).status, 'booked')
    assert.equal((await bench.confirm(gone, 'boris')).status, 'slot_taken')
    assert.equal(writes(bench).length, 1)
  })

  it('not for what expired once something else was proposed', async test => {
    const bench = await open(test)
    const old = await proposed(bench, 'anna', 12)
    await bench.pass(601_000)
    const { status } = await proposed(bench, 'anna', 14)
    assert.equal(status, 'held')
    assert.equal((await bench.confirm(old)).status, 'dropped')
    assert.deepEqual(writes(bench), [])
  })

  it('not for a time that has passed', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    await bench.clock.advanceTo('2026-11-25T12:00:00+03:00')
    assert.equal((await bench.confirm(operation)).status, 'slot_taken')
    assert.deepEqual(writes(bench), [])
  })
})

describe('rule 2: nothing is sent after the deadline', () => {
  it('gives the plugin five seconds', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    const begunAt = bench.clock.now()
    await bench.confirm(operation)
    assert.deepEqual(
      writes(bench).map(({ deadline }) => deadline - begunAt),
      [SEND_MS],
    )
  })

  it('asks for nothing when the process was paused before it could send', async test => {
    const paused: LedgerBench = await open(test, {
      async reach(point) {
        if (point === 'ledger.committing') await paused.clock.advance(SEND_MS)
      },
    })
    const operation = await proposed(paused)
    assert.equal((await paused.confirm(operation)).status, 'failed')
    assert.deepEqual(writes(paused), [])
    await paused.pass(HOUR_MS)
    assert.deepEqual(statuses(paused), ['failed'])
    assert.deepEqual(await holds(paused), [])
  })

  for (const mood of [{ answersLateMs: 60_000 }, { hangs: true }] as const)
    it(`waits no longer than five more: ${Object.keys(mood)}`, async test => {
      const bench = await open(test)
      const operation = await proposed(bench)
      bench.crm.next('createAppointment', mood)
      const begunAt = bench.clock.now()
      const after = await bench.whileTimePasses(bench.confirm(operation))
      assert.ok(bench.clock.now() - begunAt <= 2 * SEND_MS + 500)
      assert.equal(after.status, 'booked', 'a look-up found it')
      await bench.pass(HOUR_MS)
      await assertBookedOnce(bench, operation)
      assert.equal(writes(bench).length, 1)
    })

  it('waits no longer for a look-up that hangs', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    bench.crm.next('listAppointments', { hangs: true })
    const after = await bench.whileTimePasses(bench.confirm(operation))
    assert.equal(after.status, 'unknown')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
  })
})

describe('rule 3: nobody writes again before two look-ups found nothing', () => {
  for (const throws of ['unknown_outcome', 'uncoded'] as const)
    it(`writes a lost request again, not before it could have appeared (${throws})`, async test => {
      const bench = await open(test)
      const operation = await proposed(bench)
      bench.crm.next('createAppointment', { throws })
      const begunAt = bench.clock.now()
      assert.equal((await bench.confirm(operation)).status, 'unknown')
      assert.deepEqual(statuses(bench), [], 'nothing is promised')
      await bench.pass(HOUR_MS)
      await assertBookedOnce(bench, operation)
      const [first, second, ...more] = writes(bench)
      assert.ok(first && second && more.length === 0)
      const settledAt = begunAt + SEND_MS + SETTLE_MS
      assert.ok(second.at >= settledAt)
      const between = lookUps(bench).filter(({ at }) => at <= second.at)
      assert.ok(between.length >= 2)
      assert.ok(between.some(({ at }) => at >= settledAt))
    })

  it('finds at once what was written and not answered', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    assert.equal((await bench.confirm(operation)).status, 'booked')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
  })

  it('finds a write that appears late', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { writesLateMs: SETTLE_MS - 1_000 })
    assert.equal((await bench.confirm(operation)).status, 'unknown')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 1)
  })

  it('waits for a CRM that is down for hours, keeping the time', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    bench.crm.next('listAppointments', { throws: 'unavailable' })
    await bench.confirm(operation)
    bench.crm.isDown = true
    await bench.pass(4 * HOUR_MS)
    assert.equal((await bench.now(operation)).status, 'unknown')
    assert.equal(await bench.propose({ slot: slotAt(12) }, 'boris'), undefined, 'nobody else is promised the time')
    const asked = lookUps(bench).length
    assert.ok(asked > 30 && asked < 200, `asked ${asked} times`)
    bench.crm.isDown = false
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 1)
  })

  it('leaves it to staff after a day', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throws: 'unknown_outcome' })
    bench.crm.next('listAppointments', { throws: 'unavailable' })
    await bench.confirm(operation)
    bench.crm.isDown = true
    await bench.pass(25 * HOUR_MS)
    assert.deepEqual(statuses(bench), ['staff'])
    assert.ok(bench.alerts.length > 0)
    assert.equal((await holds(bench)).length, 1)
  })

  it('never repeats a write that cannot be looked up: it goes to staff, and the time stays kept', async test => {
    const bench = await open(test, { capabilities: { findByKey: false } })
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    assert.equal((await bench.confirm(operation)).status, 'staff')
    await bench.pass(48 * HOUR_MS)
    assert.deepEqual(statuses(bench), ['staff'])
    assert.equal(writes(bench).length, 1)
    assert.equal((await holds(bench)).length, 1)
    assert.ok(bench.alerts.length > 0)
  })

  it('gives up after three attempts', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', ...Array.from({ length: 6 }, () => ({ throws: 'unknown_outcome' }) as const))
    await bench.confirm(operation)
    await bench.pass(2 * HOUR_MS)
    assert.equal(writes(bench).length, 3)
    assert.deepEqual(statuses(bench), ['staff'])
    assert.equal((await holds(bench)).length, 1)
  })
})

describe('rule 4: what a refusal means', () => {
  for (const [throws, status] of [
    ['slot_taken', 'slot_taken'],
    ['refused', 'refused'],
    ['invalid', 'refused'],
    ['not_found', 'refused'],
    ['unavailable', 'failed'],
    ['unauthorized', 'failed'],
  ] as const)
    it(`believes ${throws} of the first attempt: nothing was written`, async test => {
      const bench = await open(test)
      const operation = await proposed(bench)
      bench.crm.next('createAppointment', { throws, reason: 'closed for the holidays' })
      const after = await bench.confirm(operation)
      assert.equal(after.status, status)
      if (status === 'refused') assert.equal(after.reason, 'closed for the holidays')
      await bench.pass(HOUR_MS)
      assert.deepEqual(statuses(bench), [status])
      assert.equal(writes(bench).length, 1)
      assert.deepEqual(await holds(bench), [])
    })

  it('begins the first attempt anew when a CRM was too busy to take it, and counts one', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throws: 'rate_limited' }, { throws: 'rate_limited' })
    const after = await bench.clock.drive(bench.confirm(operation))
    assert.deepEqual([after.status, after.attempt], ['booked', 1])
    assert.equal(writes(bench).length, 3)
  })

  for (const throws of ['slot_taken', 'refused', 'invalid'] as const) {
    it(`does not believe ${throws} after an attempt that came through late`, async test => {
      const bench = await open(test)
      const operation = await proposed(bench)
      // Later than the CRM promises: the second attempt meets it.
      bench.crm.next('createAppointment', { writesLateMs: SEND_MS + SETTLE_MS + 2_000 }, { throws })
      await bench.confirm(operation)
      await bench.pass(HOUR_MS)
      await assertBookedOnce(bench, operation)
      assert.equal(writes(bench).length, 2)
    })

    it(`believes ${throws} after a lost attempt once look-ups found nothing`, async test => {
      const bench = await open(test)
      const operation = await proposed(bench)
      bench.crm.next('createAppointment', { throws: 'unknown_outcome' }, { throws })
      await bench.confirm(operation)
      await bench.pass(HOUR_MS)
      assert.deepEqual(statuses(bench), [throws === 'slot_taken' ? 'slot_taken' : 'refused'])
      assert.deepEqual(bench.crm.live(), [])
      assert.deepEqual(await holds(bench), [])
    })
  }

  it('does not take a failure of the journal for an answer of the CRM', async test => {
    let isFull = true
    const bench = await open(test, {
      settling() {
        if (isFull) throw Object.assign(new Error('there is no room left'), { code: 'unavailable' })
      },
    })
    const operation = await proposed(bench)
    await assert.rejects(bench.confirm(operation), /no room/)
    assert.equal((await bench.now(operation)).status, 'committing')
    isFull = false
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 1)
  })

  it('does not say "booked" for an answer that is no booking', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { pretends: { status: 'cancelled' } })
    assert.equal((await bench.confirm(operation)).status, 'unknown')
    assert.deepEqual(await bench.visits(), [], 'and shows no visit')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 2)
  })

  it('promises nothing for a visit that the business confirms later', async test => {
    const bench = await open(test, { status: 'requested' })
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    assert.equal((await bench.confirm(operation)).status, 'requested')
    await bench.pass(HOUR_MS)
    assert.deepEqual(statuses(bench), ['requested'])
    assert.deepEqual(await bench.visits(), [{ id: '1', status: 'requested' }])
  })
})

describe('rule 5: after a second attempt exactly one record stands', () => {
  for (const status of ['booked', 'requested'] as const)
    it(`cancels what else appeared ten minutes later, and alerts (${status})`, async test => {
      const bench = await open(test, { status })
      const operation = await proposed(bench)
      bench.crm.next('createAppointment', { writesLateMs: 120_000 })
      await bench.confirm(operation)
      await bench.pass(60_000)
      assert.deepEqual(statuses(bench), [status])
      const { appointmentId } = await bench.now(operation)
      await bench.pass(120_000)
      assert.equal(bench.crm.live().length, 2)
      await bench.pass(600_000)
      assert.deepEqual(
        bench.crm.live().map(({ id }) => id),
        [appointmentId],
        'the one that the client knows stays',
      )
      assert.ok(bench.alerts.some(line => line.includes('written twice')))
      await bench.pass(HOUR_MS)
      assert.deepEqual(statuses(bench), [status])
    })

  it('tells the client of the visit though the surplus one cannot be cancelled', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { writesTwice: true, throws: 'unknown_outcome' })
    bench.crm.next('cancelAppointment', { throws: 'refused' })
    assert.equal((await bench.confirm(operation)).status, 'booked')
    assert.deepEqual(statuses(bench), ['booked'])
    assert.ok(bench.alerts.some(line => line.includes('could not be cancelled')))
  })

  it('tries again to cancel a surplus one', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { writesLateMs: 120_000 })
    bench.crm.next('cancelAppointment', { throws: 'unavailable' }, { throws: 'unavailable' })
    await bench.confirm(operation)
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
  })

  it('cancels what appears after the client was told that the time is taken', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { writesLateMs: 300_000 }, { throws: 'slot_taken' })
    await bench.confirm(operation)
    await bench.pass(HOUR_MS)
    assert.deepEqual(statuses(bench), ['slot_taken'])
    assert.deepEqual(bench.crm.live(), [])
    assert.ok(bench.alerts.length > 0)
    assert.equal((await bench.now(operation)).status, 'slot_taken')
  })

  it('tells the look-up what was to be written, for a CRM that cannot search for a key', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    const asked = queriesOf(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    await bench.confirm(operation)
    const [{ key, draft } = {}] = asked
    assert.equal(key, operation.id)
    assert.deepEqual(draft?.slot, slotAt(12))
    assert.equal(draft?.client.phone, operation.draft.client.phone)
  })

  it('tells the look-up whether somebody counts on the outcome already', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    const asked = queriesOf(bench)
    bench.crm.next('createAppointment', { throws: 'unknown_outcome' })
    await bench.confirm(operation)
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.deepEqual(
      asked.map(({ isSettled }) => isSettled),
      [false, false, true],
    )
  })

  it('questions nothing that a person has seen', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    bench.crm.next('listAppointments', { throws: 'unavailable' })
    await bench.confirm(operation)
    const asked = queriesOf(bench)
    await bench.ledger.decideByHand(operation.id, { isDone: true })
    assert.deepEqual(
      asked.map(({ isSettled }) => isSettled),
      [true],
    )
    assert.equal((await bench.now(operation)).status, 'booked')
  })

  it('takes over what staff did to the visit meanwhile, without an alert', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throws: 'unknown_outcome' })
    await bench.confirm(operation)
    await bench.pass(60_000)
    bench.crm.edit('1', { status: 'cancelled' })
    await bench.pass(HOUR_MS)
    assert.deepEqual(await bench.visits(), [{ id: '1', status: 'cancelled' }])
    assert.deepEqual(bench.alerts, [])
  })

  it('alerts staff when the visit is not there', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throws: 'unknown_outcome' })
    await bench.confirm(operation)
    await bench.pass(60_000)
    bench.crm.lose('1')
    await bench.pass(HOUR_MS)
    assert.equal((await bench.now(operation)).status, 'staff')
    assert.ok(bench.alerts.some(line => line.includes('not in the CRM')))
  })

  it('touches nobody else’s visits when the CRM does not filter by key', async test => {
    const bench = await open(test)
    const other = await proposed(bench, 'boris', 15)
    await bench.confirm(other, 'boris')
    const careless = { ...bench.crm, listAppointments: async () => bench.crm.records() }
    const again = await openLedger({ opened: bench, crm: careless })
    const operation = await again.propose({ slot: slotAt(12) })
    assert.ok(operation)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    assert.equal((await again.confirm(operation)).status, 'booked')
    assert.equal(bench.crm.live().length, 2)
    assert.equal((await again.now(operation)).appointmentId, '2')
  })
})

describe('rule 6: a process that died', () => {
  /** A process that dies at the moment of writing: its turn never goes on. */
  async function killed(test: TestContext, mood?: 'written'): Promise<{ bench: LedgerBench; operation: Operation }> {
    const dead = await open(test)
    const operation = await proposed(dead)
    if (mood === undefined) dead.crm.next('createAppointment', { throws: 'unknown_outcome' })
    const isGone = mood === undefined ? { listAppointments: () => new Promise<never>(() => {}) } : {}
    const dying = await openLedger({
      opened: dead,
      crm: { ...dead.crm, ...isGone },
      reach: point => (point === 'ledger.written' ? new Promise(() => {}) : undefined),
    })
    void dying.confirm(operation).catch(() => {})
    while (writes(dead).length === 0) await new Promise(resolve => setImmediate(resolve))
    return { bench: await openLedger({ opened: dead, crm: dead.crm }), operation }
  }

  it('leaves what it was writing unknown, and whoever starts next finds it', async test => {
    const { bench, operation } = await killed(test, 'written')
    assert.equal((await bench.now(operation)).status, 'committing')
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    assert.equal(writes(bench).length, 1)
  })

  it('or writes it, when it was never sent', async test => {
    const { bench, operation } = await killed(test)
    await bench.pass(HOUR_MS)
    await assertBookedOnce(bench, operation)
    const [, second] = writes(bench)
    assert.ok(second)
    assert.equal(lookUps(bench).filter(({ at }) => at <= second.at).length, 2, 'nobody has looked before it died')
  })

  it('keeps the time for as long as nobody knows', async test => {
    const { bench, operation } = await killed(test)
    bench.crm.isDown = true
    await bench.pass(2 * HOUR_MS)
    assert.equal(await bench.propose({ slot: slotAt(12) }, 'boris'), undefined)
    assert.notEqual((await bench.now(operation)).status, 'expired')
  })

  it('that is closing leaves the outcome open', async test => {
    const closing = new AbortController()
    const bench = await open(test, { signal: closing.signal })
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { hangs: true })
    const committing = bench.confirm(operation)
    while (writes(bench).length === 0) await new Promise(resolve => setImmediate(resolve))
    closing.abort(new Error('the desk is closing'))
    await assert.rejects(committing, /closing/)
    assert.equal((await bench.now(operation)).status, 'committing')
    const next = await openLedger({ opened: bench, crm: bench.crm })
    await next.pass(HOUR_MS)
    await assertBookedOnce(next, operation)
  })

  it('in the middle of telling has it told once', async test => {
    const bench = await open(test)
    const operation = await proposed(bench)
    // The turn that booked it never ends; the one that resumes it has nothing to say of it.
    const turn = await bench.turn()
    const after = await bench.ledger.commit(turn, operation.id, operation.hash)
    assert.ok(typeof after !== 'string' && after.status === 'booked')
    await bench.pass(2 * HOUR_MS)
    await assertBookedOnce(bench, operation)
  })

  it('does not keep its signal busy for ever', async test => {
    const closing = new AbortController()
    const listeners = countListeners(closing.signal)
    const bench = await open(test, { signal: closing.signal })
    const operation = await proposed(bench)
    bench.crm.next('createAppointment', { throwsAfterWriting: 'unknown_outcome' })
    await bench.confirm(operation)
    assert.equal(listeners(), 0)
    assert.equal(bench.clock.sleeping, 0)
  })
})
