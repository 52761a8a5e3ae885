import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'

const page = fileURLToPath(new URL('../../fixtures/plugins/booking-page.ts', import.meta.url))
const PHONE = '+79161234567'

describe('a CRM that can do nothing but book', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: 'alone', messenger: {}, config: { crm: { use: page } } })
  })
  after(() => desk.stop())

  /** A client whose phone the messenger proves. */
  async function says(words: string): Promise<string> {
    const before = await desk.receivedSoFar('anna')
    const sender = { name: 'Anna', verifiedPhone: PHONE }
    await desk.deliver({
      kind: 'message',
      id: randomUUID(),
      address: 'anna',
      parts: [{ type: 'text', text: words }],
      sender,
    })
    const received = await desk.received('anna', before)
    return received.map(({ message }) => message.text).join('\n')
  }

  it('is asked for no client, books, and its visit is shown as the desk knows it', async () => {
    desk.model.will(
      call('get_client_by_phone', { phone: PHONE }),
      call('create_client', { name: 'Anna' }),
      call('get_available_slots', { service_ids: ['haircut'], date_from: '2026-11-25', date_to: '2026-11-25' }),
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    await says('A haircut on Wednesday at noon, Anna')
    assert.match(await says('yes'), /You are booked.*Haircut.*25 November, 12:00/s)

    let visits: unknown
    let offered: readonly string[] = []
    desk.model.will(call('get_client_appointments', {}), ({ results, functions }) => {
      offered = functions.map(({ name }) => name)
      visits = results[0]?.response
      return text('At noon.')
    })
    assert.equal(await says('When do I come?'), 'At noon.')
    assert.ok(offered.includes('get_client_appointments'))
    assert.ok(!offered.includes('cancel_appointment') && !offered.includes('reschedule_appointment'))
    const [visit] = Object(visits).appointments
    assert.deepEqual(
      [visit.status, visit.date, visit.time, visit.services],
      ['booked', '2026-11-25', '12:00', ['A cut at the page']],
    )
    const asked = new Set(desk.crmCalls.map(({ method }) => method))
    assert.deepEqual([...asked].sort(), ['createAppointment', 'listAvailableSlots', 'listEmployees', 'listServices'])
  })
})
