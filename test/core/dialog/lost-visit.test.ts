import assert from 'node:assert/strict'
import { it } from 'node:test'
import { visitsByAppointment } from '../../../core/journal/visit.ts'
import { schedule } from '../../../core/journal/work.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn } from '../../support/running-desk/model.ts'

it('a visit of which the CRM keeps nothing after the salon cancelled it is cancelled for its client, too', async t => {
  const desk = await startDesk({ model: 'alone' })
  t.after(() => desk.stop())
  const { journal, crm } = desk.runtime.instances
  desk.model.will(
    call('create_client', { name: 'Anna', phone: '+79161234567' }),
    call('get_available_slots', { service_ids: ['haircut'], date_from: '2026-11-25', date_to: '2026-11-25' }),
    request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
  )
  const anna = desk.client('anna')
  await anna.says('A haircut on Wednesday at noon, Anna, +7 916 123-45-67')
  const id = (await anna.presses('Confirm')).visits[0]?.id ?? ''
  const statuses = async () => (await visitsByAppointment(journal, journal.db, id)).map(({ status }) => status)
  assert.deepEqual(await statuses(), ['booked'])

  crm.getAppointment = async () => undefined
  await journal.write(db => schedule(journal, db, { kind: 'reread', ref: id, dueAt: 0 }))
  // The worker looks by itself; the test ends with the first look that has happened.
  while ((await statuses())[0] === 'booked') await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(await statuses(), ['cancelled'])
})
