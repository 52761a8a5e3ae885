import assert from 'node:assert/strict'
import { ANNA, PIPELINE } from '../../fakes/amocrm/index.ts'
import { testLateBooking } from '../../support/late-booking.ts'
import { byStaff, openSalon } from './salon.ts'

testLateBooking('amoCRM', { earlier: false, later: true, over: true }, async test => {
  const salon = await openSalon()
  test.after(() => salon.close())
  const { leads } = salon.fake.account
  const annas = (await salon.slots()).filter(({ parts }) => parts[0]?.employeeId === String(ANNA.id))
  const [slot, other] = ['12:00', '15:00'].map(time => annas.find(({ start }) => start.includes(`T${time}`)))
  const draft = salon.draft(slot)
  assert.ok(other)
  const seconds = ({ start }: { start: string }) => Date.parse(start) / 1_000
  const ours = () => leads.find(lead => lead['name'] !== 'By phone')
  return {
    draft,
    other,
    look: query => salon.run(salon.crm.listAppointments(query, salon.call())),
    async lose(rival) {
      const ending = new AbortController()
      const rivals = {
        earlier: byStaff(40, seconds(draft.slot)),
        later: byStaff(99_999, seconds(draft.slot)),
        over: byStaff(40, seconds(draft.slot), { status_id: PIPELINE.noShow }),
      }
      salon.fake.onRequest = line => {
        if (line === 'POST /api/v4/leads' && rival !== 'later' && rival) leads.push(rivals[rival])
        if (line !== 'GET /api/v4/leads' || !ours()) return
        if (rival === 'later') leads.push(rivals.later)
        ending.abort()
      }
      await assert.rejects(salon.run(salon.crm.createAppointment(draft, { ...salon.call(), signal: ending.signal })), {
        code: 'unknown_outcome',
      })
      salon.fake.onRequest = () => undefined
    },
    take: slot => void leads.push(byStaff(41, seconds(slot))),
    drag(slot) {
      const field = ours()?.['custom_fields_values'].find((one: { field_id: number }) => one.field_id === 501)
      field.values = [{ value: String(seconds(slot)) }]
    },
    double: () => void leads.push({ ...ours(), id: 99_998 }),
    held: () =>
      leads
        .filter(lead => lead['status_id'] === PIPELINE.booked)
        .map(lead => (lead['name'] === 'By phone' ? 'staff' : 'ours')),
  }
})
