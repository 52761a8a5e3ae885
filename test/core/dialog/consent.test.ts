import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, offeredAt, slotIn, text } from '../../support/running-desk/model.ts'

/** A day of the manicure. */
const on = (date: string) => ({ service_ids: ['manicure'], date_from: date, date_to: date })

describe('consent', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: true })
  })
  afterEach(() => {
    desk.crmCalls.length = 0
  })
  after(() => desk.stop())

  let asked = 0
  /** A client who sees the summary of a manicure, each at a time of their own. */
  async function askedClient(name: string) {
    const date = `2026-11-${24 + Math.floor(asked / 10)}`
    const time = `${10 + (asked % 10)}:00`
    asked += 1
    const client = desk.client(name)
    desk.model.will(
      call('create_client', { name, phone: '+79161234567' }),
      call('get_available_slots', { ...on(date), time_from: time }),
      request => call('create_appointment', { slot_id: slotIn(request, time) }),
    )
    const summary = await client.says(`A manicure on ${date} at ${time}, please`)
    assert.equal(summary.state, 'CONFIRMING', summary.text)
    assert.deepEqual(summary.labels, ['Confirm', 'Change'])
    return { client, time }
  }
  const booked = async () => (await desk.visits()).filter(({ status }) => status === 'booked').length

  it('comes before anything is written, and by a press with no model in between', async () => {
    const { client } = await askedClient('press')
    assert.deepEqual(desk.writes(), [])
    const requests = desk.model.requests.length
    assert.match((await client.presses('Confirm')).text, /You are booked/)
    assert.equal(desk.model.requests.length, requests)
    assert.deepEqual(desk.writes(), ['createAppointment'])
  })

  it('is not given by a yes beside a command or another phone: the wish is what is answered', async () => {
    const count = await booked()
    const { client: leaving } = await askedClient('leaving')
    assert.doesNotMatch(
      (await leaving.sends({ choice: leaving.button('Confirm').id, command: 'cancel' })).text,
      /You are booked/,
    )
    const { client: hesitant } = await askedClient('hesitant')
    assert.doesNotMatch((await hesitant.sends({ text: 'yes', command: 'my' })).text, /You are booked/)
    const { client: eve } = await askedClient('eve')
    const contact = { name: 'Eve', phone: '+79037654321' }
    const again = await eve.sends({ text: 'yes', contact })
    assert.match(again.text, /Please check your booking.*\+7 903 765 43 21/s)
    const { client: anew } = await askedClient('anew')
    const pressed = await anew.sends({ choice: anew.button('Confirm').id, contact })
    assert.match(pressed.text, /Please check your booking.*\+7 903 765 43 21/s)
    assert.equal(await booked(), count)
    assert.deepEqual(desk.writes(), [])
  })

  it('is not the model’s: it may call again, in a loop, and say that all is booked', async () => {
    const count = await booked()
    const { client, time } = await askedClient('insistent')
    desk.model.always(({ system }) => call('create_appointment', { slot_id: offeredAt(system, time) }))
    assert.match((await client.says('Is there parking nearby?')).text, /Please check your booking/)

    desk.model.will(text('We have a car park. Great news: your appointment is booked for 11:00!'))
    const claimed = await client.says('And is it free?')
    assert.match(claimed.text, /^We have a car park\.\n\nPlease check your booking/)
    assert.deepEqual(claimed.labels, ['Confirm', 'Change'])

    assert.equal(await booked(), count)
    assert.deepEqual(desk.writes(), [])
  })

  for (const claim of [
    'Готово! Вы записаны на завтра в 15:00.',
    'All set! I have booked you for 15:00.',
    'Your visit has been cancelled.',
  ])
    it(`is missed by a model that claims: ${claim}`, async () => {
      desk.model.will(text(claim))
      const answered = await desk.client(`claim-${claim.length}`).says('Book me tomorrow at 3 pm')
      assert.match(answered.text, /nothing has been booked or changed yet/)
      assert.doesNotMatch(answered.text, /записаны|I have booked|cancelled/)
    })

  it('lets a model tell of a visit that a tool named', async () => {
    const { client, time } = await askedClient('teller')
    await client.presses('Confirm')
    desk.model.will(call('get_client_appointments'), text(`Yes, your appointment is booked for ${time}.`))
    assert.match((await client.says('So am I booked?')).text, /^Yes, your appointment is booked/)
    // Without looking, or with a time that is none of theirs, the truth is shown instead.
    desk.model.will(call('get_client_appointments'), text('Yes, your visit is booked for 8:00.'))
    const corrected = await client.says('Are you sure?')
    assert.match(corrected.text, new RegExp(`this is what is booked now.*Manicure.*${time}`, 's'))
    assert.match(corrected.labels[0] ?? '', new RegExp(`${time} · Manicure`))
  })

  const YES = [
    'perfect, see you then',
    'yes',
    'Да',
    'Yes, please!',
    '👍',
    'ок, спасибо',
    'Всё верно',
    'go ahead',
    'book it',
    'That works for me.',
    "yes, that's correct, thanks",
    'Sounds great',
    '«да»',
    'да 🙏',
    'Yes ❤️',
    'ок 👍🏿',
    'да)))',
    'да, запишите меня',
    'мне всё подходит',
    'yes, that would be great',
    'Yes, please go ahead and book it for me',
    'great, yes, thank you so much',
  ]
  it('is given by a plain yes', async () => {
    for (const [index, yes] of YES.entries()) {
      const { client } = await askedClient(`yes-${index}`)
      const requests = desk.model.requests.length
      assert.match((await client.says(yes)).text, /You are booked|вы записаны/, yes)
      assert.equal(desk.model.requests.length, requests)
    }
  })

  const NOT_YES = [
    'yes but later',
    'да, но попозже',
    'yes?',
    'yes no',
    'cancel it please and find another day',
    'отменяйте',
    'move it',
    'да, только к Камиле',
    '❤️',
    'не согласна',
    '👍👎',
    'yes, and book my friend too',
    'Yes. Can we make it 3 pm?',
    'Great, but what is the address?',
    'Sounds good, is there anything earlier?',
    'Do they have parking?',
    'are you sure',
    'ok, is that right',
    'Yes. How much is it?',
    'yes, provided parking',
    'yes, the address is wrong',
    'yes where are you? too far',
    'Yes. Is there parking?',
    'да, при условии парковки',
    'да, лишь бы парковка была',
    'да, адрес в центре надеюсь',
    'да ну!',
    'да ладно!',
    'ага, конечно',
    'yeah right',
    'yes 🤔',
    'Great. Can you contact my mom to ask her?',
    'Ok, how can I contact you to decline?',
    'Okay, where can I reach you once I decide?',
    'Ok, may I contact you first to confirm?',
    'Yes. Can you find it cheaper and contact me?',
    'sure, what is the address of your competitor?',
    'Хорошо, подскажите телефон, я подумаю и перезвоню?',
    'Ок, скажите телефон, я посоветуюсь с мужем?',
    'Хорошо, а где находится салон получше?',
    "I'm good, thanks",
    'you sure',
    'yes, and also',
    'it seems too good to be right',
    'great thank you!!',
    'отлично, спасибо',
    'thanks',
    'ну да, конечно',
    'sure 🙃',
    'ok 🙅',
    'Ок 🙅‍♀️',
    '🚫 ok',
    '~~yes~~',
    '> да',
    '🏿',
    '\u{202e}yes\u{202c}',
  ]
  it('may be followed by a question about the business, which is answered after the booking', async () => {
    for (const [index, words] of [
      "Yes, that's right. What is the address?",
      'ok, where are you located?',
      'Sure! Could you please tell me your phone number and address?',
      'Да, а где вы находитесь?',
      'Хорошо. Подскажите, пожалуйста, адрес?',
      'ок, как до вас добраться?',
    ].entries()) {
      const { client } = await askedClient(`curious-${index}`)
      desk.model.will(text('5 Garden Street.'))
      assert.match((await client.says(words)).text, /(You are booked|вы записаны).*5 Garden Street\./s, words)
      assert.equal(desk.model.left(), 0)
    }
  })

  it('is not given by anything else', async () => {
    const { client } = await askedClient('careful')
    desk.model.always(text('I see.'))
    for (const words of NOT_YES) {
      assert.equal((await client.says(words)).text, 'I see.', words)
      // Nobody asked anything since: the yes is about the summary, which is put once more.
      assert.match((await client.says('yes')).text, /Please check your booking|Проверьте/, words)
    }
    assert.match((await client.says('no')).text, /What would you like to change/)
    assert.deepEqual(desk.writes(), [])
  })

  it('is asked again when the desk has said something since', async () => {
    const { client } = await askedClient('slow')
    desk.model.will(text('The car park is free.'))
    await client.says('Where can I park?')
    const requests = desk.model.requests.length
    const again = await client.says('yes')
    assert.match(again.text, /Please check your booking/)
    assert.equal(desk.model.requests.length, requests)
    assert.deepEqual(desk.writes(), [])
    assert.match((await client.says('yes')).text, /You are booked/)
  })

  it('is asked again when a model has asked something, or has said the desk’s own words', async () => {
    const { client } = await askedClient('parking')
    desk.model.will(text('Do you come by car?'), text('Then take the gate on the left.'))
    await client.says('Where can I park?')
    assert.equal((await client.says('yes')).text, 'Then take the gate on the left.')
    desk.model.will(text('It is free. If everything is right, press "Confirm" or say "yes".'))
    await client.says('Is it free?')
    assert.match((await client.says('yes')).text, /Please check your booking/)
    assert.deepEqual(desk.writes(), [])
  })

  it('is for one draft: a changed one asks anew and the old button says so', async () => {
    const { client } = await askedClient('changing')
    const old = client.button('Confirm')
    desk.model.will(call('get_available_slots', on('2026-11-30')), request =>
      call('create_appointment', { slot_id: slotIn(request, '13:00') }),
    )
    assert.match((await client.says('No, next Monday at one')).text, /30 November, 13:00/)
    const stale = await client.sends({ choice: old.id })
    assert.match(stale.text, /no longer current.*30 November, 13:00/s)
    assert.deepEqual(desk.writes(), [])
    assert.match((await client.presses('Confirm')).text, /booked.*30 November, 13:00/s)
  })

  it('covers the employee: another one at the same time is another draft', async () => {
    const client = desk.client('choosy')
    desk.model.will(
      call('create_client', { name: 'Eva', phone: '+79161234567' }),
      call('get_available_slots', { ...on('2026-12-01'), employee_id: 'olga' }),
      request => call('create_appointment', { slot_id: slotIn(request, '15:00') }),
    )
    assert.match((await client.says('Manicure on Tuesday at three with Olga')).text, /With: Olga/)
    desk.model.will(call('get_available_slots', { ...on('2026-12-01'), employee_id: 'kamila' }), request =>
      call('create_appointment', { slot_id: slotIn(request, '15:00') }),
    )
    assert.match((await client.says('Rather with Kamila')).text, /With: Kamila/)
    assert.match((await client.says('yes')).text, /booked.*With: Kamila/s)
  })

  it('is used up: a second press tells what became of it, and Change does not deny it', async () => {
    const { client } = await askedClient('double')
    const confirm = client.button('Confirm')
    const change = client.button('Change')
    await client.presses('Confirm')
    const count = await booked()
    assert.match((await client.sends({ choice: confirm.id })).text, /You are booked/)
    assert.match((await client.sends({ choice: change.id })).text, /You are booked/)
    assert.equal(await booked(), count)
    assert.deepEqual(desk.writes(), ['createAppointment'])

    // Told again in the middle of another matter, it is no event.
    await client.sends({ command: 'book' })
    assert.equal((await client.presses('Manicure')).state, 'CONSULTING')
    assert.equal((await client.sends({ choice: confirm.id })).state, 'CONSULTING')
  })
})
