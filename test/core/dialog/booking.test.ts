import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, offeredAt, slotIn, text } from '../../support/running-desk/model.ts'

const SPEECHES = {
  ru: {
    hello: 'Здравствуйте, хочу на маникюр завтра в три',
    who: 'Анна, 8 916 123-45-67',
    yes: 'да, всё верно',
    booked: /вы записаны.*Маникюр.*24 ноября, 15:00.*Ольга.*Садовая/s,
    move: 'можно перенести на пять часов?',
    moved: /Перенесено.*24 ноября, 17:00/s,
    cancel: 'отмените, пожалуйста, запись',
    cancelled: /Запись отменена.*Маникюр.*17:00/s,
  },
  en: {
    hello: 'Hello, I would like a manicure tomorrow at 3 pm',
    who: 'Anna, +7 916 123-45-67',
    yes: 'yes, all correct',
    booked: /You are booked.*Manicure.*24 November, 15:00.*Olga.*Garden Street/s,
    move: 'could you move it to 5 pm?',
    moved: /Moved.*24 November, 17:00/s,
    cancel: 'please cancel my booking',
    cancelled: /cancelled.*Manicure.*17:00/s,
  },
} as const

const TOMORROW = { date_from: '2026-11-24', date_to: '2026-11-24' }

describe('a model that uses its tools', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: 'alone' })
  })
  after(() => desk.stop())

  for (const [locale, speech] of Object.entries(SPEECHES)) {
    it(`books, moves and cancels a visit (${locale})`, async () => {
      const { model } = desk
      const anna = desk.client(`anna-${locale}`)

      model.will(
        call('get_services', { query: 'manicure' }),
        { calls: [{ name: 'get_employees', args: { service_ids: ['manicure'] } }, tomorrow()] },
        text('15:00?'),
      )
      const offered = await anna.says(speech.hello)
      assert.equal(offered.text, '15:00?')
      assert.equal(offered.state, 'BOOKING')
      assert.ok(offered.labels.includes('15:00'))

      model.will(
        call('get_client_by_phone', { phone: '8 916 123-45-67' }),
        call('create_client', { name: 'Анна', phone: '8 916 123-45-67' }),
        // The times of the turn before stand in the system prompt.
        ({ system }) => call('create_appointment', { slot_id: offeredAt(system, '15:00') }),
      )
      const asked = await anna.says(speech.who)
      assert.equal(asked.state, 'CONFIRMING')
      assert.equal(desk.writes().includes('createAppointment'), false)

      const booked = await anna.says(speech.yes)
      assert.match(booked.text, speech.booked)
      assert.equal(booked.state, 'COMPLETED')
      assert.equal(model.left(), 0)

      const [visit] = booked.visits
      assert.ok(visit)
      model.will(
        call('get_client_appointments'),
        call('get_available_slots', { service_ids: ['manicure'], ...TOMORROW, appointment_id: visit.id }),
        request => call('reschedule_appointment', { appointment_id: visit.id, slot_id: slotIn(request, '17:00') }),
      )
      await anna.says(speech.move)
      assert.match((await anna.presses(/Move it|Перенести/)).text, speech.moved)

      model.will(call('get_client_appointments'), call('cancel_appointment', { appointment_id: visit.id }))
      const leaving = await anna.says(speech.cancel)
      assert.equal(leaving.state, 'CONFIRMING')
      const cancelled = await anna.presses(/Yes, cancel it|Да, отменить/)
      assert.match(cancelled.text, speech.cancelled)
      assert.deepEqual(model.refused, [])
      desk.crmCalls.length = 0
    })
  }
})

describe('the rules brain', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  for (const [locale, speech] of Object.entries(SPEECHES)) {
    it(`books, moves and cancels a visit (${locale})`, async () => {
      const anna = desk.client(`anna-${locale}`)
      await anna.says(speech.hello)
      assert.equal((await anna.says(speech.who)).state, 'CONFIRMING')
      assert.match((await anna.says(speech.yes)).text, speech.booked)
      await anna.says(speech.move)
      assert.match((await anna.says(speech.yes)).text, speech.moved)
      await anna.says(speech.cancel)
      const cancelled = await anna.says(speech.yes)
      assert.match(cancelled.text, speech.cancelled)
      assert.equal(cancelled.visits[0]?.status, 'cancelled')
    })
  }
})

const FAULTS = ['silence', 'stall', 'reset', 'half_stream', 'html', 'rate_limited', 'empty', 'safety'] as const

describe('a model that dies', () => {
  it('is relieved in the middle of a turn; the rules finish the booking, and it is back after a rest', async t => {
    const desk = await startDesk({ model: true })
    t.after(() => desk.stop())
    const { model } = desk
    const anna = desk.client('anna')
    model.will(
      call('get_available_slots', { service_ids: ['manicure'], ...TOMORROW }),
      text('I have 14:00 and 15:00 tomorrow. Which one?'),
    )
    await anna.says('A manicure tomorrow afternoon, please')

    // It begins this turn with a tool call and dies before the answer.
    model.always({ fault: 'server_error' }, call('get_services'))
    const taken = await anna.says('15:00')
    assert.match(taken.text, /name.*phone/)
    const asked = await anna.says('Anna, +7 916 123-45-67')
    assert.equal(asked.state, 'CONFIRMING')
    assert.match((await anna.presses('Confirm')).text, /You are booked/)
    assert.equal((await desk.visits()).length, 1)

    model.will(text('Of course!'))
    desk.clock.advance(10 * 60_000)
    assert.equal((await anna.says('Is there a place to park?')).text, 'Of course!')
  })

  for (const fault of FAULTS)
    it(`is relieved after ${fault}`, async t => {
      const desk = await startDesk({ model: true, patienceMs: 300 })
      t.after(() => desk.stop())
      desk.model.always({ fault, text: 'I' })
      const answered = await desk.client('anna').says('A manicure tomorrow at 3 pm, Anna, +7 916 123-45-67')
      assert.match(answered.text, /Please check your booking/)
      assert.equal((await desk.visits()).length, 0)
      // The rules take several steps: who failed this turn is not waited for at each of them.
      assert.ok(desk.model.requests.length <= 2)
    })
})

const tomorrow = () => ({ name: 'get_available_slots', args: { service_ids: ['manicure'], ...TOMORROW } })
