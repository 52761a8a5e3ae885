import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { text } from '../../support/running-desk/model.ts'
import { company } from '../../support/running-desk/salon.ts'

const name = { ru: 'Ромашка', en: 'Daisy' }

describe('the name of the business', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: true, config: { company: company({ name, locale: 'ru' }) } })
  })
  after(() => desk.stop())

  it('is read by a model in the language of the client', async () => {
    for (const [said, own, other] of [
      ['Hello, what do you do?', 'Daisy', 'Ромашка'],
      ['Здравствуйте, что у вас есть?', 'Ромашка', 'Daisy'],
    ] as const) {
      desk.model.will(text('!'))
      await desk.client(`asks-${said.length}`).says(said)
      const { system } = desk.model.requests.at(-1) ?? { system: '' }
      assert.match(system, new RegExp(own))
      assert.doesNotMatch(system, new RegExp(other))
    }
  })

  it('is said by the rules brain in the language of the client', async () => {
    desk.model.always({ fault: 'server_error' })
    assert.match((await desk.client('anna').says('Are you a robot?')).text, /Daisy/)
    assert.match((await desk.client('vera').says('Ты робот?')).text, /Ромашка/)
  })

  it('stands in what the client is asked and keeps', async () => {
    const asking = await startDesk({ config: { company: company({ name, locale: 'ru', privacy: { ask: true } }) } })
    const boris = asking.client('boris')
    assert.match((await boris.says('I need a haircut tomorrow at 12:00')).text, /assistant of Daisy/)
    await boris.presses('I agree')
    await boris.sends({ contact: { phone: '+79161234567', name: 'Boris' } })
    const booked = await boris.says('Yes')
    assert.match(JSON.stringify(booked.visits), /"title":"Haircut, Daisy"/)
    await asking.stop()
  })
})
