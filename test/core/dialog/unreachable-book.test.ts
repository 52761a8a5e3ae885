import assert from 'node:assert/strict'
import { it } from 'node:test'
import { startDesk } from '../../support/running-desk/index.ts'

it('says that the book cannot be read, and offers a person, when not even the services are known', async test => {
  const desk = await startDesk()
  test.after(() => desk.stop())
  const away = async () => {
    throw Object.assign(new Error('no answer'), { code: 'unavailable' })
  }
  for (const method of ['listServices', 'listEmployees']) Reflect.set(desk.runtime.instances.crm, method, away)
  // What was read at the start is forgotten by then.
  desk.clock.advance(2 * 86_400_000)
  for (const [name, words, answer] of [
    ['kate', 'I would like to book a visit', /can't look into the schedule/],
    ['katya', 'хочу записаться', /не получается заглянуть в расписание/],
  ] as const) {
    const { text } = await desk.client(name).says(words)
    assert.match(text, answer)
  }
})
