import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { startDesk } from '../../support/running-desk/index.ts'

const DAY_MS = 86_400_000
const WISH = 'manicure tomorrow at 12 with Olga, my name is Anna, +7 916 123-45-67'

async function openDesk(test: TestContext) {
  const desk = await startDesk()
  test.after(() => desk.stop())
  return desk
}

describe('a summary that the client gives up in words of their own', () => {
  it('waits no longer, and its time is free for others', async test => {
    const desk = await openDesk(test)
    const anna = desk.client('anna')
    assert.deepEqual((await anna.says(WISH)).labels, ['Confirm', 'Change'])
    assert.deepEqual((await anna.says('cancel the booking, I have changed my mind')).labels, [])
    const mary = desk.client('mary')
    assert.deepEqual((await mary.says(WISH.replace('Anna', 'Mary'))).labels, ['Confirm', 'Change'])
    await anna.says('yes')
    assert.deepEqual(desk.writes(), [])
  })
})

describe('visits that are over', () => {
  it('tell what "the same as last time" is, to the client who made them', async test => {
    const desk = await openDesk(test)
    const anna = desk.client('anna')
    await anna.says(WISH)
    await anna.presses('Confirm')
    desk.clock.advance(3 * DAY_MS)
    const again = await anna.says('the same as last time on 1 December at 15:00')
    assert.match(again.text, /Manicure[\s\S]*1 December, 15:00[\s\S]*Olga/)
  })

  it('are not told to anybody else, though the phone be the same', async test => {
    const desk = await openDesk(test)
    const anna = desk.client('anna')
    await anna.says(WISH)
    await anna.presses('Confirm')
    desk.clock.advance(3 * DAY_MS)
    const other = desk.client('other')
    await other.says('my phone is +7 916 123-45-67')
    const answer = await other.says('the same as last time on 1 December at 15:00')
    assert.doesNotMatch(answer.text, /Olga|Please check/)
  })
})
