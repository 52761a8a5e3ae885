import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type AmoFake, PIPELINE, startAmoFake, TOKEN, valueIn } from '../../fakes/amocrm/index.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'

it('books a visit from a message to a lead in amoCRM', async t => {
  let now = () => Date.parse(MONDAY)
  const fake: AmoFake = await startAmoFake({ now: () => now() })
  t.after(() => fake.close())
  const use = fileURLToPath(new URL('../../../plugins/crm/amocrm/index.ts', import.meta.url))
  const crm = { use, with: { account: fake.url, token: TOKEN, pipeline: 'Visits', services: { catalog: 'Services' } } }
  const desk = await startDesk({ config: { crm } })
  now = desk.clock.now
  t.after(() => desk.stop())

  const client = desk.client('olga')
  let reply = await client.says('A haircut with Anna tomorrow at 12:00, my name is Olga, +7 916 123-45-67')
  for (let step = 0; step < 4 && reply.state !== 'CONFIRMING'; step += 1)
    reply = await client.presses(/12:00|Haircut|Anna/)
  assert.equal(reply.state, 'CONFIRMING', reply.text)
  const booked = await client.presses('Confirm')
  assert.match(booked.text, /You are booked/)

  const [lead, ...others] = fake.account.leads
  assert.ok(lead)
  assert.deepEqual(others, [])
  assert.equal(valueIn(lead, 'AIADMIN_START'), Date.parse('2026-11-24T12:00:00+03:00') / 1_000)
  assert.deepEqual([valueIn(lead, 'AIADMIN_MINUTES'), valueIn(lead, 'AIADMIN_EMPLOYEE')], ['60', 'Anna'])
  assert.deepEqual([lead['pipeline_id'], lead['status_id']], [PIPELINE.id, PIPELINE.booked])
  assert.equal(fake.account.contacts.length, 1)
  assert.equal(fake.overLimit, 0)
})
