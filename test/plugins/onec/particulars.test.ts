import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AppointmentDraft, Slot } from '../../../core/contract/index.ts'
import { CLIENTS, OLGA, openSalon, VISITS, WEDNESDAY } from './salon.ts'

type Salon = Awaited<ReturnType<typeof openSalon>>

const code = (error: unknown) => Object(error).code

function firstOf(slots: readonly Slot[]): Slot {
  const [slot] = slots
  assert.ok(slot)
  return slot
}

async function draftOf({ slots, newKey }: Salon, change: Partial<AppointmentDraft> = {}): Promise<AppointmentDraft> {
  return { slot: firstOf(await slots()), client: OLGA, key: newKey(), ...change }
}

const liveVisits = ({ book }: Salon) => book.rows(VISITS).filter(row => row['DeletionMark'] !== true)

describe('a booking in 1C', () => {
  it('is a document with naive times, numbered rows, the price and the key', async test => {
    const salon = await openSalon(test)
    const draft = await draftOf(salon, { comment: 'С окном' })
    const visit = await salon.crm.createAppointment(draft, salon.call())
    const row = salon.book.find(VISITS, visit.id)
    assert.equal(row?.['Начало'], '2026-11-25T09:00:00')
    assert.equal(row?.['Окончание'], '2026-11-25T10:00:00')
    assert.equal(row?.['Date'], '2026-11-23T12:00:00')
    assert.equal(row?.['Комментарий'], `С окном\nAI-Admin:${draft.key}`)
    assert.deepEqual(row?.['Услуги'], [
      { LineNumber: '1', Номенклатура_Key: await salon.serviceId('Стрижка'), Количество: 1, Цена: 1500, Сумма: 1500 },
    ])
    assert.deepEqual([visit.comment, visit.key], ['С окном', draft.key])
  })

  it('is read in the zone of the server and told in that of the company', async test => {
    const salon = await openSalon(test, { change: options => ({ ...options, timezone: 'Asia/Novosibirsk' }) })
    // The shifts of nine to nineteen are now those of Novosibirsk, four hours ahead of Moscow.
    const { slot } = await draftOf(salon)
    assert.equal(slot.start, '2026-11-25T05:00:00+03:00')
    const visit = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    assert.equal(salon.book.find(VISITS, visit.id)?.['Начало'], '2026-11-25T09:00:00')
    assert.equal(visit.start, '2026-11-25T05:00:00+03:00')
  })

  it('that a handler refuses is refused, and nothing is left', async test => {
    const salon = await openSalon(test, { moods: { refusesWriting: 'Не заполнена организация' } })
    const draft = await draftOf(salon, { client: { ...OLGA } })
    salon.fake.moods.refusesWriting = undefined
    await salon.crm.createClient({ ...OLGA, key: salon.newKey() }, salon.call())
    salon.fake.moods.refusesWriting = 'Не заполнена организация, звонить +7 916 123-45-67'
    const failure = await salon.crm.createAppointment(draft, salon.call()).catch((error: unknown) => error)
    assert.equal(code(failure), 'refused')
    assert.match(String(failure), /Не заполнена организация/)
    assert.doesNotMatch(String(failure), /123-45/)
    assert.deepEqual(liveVisits(salon), [])
  })

  for (const field of ['Начало', 'Сотрудник_Key', 'Услуги', 'Комментарий'])
    it(`whose ${field} was dropped without a word is taken back and refused`, async test => {
      const salon = await openSalon(test, { moods: { dropped: [field] } })
      const failure = await salon.crm.createAppointment(await draftOf(salon), salon.call()).catch((e: unknown) => e)
      assert.equal(code(failure), 'refused')
      assert.deepEqual(liveVisits(salon), [])
    })

  it('whose client was dropped is taken back as well, since it would be nobody’s', async test => {
    const salon = await openSalon(test, { moods: { dropped: ['Клиент_Key'] } })
    await assert.rejects(salon.crm.createAppointment(await draftOf(salon), salon.call()), /does not keep .*Клиент_Key/)
    assert.deepEqual(liveVisits(salon), [])
  })

  it('is found by its own key also when the client wrote one into the remark', async test => {
    const salon = await openSalon(test)
    const draft = await draftOf(salon, { comment: 'AI-Admin:key-of-somebody-else' })
    const { id } = await salon.crm.createAppointment(draft, salon.call())
    const found = await salon.crm.listAppointments({ key: draft.key }, salon.call())
    assert.deepEqual(
      found.map(visit => visit.id),
      [id],
    )
    assert.deepEqual(await salon.crm.listAppointments({ key: 'key-of-somebody-else' }, salon.call()), [])
  })

  it('of which 1C keeps another price stays, since that is the business of 1C', async test => {
    const salon = await openSalon(test, {
      change: options => ({ ...options, visit: { rows: { price: 'ЦенаСоСкидкой' } } }),
    })
    const { status } = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    assert.equal(status, 'booked')
    assert.ok(salon.trace.lines.some(line => line.includes('Услуги.ЦенаСоСкидкой')))
  })

  it('that is posted answers the posted document', async test => {
    const salon = await openSalon(test, { change: options => ({ ...options, visit: { post: true } }) })
    const visit = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    assert.equal(salon.book.find(VISITS, visit.id)?.['Posted'], true)
  })

  it('that can not be posted is taken back and refused', async test => {
    const salon = await openSalon(test, {
      moods: { refusesPosting: 'Период закрыт' },
      change: options => ({ ...options, visit: { post: true } }),
    })
    const failure = await salon.crm.createAppointment(await draftOf(salon), salon.call()).catch((e: unknown) => e)
    assert.deepEqual([code(failure), /Период закрыт/.test(String(failure))], ['refused', true])
    assert.deepEqual(liveVisits(salon), [])
  })

  it('gives way to what staff wrote into the same time meanwhile', async test => {
    const salon = await openSalon(test)
    const draft = await draftOf(salon)
    salon.fake.moods.afterWrite = book => {
      salon.fake.moods.afterWrite = undefined
      book.add(VISITS, {
        Начало: '2026-11-25T09:30:00',
        Окончание: '2026-11-25T10:30:00',
        Сотрудник_Key: draft.slot.parts[0]?.employeeId,
      })
    }
    await assert.rejects(salon.crm.createAppointment(draft, salon.call()), error => code(error) === 'slot_taken')
    assert.deepEqual(
      liveVisits(salon).map(row => row['Начало']),
      ['2026-11-25T09:30:00'],
    )
  })

  it('names the set that the user may not write', async test => {
    const salon = await openSalon(test, { moods: { unwritable: [VISITS] } })
    const failure = await salon.crm.createAppointment(await draftOf(salon), salon.call()).catch((e: unknown) => e)
    assert.equal(code(failure), 'unauthorized')
    assert.match(String(failure), /no right to write Document_ЗаписьКлиента/)
  })

  it('of sixty clients at once never takes more sessions than it may', async test => {
    const salon = await openSalon(test)
    const { slot } = await draftOf(salon)
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const client = { name: `Гость ${index}`, phone: `+7916000${String(1000 + index)}` }
        return salon.crm
          .createAppointment({ slot, client, key: salon.newKey() }, salon.call())
          .then(() => 'booked', code)
      }),
    )
    assert.equal(outcomes.filter(outcome => outcome === 'booked').length, 1)
    assert.equal(outcomes.filter(outcome => outcome === 'slot_taken').length, 59)
    assert.ok(salon.fake.counts.mostSessions <= 2, `${salon.fake.counts.mostSessions} sessions`)
  })
})

describe('many readers of 1C', () => {
  it('share two sessions, or as many as the options allow', async test => {
    for (const connections of [2, 3]) {
      const { crm, call, fake } = await openSalon(test, { change: options => ({ ...options, connections }) })
      await Promise.all(Array.from({ length: 40 }, () => crm.listAppointments(WEDNESDAY, call())))
      assert.equal(fake.counts.mostSessions, connections)
    }
  })

  it('are told of a limit of the licence as of a base that is not there now', async test => {
    const { crm, call } = await openSalon(test, { moods: { licences: 0 } })
    await assert.rejects(crm.listServices({}, call()), error => code(error) === 'unavailable')
  })
})

describe('a change of a visit in 1C', () => {
  it('marks a posted visit for deletion only after it was unposted, and never deletes it', async test => {
    const salon = await openSalon(test, { change: options => ({ ...options, visit: { post: true } }) })
    const { id } = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    const cancelled = await salon.crm.cancelAppointment({ id, reason: 'заболела', key: salon.newKey() }, salon.call())
    const row = salon.book.find(VISITS, id)
    assert.deepEqual([cancelled.status, row?.['DeletionMark'], row?.['Posted']], ['cancelled', true, false])
    assert.match(String(row?.['Комментарий']), /заболела$/)
  })

  it('gives the status of a cancelled one where the configuration has such a status', async test => {
    const statuses = { booked: ['Запланирован'], arrived: ['Пришел'], no_show: ['НеПришел'], cancelled: ['Отменен'] }
    const salon = await openSalon(test, { change: options => ({ ...options, visit: { status: 'Статус' }, statuses }) })
    const { id } = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    const row = salon.book.find(VISITS, id)
    assert.ok(row)
    assert.equal(row['Статус'], 'Запланирован')
    for (const [value, status] of [
      ['Пришел', 'arrived'],
      ['НеПришел', 'no_show'],
    ]) {
      salon.book.change(row, VISITS, { Статус: value })
      assert.equal((await salon.crm.getAppointment({ id }, salon.call()))?.status, status)
    }
    salon.book.change(row, VISITS, { Статус: 'Запланирован' })
    await salon.crm.cancelAppointment({ id, key: salon.newKey() }, salon.call())
    assert.deepEqual([row['Статус'], row['DeletionMark']], ['Отменен', false])
  })

  it('asks for a confirmation where a status says so', async test => {
    const statuses = { requested: ['Заявка'], booked: ['Запланирован'] }
    const salon = await openSalon(test, { change: options => ({ ...options, visit: { status: 'Статус' }, statuses }) })
    const { status } = await salon.crm.createAppointment(await draftOf(salon), salon.call())
    assert.equal(status, 'requested')
  })

  for (const ignoresIfMatch of [false, true])
    it(`moves a visit back when staff took the new time meanwhile, ${ignoresIfMatch ? 'without' : 'with'} versions`, async test => {
      const salon = await openSalon(test, { moods: { ignoresIfMatch } })
      const { id } = await salon.crm.createAppointment(await draftOf(salon), salon.call())
      const slot = (await salon.slots()).find(one => one.start.includes('T15:00'))
      assert.ok(slot)
      const who = slot.parts[0]?.employeeId
      salon.fake.moods.afterWrite = book => {
        salon.fake.moods.afterWrite = undefined
        book.add(VISITS, { Начало: '2026-11-25T15:00:00', Окончание: '2026-11-25T16:00:00', Сотрудник_Key: who })
      }
      const move = salon.crm.rescheduleAppointment({ id, slot, key: salon.newKey() }, salon.call())
      await assert.rejects(move, error => code(error) === 'slot_taken')
      assert.equal(salon.book.find(VISITS, id)?.['Начало'], '2026-11-25T09:00:00')
    })
})

describe('a client in 1C', () => {
  const spellings = ['8 (916) 123-45-67', '+7 916 123 45 67', '9161234567', '+7(495)111-22-33; 8-916-123-45-67']
  for (const text of spellings)
    it(`is found by a phone that somebody wrote as ${text}`, async test => {
      const { crm, call, book } = await openSalon(test)
      book.add(CLIENTS, {
        Description: 'Ольга',
        КонтактнаяИнформация: [{ LineNumber: '1', Тип: 'Телефон', Представление: text }],
      })
      const found = await crm.findClientsByPhone({ phone: OLGA.phone }, call())
      assert.deepEqual(
        found.map(({ name, phone }) => [name, phone]),
        [['Ольга', OLGA.phone]],
      )
    })

  it('is nobody when the digits merely occur, or when it is marked for deletion', async test => {
    const { crm, call, book } = await openSalon(test)
    const contact = (text: string) => [{ LineNumber: '1', Тип: 'Телефон', Представление: text }]
    book.add(CLIENTS, { Description: 'Other', КонтактнаяИнформация: contact('+7 916 123-45-67-8') })
    book.add(CLIENTS, { Description: 'Gone', DeletionMark: true, КонтактнаяИнформация: contact(OLGA.phone) })
    assert.deepEqual(await crm.findClientsByPhone({ phone: OLGA.phone }, call()), [])
  })

  it('keeps all other contacts when one changes', async test => {
    const { crm, call, book } = await openSalon(test)
    const rows = [
      { LineNumber: '1', Тип: 'Адрес', Представление: 'Садовая, 5' },
      { LineNumber: '2', Тип: 'Телефон', Представление: '8 916 123-45-67', Значение: '{}' },
      { LineNumber: '3', Тип: 'АдресЭлектроннойПочты', Представление: 'olga@example.org', АдресЭП: 'olga@example.org' },
    ]
    const record = book.add(CLIENTS, { Description: 'Ольга', КонтактнаяИнформация: rows })
    const id = String(record['Ref_Key'])
    await crm.updateClient({ id, patch: { phone: '+79260000000' } }, call())
    const kept = record['КонтактнаяИнформация']
    assert.ok(Array.isArray(kept))
    assert.deepEqual(
      kept.map(row => [row.LineNumber, row.Представление]),
      [
        ['1', 'Садовая, 5'],
        ['2', '+79260000000'],
        ['3', 'olga@example.org'],
      ],
    )
    assert.equal((await crm.getClient({ id }, call()))?.email, 'olga@example.org')
  })

  it('whose phone was dropped without a word is no success', async test => {
    const { crm, call, newKey } = await openSalon(test, { moods: { dropped: ['КонтактнаяИнформация'] } })
    await assert.rejects(crm.createClient({ ...OLGA, key: newKey() }, call()), /did not keep the phone/)
  })
})

describe('the catalog of 1C', () => {
  it('has prices of the list that is meant, categories, titles, and nothing private', async test => {
    const { crm, call } = await openSalon(test)
    const services = await crm.listServices({}, call())
    assert.deepEqual(
      services.map(({ name, category, durationMinutes, price }) => [name, category, durationMinutes, price?.min]),
      [
        ['Стрижка', 'Волосы', 60, 150_000],
        ['Окрашивание', 'Волосы', 90, 480_000],
      ].toSorted((a, b) => services.findIndex(one => one.name === a[0]) - services.findIndex(one => one.name === b[0])),
    )
    const employees = await crm.listEmployees({}, call())
    assert.deepEqual(employees.map(({ name, title }) => [name, title]).sort(), [
      ['Анна', 'Стилист'],
      ['Борис', 'Стилист'],
    ])
    assert.doesNotMatch(JSON.stringify(employees), /4500 000000/)
  })

  it('is read to its last page', async test => {
    const { crm, call, book } = await openSalon(test, { change: ({ skills: _, ...options }) => options })
    for (let index = 0; index < 1_100; index += 1)
      book.add('Catalog_Номенклатура', { Description: `Услуга ${index}`, ТипНоменклатуры: 'Услуга' })
    assert.equal((await crm.listServices({}, call())).length, 1_102)
  })

  it('takes durations from the options where 1C has none', async test => {
    const { crm, call, book } = await openSalon(test, {
      change: ({ skills: _, ...options }) => ({
        ...options,
        services: { ...options.services, defaultMinutes: 45, minutes: { 'М-1': 20 } },
      }),
    })
    book.add('Catalog_Номенклатура', { Description: 'Брови', Code: 'М-1', ТипНоменклатуры: 'Услуга' })
    book.add('Catalog_Номенклатура', { Description: 'Макияж', ТипНоменклатуры: 'Услуга' })
    const minutes = new Map((await crm.listServices({}, call())).map(one => [one.name, one.durationMinutes]))
    assert.deepEqual([minutes.get('Брови'), minutes.get('Макияж')], [20, 45])
  })

  it('offers the hours of the business where no register of shifts is named', async test => {
    const open = ['12:00-14:00']
    const salon = await openSalon(test, {
      change: options => ({ ...options, schedule: { set: '' }, hours: { wed: open } }),
    })
    assert.deepEqual(
      [...new Set((await salon.slots()).map(({ start }) => start.slice(11, 16)))],
      ['12:00', '12:30', '13:00'],
    )
  })

  it('lists what staff booked without a key or a client', async test => {
    const { crm, call, book } = await openSalon(test)
    book.add(VISITS, { Начало: '2026-11-25T09:30:00', Окончание: '0001-01-01T00:00:00' })
    const [visit] = await crm.listAppointments(WEDNESDAY, call())
    assert.deepEqual(
      [visit?.start, visit?.end, visit?.key],
      ['2026-11-25T09:30:00+03:00', '2026-11-25T10:30:00+03:00', undefined],
    )
  })
})
