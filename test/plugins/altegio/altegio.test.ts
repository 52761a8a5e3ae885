import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import altegio from '../../../plugins/crm/altegio/index.ts'
import { ANNA, type Opened, open } from '../yclients/opened.ts'

const BERLIN = { timezone: 'Europe/Berlin', currency: 'EUR', country: 'DE' }

describe('Altegio in summer', () => {
  let opened: Opened | undefined
  afterEach(() => opened?.close())

  for (const route of ['online', 'journal'])
    it(`books the hour that was offered, although its answers carry the offset of winter (${route})`, async () => {
      opened = await open({
        plugin: altegio,
        company: BERLIN,
        with: { route },
        switches: { provider: 'altegio' },
        now: '2027-07-05T09:00:00+02:00',
      })
      const { crm, call, wait, newKey, fake } = opened
      const window = { from: '2027-07-06T00:00:00+02:00', to: '2027-07-07T00:00:00+02:00' }
      const { slots } = await wait(crm.listAvailableSlots({ serviceIds: ['11'], employeeId: '44', ...window }, call()))
      const [slot] = slots
      assert.ok(slot)
      // It opens at ten.
      assert.equal(slot.start, '2027-07-06T10:00:00+02:00')
      const visit = await wait(crm.createAppointment({ slot, client: ANNA, key: newKey() }, call()))
      assert.equal(fake.book.entries[0]?.startMs, Date.parse(slot.start))
      assert.equal(visit.start, slot.start)
      const late = slots.at(-1)
      assert.ok(late)
      const moved = await wait(crm.rescheduleAppointment({ id: visit.id, slot: late, key: newKey() }, call()))
      assert.equal(moved.start, late.start)
      assert.equal(fake.book.entries[0]?.startMs, Date.parse(late.start))
    })
})
