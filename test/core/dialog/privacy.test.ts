import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, text } from '../../support/running-desk/model.ts'
import { company } from '../../support/running-desk/salon.ts'

describe('a business that asks for an agreement', () => {
  let desk: RunningDesk
  before(async () => {
    const privacy = { ask: true, url: 'https://mirabelle.example/privacy' }
    desk = await startDesk({ model: true, config: { company: company({ privacy }) } })
  })
  after(() => desk.stop())

  function nothingLeft() {
    assert.equal(desk.model.heard(), '[]')
    assert.deepEqual(desk.crmCalls, [])
  }

  it('sends nothing to a model or a CRM before; the first question is answered after', async () => {
    const anna = desk.client('anna')
    desk.crmCalls.length = 0
    desk.model.heard()
    desk.model.always(text('Never to be said.'))
    const asked = await anna.says('A haircut tomorrow at noon. Anna, +79161234567')
    assert.match(asked.text, /Do you agree\?/)
    assert.match(asked.text, /https:\/\/mirabelle\.example\/privacy/)
    assert.deepEqual(asked.labels, ['I agree', 'Talk to a person'])
    for (const words of ['Why do you need it?', 'no', 'ok but later', '+7 916 123-45-67'])
      assert.match((await anna.says(words)).text, /Do you agree\?/)
    await anna.sends({ contact: { phone: '+79161234567', name: 'Anna' } })
    await anna.sends({ command: 'my' })
    nothingLeft()
    assert.equal(Object(await desk.sessionOf('anna'))['privacy'].agreedAt, undefined)

    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('Tomorrow at noon is free.')
    })
    const agreed = await anna.presses('I agree')
    assert.match(agreed.text, /your agreement is noted.*Tomorrow at noon is free/s)
    assert.match(heard, /A haircut tomorrow at noon\. Anna/)
    assert.equal(Object(await desk.sessionOf('anna'))['privacy'].agreedAt > 0, true)
  })

  it('takes a plain yes, and answers what was asked first', async () => {
    const boris = desk.client('boris')
    await boris.says('Сколько стоит стрижка?')
    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('1500.')
    })
    const agreed = await boris.says('да, согласен')
    assert.match(agreed.text, /согласие записано.*1500\./s)
    assert.match(heard, /Сколько стоит стрижка\?/)
    desk.model.will(text('60 минут.'))
    assert.equal((await boris.says('А долго?')).text, '60 минут.')
  })

  it('does a pressed command after the agreement', async () => {
    const vera = desk.client('vera')
    await vera.sends({ command: 'book' })
    desk.model.always(text('Never to be said.'))
    const agreed = await vera.presses('I agree')
    assert.match(agreed.text, /agreement is noted.*What would you like to have done\?/s)
    assert.deepEqual(agreed.labels, ['Manicure', 'Haircut'])
    assert.match((await vera.presses('I agree')).text, /agreement is noted/)
  })

  it('hears what comes together with the agreement', async () => {
    const gleb = desk.client('gleb')
    await gleb.says('Good morning')
    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('Sure.')
    })
    await gleb.sends({ choice: gleb.button('I agree').id, text: 'A haircut tomorrow' })
    assert.match(heard, /Good morning\nA haircut tomorrow/)
  })

  it('calls a person without any agreement, and tells a model nothing of it', async () => {
    const dina = desk.client('dina')
    await dina.says('Hi')
    desk.model.heard()
    desk.crmCalls.length = 0
    const button = dina.button('Talk to a person')
    const handed = await dina.sends({ choice: button.id, text: 'my name is Dina, call +79161234567' })
    assert.equal(handed.mode, 'staff')
    assert.match(handed.text, /\+74950000000/)
    nothingLeft()
  })

  it('books with rules and model alike once it is there', async () => {
    const egor = desk.client('egor')
    await egor.says('Hi')
    desk.model.will(text('Hello!'))
    await egor.presses('I agree')
    desk.model.will(
      call('create_client', { name: 'Egor', phone: '+79161234567' }),
      call('get_available_slots', { service_ids: ['haircut'], date_from: '2026-11-24', date_to: '2026-11-24' }),
      text('These:'),
    )
    await egor.says('A haircut tomorrow, Egor, +79161234567')
    await egor.presses('12:00')
    assert.match((await egor.presses('Confirm')).text, /You are booked/)
  })
})
