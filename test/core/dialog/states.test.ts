import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'

const TOMORROW = { service_ids: ['haircut'], date_from: '2026-11-24', date_to: '2026-11-24' }

describe('the states of the reception', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: true })
  })
  after(() => desk.stop())

  it('follow what really happens, not what the model says', async () => {
    const { model } = desk
    const anna = desk.client('anna')
    const prompts: string[] = []
    const hear = (said: string) => (request: { system: string }) => {
      prompts.push(request.system)
      return text(said)
    }
    model.will(hear('Hello! I am CONFIRMING, the slot is chosen.'))
    assert.equal((await anna.says('Hi')).state, 'GREETING')
    assert.match(prompts[0] ?? '', /client has just written/)

    model.will(hear('What would you like?'))
    assert.equal((await anna.says('I need something')).state, 'COLLECTING_INFO')
    assert.match(prompts[1] ?? '', /Find out which service/)

    await anna.sends({ command: 'book' })
    const employees = await anna.presses('Haircut')
    // One person does it: nobody is asked for, times come at once.
    assert.equal(employees.state, 'BOOKING')

    model.will(
      call('create_client', { name: 'Anna', phone: '+79161234567' }),
      call('get_available_slots', TOMORROW),
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    assert.equal((await anna.says('Tomorrow at noon, Anna, +79161234567')).state, 'CONFIRMING')
    model.will(hear('The price is 1500.'))
    assert.equal((await anna.says('How much is it again?')).state, 'CONFIRMING')
    assert.match(prompts[2] ?? '', /sees the summary/)
    assert.equal((await anna.presses('Change')).state, 'BOOKING')

    await anna.presses('Another time')
    await anna.presses(/Tue 24 Nov/)
    assert.equal((await anna.presses('Confirm')).state, 'COMPLETED')
    model.will(hear('You are welcome!'))
    assert.equal((await anna.says('Thanks')).state, 'COMPLETED')
    assert.match(prompts[3] ?? '', /matter is settled/)

    desk.clock.advance(5 * 3_600_000)
    model.will(hear('Good to see you again!'))
    assert.equal((await anna.says('Hello again')).state, 'GREETING')
  })

  it('know that a service was chosen before a time was looked for', async () => {
    const boris = desk.client('boris')
    await boris.sends({ command: 'book' })
    const chosen = await boris.presses('Manicure')
    assert.equal(chosen.state, 'CONSULTING')
    assert.deepEqual(chosen.labels, ['Anyone', 'Olga', 'Kamila'])
    assert.equal((await boris.presses('Kamila')).state, 'BOOKING')
  })

  it('begin anew after a long silence: who the client is stays, the wishes go', async () => {
    const vera = desk.client('vera')
    desk.model.will(
      call('create_client', { name: 'Vera', phone: '+79161234567' }),
      call('get_available_slots', TOMORROW),
      text('Which one?'),
    )
    await vera.says('A haircut tomorrow. Vera, +79161234567')
    desk.clock.advance(5 * 3_600_000)
    let system = ''
    desk.model.will(request => {
      system = request.system
      return text('Hello Vera!')
    })
    assert.equal((await vera.says('Hi')).state, 'GREETING')
    assert.match(system, /Name: Vera\. The phone is known/)
    assert.doesNotMatch(system, /Services: Haircut/)
  })
})

describe('a dialog of the operator’s own', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({
      model: 'alone',
      config: {
        dialog: {
          extends: 'none',
          initial: 'DOOR',
          persona: { en: 'You are the doorman of {{ company.name }}.' },
          states: {
            DOOR: {
              prompt: { en: 'Only prices here.' },
              tools: ['get_services', 'create_client'],
              next: [{ when: 'client_known', to: 'DESK' }],
            },
            DESK: {
              prompt: { en: 'Now you may book {{ client.name }}.' },
              tools: ['get_available_slots', 'create_appointment'],
              next: [
                { when: ['booked', 'not slot_offered'], to: 'BYE' },
                { when: 'idle', to: 'DOOR' },
              ],
            },
            BYE: { prompt: { en: 'Say good-bye.' }, tools: [], next: [{ when: 'handed_over', to: 'DOOR' }] },
          },
        },
      },
    })
  })
  after(() => desk.stop())

  it('offers a state’s tools only, refuses the others, and goes where its rules say', async () => {
    const { model } = desk
    const anna = desk.client('anna')
    const offered: string[][] = []
    let refusal: unknown
    model.will(
      request => {
        offered.push(request.functions.map(({ name }) => name))
        assert.match(request.system, /^You are the doorman of Mirabelle\./)
        return call('get_available_slots', TOMORROW)
      },
      request => {
        refusal = request.results[0]?.response
        return { calls: [{ name: 'create_client', args: { name: 'Anna', phone: '+79161234567' } }] }
      },
      request => {
        offered.push(request.functions.map(({ name }) => name))
        assert.match(request.system, /Now you may book Anna\./)
        return { calls: [{ name: 'get_available_slots', args: TOMORROW }] }
      },
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    const asked = await anna.says('A haircut tomorrow at noon, Anna, +79161234567')
    assert.match(asked.text, /check your booking/)
    assert.equal(asked.state, 'DESK')
    assert.deepEqual(offered, [
      ['get_services', 'create_client'],
      ['get_available_slots', 'create_appointment'],
    ])
    assert.deepEqual(refusal, {
      error: {
        code: 'not_allowed',
        message: "get_available_slots can't be used now; use one of: get_services, create_client",
      },
    })
    assert.equal((await anna.presses('Confirm')).state, 'BYE')

    model.will(request => {
      assert.deepEqual(request.functions, [])
      return text('Good-bye!')
    })
    assert.equal((await anna.says('Bye')).text, 'Good-bye!')
    assert.equal((await anna.sends({ command: 'human' })).state, 'DOOR')
  })
})
