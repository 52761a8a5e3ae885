import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startFakeBitrix24, WEBHOOK_CODE } from '../../fakes/bitrix24/index.ts'
import { startDesk } from '../../support/running-desk/index.ts'
import { MONDAY } from '../../support/running-desk/salon.ts'

const plugin = fileURLToPath(new URL('../../../plugins/crm/bitrix24/index.ts', import.meta.url))

it('books a visit in Bitrix24 from what a client writes', async () => {
  const company = { timezone: 'Europe/Moscow', currency: 'RUB' }
  const fake = await startFakeBitrix24({ now: () => Date.parse(MONDAY), company })
  const desk = await startDesk({
    config: {
      crm: {
        use: plugin,
        with: {
          webhook: `${fake.url}/rest/1/${WEBHOOK_CODE}/`,
          services: [{ product: 'Haircut', durationMinutes: 60 }],
          employees: [{ user: 'Anna Lee' }],
          gridMinutes: 60,
        },
      },
    },
  })
  try {
    const kira = desk.client('Kira')
    const offered = await kira.says('I would like a haircut tomorrow at 15:00')
    const asked = offered.labels.some(label => /15:00/.test(label)) ? await kira.presses(/15:00/) : offered
    const summary = await kira.says('Kira Sand, +7 916 123-45-67')
    const booked = summary.labels.includes('Confirm') ? await kira.presses('Confirm') : summary
    assert.equal(booked.visits[0]?.status, 'booked', `${offered.text}\n${asked.text}\n${summary.text}\n${booked.text}`)
    const [deal] = [...fake.crm.deals.values()]
    assert.deepEqual([deal.TITLE, deal.STAGE_ID], ['Haircut – Kira Sand', 'NEW'])
    const [event] = [...fake.calendar.events.values()]
    assert.deepEqual([event.DATE_FROM, event.OWNER_ID], ['24.11.2026 15:00:00', '7'])
  } finally {
    await desk.stop()
    await fake.close()
  }
})
