import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openSalon, type WhatsAppSalon } from './salon.ts'

describe('a dialog in whatsapp', () => {
  let salon: WhatsAppSalon
  before(async () => {
    salon = await openSalon()
  })
  after(() => salon.close())

  const visitsOf = async (phone: string) =>
    (await salon.desk.visits())
      .filter(visit => visit.phone === phone)
      .map(({ status, start, parts }) => [status, start.slice(0, 16), parts[0]?.employeeId])

  it('books by buttons alone in six taps, with the phone and the name that WhatsApp knows', async () => {
    const anna = salon.person(1)
    // Chosen from what WhatsApp offers after a slash.
    await anna.says('/book')
    const employees = await anna.presses('Manicure')
    assert.equal(employees.form, 'buttons')
    const times = await anna.presses('Olga')
    assert.equal(times.form, 'list')
    await anna.presses('Tue 24 Nov, 10:00')
    const summary = await anna.presses('Anna')
    assert.match(summary.text, /Manicure\nTuesday 24 November, 10:00\nWith: Olga\n.*\nName: Anna, \+7 916 000 00 01/)
    const booked = await anna.presses('Confirm')
    assert.match(booked.text, /^You are booked/)
    assert.ok(anna.taps() + 1 <= 6, `${anna.taps()} taps and a command`)
    assert.deepEqual(await visitsOf('+79160000001'), [['booked', '2026-11-24T10:00', 'olga']])
    assert.equal(anna.shown().length, anna.sent.length, 'one message for each')
  })

  it('moves and cancels it by buttons alone', async () => {
    const anna = salon.person(1)
    const before = anna.shown().length
    await anna.sends({ type: 'text', text: { body: '/my' } })
    await anna.presses(/^Tue 24 Nov, 10:00/)
    await anna.presses('Move')
    await anna.presses('Wed 25 Nov, 10:00')
    assert.match((await anna.presses('Move it')).text, /^Moved/)
    assert.deepEqual(await visitsOf('+79160000001'), [['booked', '2026-11-25T10:00', 'olga']])
    await anna.says('/cancel')
    await anna.presses(/^Wed 25 Nov, 10:00/)
    await anna.presses('Cancel')
    assert.match((await anna.presses('Yes, cancel it')).text, /cancelled/)
    assert.deepEqual(await visitsOf('+79160000001'), [['cancelled', '2026-11-25T10:00', 'olga']])
    assert.equal(anna.shown().length - before, 9)
  })

  it('books, moves and cancels by text alone', async () => {
    const boris = salon.person(2, { name: 'Борис' })
    await boris.says('Запишите меня на стрижку завтра в 12:00')
    await boris.says('Борис')
    assert.match((await boris.says('Да')).text, /^Готово, вы записаны/)
    assert.deepEqual(await visitsOf('+79160000002'), [['booked', '2026-11-24T12:00', 'ivan']])
    await boris.says('Перенесите на завтра в 15:00')
    assert.match((await boris.says('Да')).text, /^Перенесено/)
    await boris.says('Отмените мою запись')
    assert.match((await boris.says('Да')).text, /отмен/)
    assert.deepEqual(await visitsOf('+79160000002'), [['cancelled', '2026-11-24T15:00', 'ivan']])
  })

  it('books with words and buttons mixed', async () => {
    const vera = salon.person(3, { name: 'Vera' })
    await vera.says('I would like a manicure on Thursday')
    await vera.presses('Other days')
    await vera.presses(/26 Nov/)
    await vera.presses(/11:00/)
    await vera.says('Vera Orlova')
    assert.match((await vera.presses('Confirm')).text, /^You are booked/)
    assert.deepEqual(await visitsOf('+79160000003'), [['booked', '2026-11-26T11:00', 'olga']])
  })

  it('asks a client behind a username for the phone by WhatsApp’s own button', async () => {
    const gleb = salon.person(4, { name: 'Gleb', hidesPhone: true })
    await gleb.says('A haircut tomorrow at 17:00')
    const asked = gleb.shown().at(-1)
    assert.equal(asked?.form, 'contact')
    const phones = [{ phone: '+7 916 000-00-04', wa_id: '79160000004', type: 'CELL' }]
    await gleb.sends({
      type: 'contacts',
      contacts: [{ origin: 'contact_request', name: { formatted_name: 'Gleb' }, phones }],
    })
    assert.match((await gleb.presses('Confirm')).text, /^You are booked/)
    assert.deepEqual(await visitsOf('+79160000004'), [['booked', '2026-11-24T17:00', 'ivan']])
    assert.ok(
      salon.fake.accepted
        .filter(({ client }) => client?.userId === gleb.client.userId)
        .every(({ body }) => body.recipient),
    )
  })

  it('goes on under a new number, in the same conversation', async () => {
    const vera = salon.person(3, { name: 'Vera' })
    const moved = { ...vera.client, phone: '79160000033', userId: 'RU.1349120865530033' }
    const system = { type: 'user_changed_number', wa_id: moved.phone, user_id: moved.userId, body: 'changed' }
    await salon.fake.write(vera.client, 'wamid.changed', { type: 'system', system })
    const next = salon.person(33, moved)
    const shown = await next.says('/my')
    assert.deepEqual(
      shown.choices.map(({ label }) => label.slice(0, 17)),
      ['Thu 26 Nov, 11:00'],
    )
  })

  it('answers kindly what it can not read', async () => {
    const dina = salon.person(5, { name: 'Dina' })
    const answer = await dina.sends({ type: 'unsupported', errors: [{ code: 131051, title: 'Unsupported' }] })
    assert.match(answer.text, /put it into words/)
  })

  it('never sent what WhatsApp refuses', () => {
    assert.deepEqual(salon.fake.refused, [])
  })
})
