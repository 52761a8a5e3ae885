import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { testLateBooking } from '../../support/late-booking.ts'
import { KIRA, keyOf, openPortal } from './open-portal.ts'

async function open(test: TestContext) {
  const portal = await openPortal()
  test.after(portal.close)
  return portal
}

/** What staff write into Anna's calendar. */
const eventAt = ({ start: from, end: to }: { start: string; end: string }, name: string) => {
  return { type: 'user', ownerId: 7, name, from, to, auto_detect_section: 'Y' }
}

describe('two who want one time of Bitrix24', () => {
  it('gives way to an event with a smaller id that came between look and write', async test => {
    const { fake, crm, call, slot } = await open(test)
    const free = await slot()
    fake.switches.before = { command: 'deal', act: () => void fake.calendar.add(eventAt(free, 'Lunch')) }
    await assert.rejects(crm.createAppointment({ slot: free, client: KIRA, key: keyOf('race') }, call()), {
      code: 'slot_taken',
    })
    assert.deepEqual(
      [...fake.calendar.events.values()].map(event => event.NAME),
      ['Lunch'],
    )
    assert.deepEqual(await crm.listAppointments({ key: keyOf('race') }, call()), [])
  })

  it('stays where an event with a larger id came after it', async test => {
    const { fake, crm, call, slot } = await open(test)
    const free = await slot()
    fake.switches.before = { command: 'busy', act: () => void fake.calendar.add(eventAt(free, 'Later')) }
    const visit = await crm.createAppointment({ slot: free, client: KIRA, key: keyOf('first') }, call())
    assert.equal(visit.status, 'booked')
  })
})

testLateBooking('Bitrix24', { earlier: false, later: true, over: true }, async test => {
  const { fake, crm, call, slot: freeSlot } = await open(test)
  const [slot, other] = [await freeSlot(), await freeSlot(4)]
  const draft = { slot, client: KIRA, key: keyOf('lost') }
  const { events } = fake.calendar
  const ours = () => [...events.values()].find(({ NAME }) => NAME !== 'Lunch')
  return {
    draft,
    other,
    look: query => crm.listAppointments(query, call()),
    async lose(rival) {
      const command = rival === 'later' ? 'rows' : 'deal'
      const act = () => {
        const id = fake.calendar.add(eventAt(slot, 'Lunch'))
        // The portal keeps nothing of an event that staff delete.
        if (rival === 'over') fake.call('calendar.event.delete', { id })
      }
      fake.switches.before = rival && { command, act }
      fake.switches.diesAfter = 'rows'
      await assert.rejects(crm.createAppointment(draft, call()), { code: 'unknown_outcome' })
    },
    take: at => void fake.calendar.add(eventAt(at, 'Lunch')),
    drag({ start: from, end: to }) {
      fake.call('calendar.event.update', { id: ours()?.ID, type: 'user', ownerId: 7, from, to })
    },
    double() {
      const [deal] = fake.crm.deals.values()
      const id = fake.calendar.add(eventAt(slot, ours()?.NAME))
      fake.crm.deals.set('999', { ...deal, ID: '999', SOURCE_DESCRIPTION: String(id) })
    },
    held: () => [...events.values()].map(({ NAME }) => (NAME === 'Lunch' ? 'staff' : 'ours')),
  }
})
