import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { API_KEY, type EasyWeekFake, startEasyWeekFake, WORKSPACE } from '../../fakes/easyweek/index.ts'
import { ANNA, CUT, LOCATION } from '../../fakes/easyweek/salon.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { company, MONDAY } from '../../support/running-desk/salon.ts'
import { createShiftedClock } from '../../support/running-desk/shifted-clock.ts'

const plugin = fileURLToPath(new URL('../../../plugins/crm/easyweek/index.ts', import.meta.url))

describe('a dialog over easyweek', () => {
  let fake: EasyWeekFake
  let desk: RunningDesk
  before(async () => {
    const { now } = createShiftedClock(MONDAY)
    fake = await startEasyWeekFake({ now, company: { timezone: 'Europe/Moscow' } })
    const crm = {
      use: plugin,
      with: { apiKey: API_KEY, workspace: WORKSPACE, locationId: LOCATION, baseUrl: fake.url },
    }
    desk = await startDesk({ config: { crm, company: company({ currency: 'EUR' }) } })
  })
  after(async () => {
    await desk.stop()
    await fake.close()
  })

  it('books, moves and cancels a visit', async () => {
    const olga = desk.client('olga')
    await olga.says('A haircut tomorrow at 12:00 with Anna')
    await olga.says('Olga, +7 916 123-45-67')
    const booked = await olga.presses('Confirm')
    assert.match(booked.text, /You are booked.*Haircut/s)
    const [booking] = fake.book.bookings
    assert.deepEqual(
      [booking?.service.uuid, booking?.staffer, booking?.customer.phone, new Date(booking?.start ?? 0).toISOString()],
      [CUT, ANNA, '+79161234567', '2026-11-24T09:00:00.000Z'],
    )

    await olga.says('Move my visit to tomorrow at 15:00')
    const moved = await olga.presses('Move it')
    assert.match(moved.text, /Moved/)
    assert.deepEqual(
      fake.book.bookings.map(({ start, isCanceled }) => [new Date(start).toISOString(), isCanceled]),
      [
        ['2026-11-24T09:00:00.000Z', true],
        ['2026-11-24T12:00:00.000Z', false],
      ],
    )

    await olga.says('Cancel my visit')
    assert.match((await olga.presses('Yes, cancel it')).text, /cancelled/)
    assert.ok(fake.book.bookings.every(({ isCanceled }) => isCanceled))
    assert.equal(fake.overLimit(), 0)
  })
})
