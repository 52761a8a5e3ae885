import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import plugin from '../../../plugins/crm/onec/index.ts'
import { nearNames } from '../../../plugins/crm/provider/near-names.ts'
import { CLIENTS, OLGA, openSalon, optionsFor, VISITS, WEDNESDAY } from './salon.ts'

/** Where something is wrong. */
const paths = (change: object) =>
  plugin
    .check({ ...optionsFor('http://127.0.0.1:1'), ...change } as Parameters<typeof plugin.check>[0])
    .map(({ path }) => path.join('.'))

describe('the options of 1C', () => {
  it('are complete with a preset that has all names', () => {
    assert.deepEqual(paths({}), [])
    for (const preset of ['unf', 'repair']) assert.deepEqual(paths({ preset }), [])
  })

  it('lack what neither they nor the preset name', () => {
    assert.deepEqual(paths({ preset: 'trade' }), ['visit.start', 'visit.employee'])
    assert.deepEqual(paths({ preset: 'booking', visit: { comment: '' } }), ['visit.comment'])
    assert.ok(paths({ preset: undefined }).includes('visit.set'))
  })

  it('hold no login in the address, no zone that is none, no hours that are none, no status without a field', () => {
    assert.deepEqual(paths({ url: 'https://user:secret@1c.example.com/salon' }), ['url'])
    assert.deepEqual(paths({ timezone: 'Moscow' }), ['timezone'])
    assert.deepEqual(paths({ hours: { mon: '25:00-26:00' } }), ['hours.mon'])
    assert.deepEqual(paths({ statuses: { booked: ['Запланирован'] } }), ['statuses'])
  })
})

describe('the names that are suggested', () => {
  it('are of the same kind, the nearest first, and none that is far', () => {
    const known = ['Document_ЗаказНаряд', 'Document_ЗаписиКлиентов', 'Catalog_ЗаписьКлиента', 'Document_ЗаписьКлиента']
    assert.deepEqual(nearNames('Document_ЗаписьКлиент', known), ['Document_ЗаписьКлиента', 'Document_ЗаписиКлиентов'])
  })
})

describe('a base of another shape', () => {
  const change = (options: ReturnType<typeof optionsFor>) => ({
    ...options,
    clients: { contacts: '', phone: 'Телефон' },
    schedule: { date: 'Дата' },
    visit: {
      end: '',
      duration: 'Длительность',
      key: 'КлючЗаписи',
      service: 'Услуга_Key',
      clientName: 'ИмяКлиента',
    },
  })

  /** Shifts as days with mere times of day. */
  async function open(test: Parameters<typeof openSalon>[0]) {
    const salon = await openSalon(test, { change })
    for (const row of salon.book.rows('InformationRegister_РасписаниеСотрудников')) {
      row['Дата'] = `${String(row['Начало']).slice(0, 10)}T00:00:00`
      row['Начало'] = '0001-01-01T10:00:00'
      row['Окончание'] = '0001-01-01T12:00:00'
    }
    return salon
  }

  it('is booked, found by its key, moved and cancelled', async test => {
    const salon = await open(test)
    const { crm, call, newKey, book } = salon
    assert.equal(crm.capabilities.severalServices, false)
    const free = await salon.slots()
    assert.deepEqual([...new Set(free.map(({ start }) => start.slice(11, 16)))], ['10:00', '10:30', '11:00'])
    const [slot, , , , later] = free
    assert.ok(slot && later)
    const key = newKey()
    const visit = await crm.createAppointment({ slot, client: OLGA, comment: 'у окна', key }, call())
    const row = book.find(VISITS, visit.id)
    assert.deepEqual(
      [row?.['Длительность'], row?.['КлючЗаписи'], row?.['Комментарий'], row?.['ИмяКлиента'], row?.['Услуги']],
      [60, key, 'у окна', OLGA.name, []],
    )
    assert.equal(row?.['Услуга_Key'], await salon.serviceId('Стрижка'))
    assert.equal(book.rows(CLIENTS)[0]?.['Телефон'], OLGA.phone)
    assert.deepEqual(
      (await crm.listAppointments({ key }, call())).map(({ id, end }) => [id, end]),
      [[visit.id, '2026-11-25T11:00:00+03:00']],
    )
    assert.equal((await crm.listAppointments({ phone: OLGA.phone, ...WEDNESDAY }, call())).length, 1)
    const moved = await crm.rescheduleAppointment({ id: visit.id, slot: later, key: newKey() }, call())
    assert.equal(moved.start, later.start)
    await crm.cancelAppointment({ id: visit.id, key: newKey() }, call())
    assert.deepEqual(
      (await crm.listAppointments({ key }, call())).map(({ status }) => status),
      ['cancelled'],
    )
  })
})
