import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'

describe('a visit that the rules brain has told of', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  for (const [name, booking, mine, actions] of [
    ['Kate', 'a haircut tomorrow at 12:00, Kate, +79161234567', 'my visits', ['Move', 'Cancel', 'Leave it as it is']],
    [
      'katya',
      'стрижка завтра в 15:00, Катя, +79161234568',
      'мои записи',
      ['Перенести', 'Отменить', 'Ничего не менять'],
    ],
  ] as const)
    it(`is moved and cancelled by its button, and not booked once more (${mine})`, async () => {
      const client = desk.client(name)
      await client.says(booking)
      await client.presses(/Confirm|Подтвердить/)
      const told = await client.says(mine)
      const writes = desk.writes().length
      assert.deepEqual((await client.presses(told.labels[0] ?? '')).labels, actions)
      assert.equal(desk.writes().length, writes)
      assert.match((await client.presses(/^(Cancel|Отменить)$/)).text, /Cancel your booking|Отменить запись/)
    })
})
