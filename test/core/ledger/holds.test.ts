import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { Slot } from '../../../core/contract/index.ts'
import { holdsOn, isHeld } from '../../../core/journal/hold.ts'
import { type LedgerBench, openLedger, slotAt } from './ledger-bench.ts'

describe('holds', () => {
  let bench: LedgerBench
  beforeEach(async () => {
    bench = await openLedger()
  })
  afterEach(() => bench.close())

  /** As an offer to somebody else sees it. */
  async function isOffered(slot: Slot): Promise<boolean> {
    const resources = slot.claims.map(({ resource }) => resource)
    const span = { from: Date.parse(slot.start), to: Date.parse(slot.end) }
    return !isHeld(slot, await holdsOn(bench.journal, bench.journal.db, resources, span))
  }

  const between = (from: string, to: string, employee = 'olga'): Slot => ({
    ...slotAt(12, employee),
    start: `2026-11-25T${from}:00+03:00`,
    end: `2026-11-25T${to}:00+03:00`,
  })

  it('give one of fifty clients the time that all of them want', async () => {
    const asked = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const address = `client-${index}`
        const turn = bench.journal.write(db =>
          bench.ledger.propose(db, {
            conversation: address,
            kind: 'book',
            draft: {
              serviceIds: ['manicure'],
              client: { name: address, phone: '+79160000000' },
              slot: slotAt(12),
              locale: 'en',
            },
            expiresAt: bench.clock.now() + 600_000,
          }),
        )
        return turn
      }),
    )
    assert.equal(asked.filter(Boolean).length, 1)
  })

  it('are taken out of what others are offered', async () => {
    await bench.propose({ slot: slotAt(12) })
    assert.equal(await isOffered(slotAt(12)), false)
    assert.equal(await isOffered(between('11:30', '12:30')), false)
    assert.equal(await isOffered(between('11:00', '14:00')), false)
    assert.equal(await isOffered(slotAt(11)), true, 'a time that ends when it begins is free')
    assert.equal(await isOffered(slotAt(13)), true)
    assert.equal(await isOffered(slotAt(12, 'vera')), true)
  })

  it('count up to the capacity, moment by moment', async () => {
    const places = (slot: Slot) => ({ ...slot, claims: [{ resource: 'class:yoga', capacity: 2 }] })
    assert.ok(await bench.propose({ slot: places(between('12:00', '13:00')) }, 'anna'))
    assert.ok(await bench.propose({ slot: places(between('13:00', '14:00')) }, 'boris'))
    // Two before it, but never two at a time.
    assert.ok(await bench.propose({ slot: places(between('12:30', '13:30')) }, 'vera'))
    assert.equal(await bench.propose({ slot: places(between('12:30', '12:45')) }, 'gleb'), undefined)
    assert.ok(await bench.propose({ slot: places(between('13:30', '14:00')) }, 'gleb'))
  })

  it('claim all of several resources or none', async () => {
    const both = { ...slotAt(12), claims: ['olga', 'chair'].map(resource => ({ resource, capacity: 1 })) }
    assert.ok(await bench.propose({ slot: { ...both, claims: both.claims.slice(1) } }, 'anna'))
    assert.equal(await bench.propose({ slot: both }, 'boris'), undefined)
    assert.ok(await bench.propose({ slot: { ...both, claims: both.claims.slice(0, 1) } }, 'vera'))
  })

  it('claim an employee once who does two parts of a visit', async () => {
    const slot = { ...slotAt(12), claims: [...slotAt(12).claims, ...slotAt(12).claims] }
    const operation = await bench.propose({ slot })
    assert.ok(operation)
    assert.equal((await bench.confirm(operation)).status, 'booked')
  })

  it('are not needed where the CRM alone decides', async () => {
    const slot = { ...slotAt(12), claims: [] }
    const first = await bench.propose({ slot }, 'anna')
    const second = await bench.propose({ slot }, 'boris')
    assert.ok(first && second)
    assert.equal((await bench.confirm(first, 'anna')).status, 'booked')
    assert.equal((await bench.confirm(second, 'boris')).status, 'slot_taken')
  })

  it('are one for each conversation: a new wish gives the old one free', async () => {
    const first = await bench.propose({ slot: slotAt(12) })
    await bench.propose({ slot: slotAt(15) })
    assert.ok(first)
    assert.equal((await bench.now(first)).status, 'dropped')
    assert.ok(await bench.propose({ slot: slotAt(12) }, 'boris'))
    assert.equal((await bench.journal.db.selectFrom('hold').selectAll().execute()).length, 2)
  })

  it('end by themselves when nobody agrees', async () => {
    const operation = await bench.propose({ slot: slotAt(12) })
    assert.ok(operation)
    await bench.clock.advance(600_000)
    assert.equal(await isOffered(slotAt(12)), true, 'at once, before any work was done')
    await bench.work()
    assert.equal((await bench.now(operation)).status, 'expired')
    assert.deepEqual(await bench.journal.db.selectFrom('hold').selectAll().execute(), [])
  })

  it('give the time free when it is booked: the CRM knows it then', async () => {
    const operation = await bench.propose({ slot: slotAt(12) })
    assert.ok(operation)
    await bench.confirm(operation)
    assert.deepEqual(await bench.journal.db.selectFrom('hold').selectAll().execute(), [])
    const again = await bench.propose({ slot: slotAt(12) }, 'boris')
    assert.ok(again)
    assert.equal((await bench.confirm(again, 'boris')).status, 'slot_taken')
    assert.equal(bench.crm.live().length, 1)
  })
})
