import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FakeClient } from '../../fakes/whatsapp/hooks.ts'
import { echoBrain, LOAD_MS, planOf, runMessengerLoad } from '../../support/messenger-load.ts'
import { openSalon } from './salon.ts'

const clientOf = (client: number): FakeClient => ({
  phone: `7916000${String(client).padStart(4, '0')}`,
  userId: `RU.134912086553${client}`,
  name: 'Anna',
})

describe('many clients of one number', () => {
  it('are each answered once, with their own words, whatever comes twice', { timeout: LOAD_MS }, async t => {
    const salon = await openSalon({ channel: { messagesPerSecond: 1_000, burstMs: 1_500 }, config: { llm: echoBrain } })
    // On a slow machine an answer of WhatsApp may come too late: its report tells that the message went out.
    salon.fake.reportsSent = true
    try {
      const plan = planOf(process.env)
      const { messages, deliveries, seconds } = await runMessengerLoad(
        {
          async deliver({ client, number, text }) {
            const message = { type: 'text', text: { body: text } }
            // As Meta does, until it is taken.
            for (let isTaken = false; !isTaken; ) {
              const { status } = await salon.fake.write(clientOf(client), `wamid.${number}`, message)
              assert.ok(status === 200 || status === 503, `answered ${status}`)
              isTaken = status === 200
            }
          },
          shown: client => salon.fake.shown(clientOf(client)).map(({ text }) => text),
          passBurst: () => salon.desk.clock.advance(1_500),
        },
        plan,
      )
      t.diagnostic(
        `${messages} messages of ${plan.clients} clients in ${deliveries} deliveries took ${seconds.toFixed(1)} s`,
      )
      assert.deepEqual(salon.fake.refused, [])
    } finally {
      await salon.close()
    }
  })
})
