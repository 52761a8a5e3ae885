import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
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

  for (const { title, before, found, events } of [
    { title: 'gives way to an earlier event', before: 'deal', found: [], events: ['Lunch'] },
    { title: 'stays beside a later one', before: 'rows', found: ['booked'], events: ['Haircut – Kira Sand', 'Lunch'] },
  ])
    it(`${title}, too, when its answer was lost and its key finds it`, async test => {
      const { fake, crm, call, slot } = await open(test)
      const free = await slot()
      fake.switches.before = { command: before, act: () => void fake.calendar.add(eventAt(free, 'Lunch')) }
      fake.switches.diesAfter = 'rows'
      const draft = { slot: free, client: KIRA, key: keyOf('lost') }
      await assert.rejects(crm.createAppointment(draft, call()), { code: 'unknown_outcome' })
      fake.switches.diesAfter = undefined
      for (const look of ['first', 'second'])
        assert.deepEqual(
          (await crm.listAppointments({ key: draft.key, draft }, call())).map(({ status }) => status),
          found,
          look,
        )
      assert.deepEqual([...fake.calendar.events.values()].map(event => event.NAME).sort(), events)
    })

  it('is not questioned by its key where staff have dragged it upon an earlier event', async test => {
    const { fake, crm, call, slot } = await open(test)
    const [first, second] = [await slot(), await slot(4)]
    fake.calendar.add(eventAt(first, 'Lunch'))
    const { id } = await crm.createAppointment({ slot: second, client: KIRA, key: keyOf('drag') }, call())
    const event = [...fake.calendar.events.values()].find(({ NAME }) => NAME !== 'Lunch')
    const { start: from, end: to } = first
    fake.call('calendar.event.update', { id: event?.ID, type: 'user', ownerId: 7, from, to })
    const found = await crm.listAppointments({ key: keyOf('drag') }, call())
    assert.deepEqual(
      found.map(visit => [visit.id, visit.status, visit.start]),
      [[id, 'booked', from]],
    )
  })

  it('stays where an event with a larger id came after it', async test => {
    const { fake, crm, call, slot } = await open(test)
    const free = await slot()
    fake.switches.before = { command: 'busy', act: () => void fake.calendar.add(eventAt(free, 'Later')) }
    const visit = await crm.createAppointment({ slot: free, client: KIRA, key: keyOf('first') }, call())
    assert.equal(visit.status, 'booked')
  })
})
