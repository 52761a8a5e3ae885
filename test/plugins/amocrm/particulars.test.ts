import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { ANNA, BORIS, PIPELINE, valueIn } from '../../fakes/amocrm/index.ts'
import { byStaff, failure, OLGA, openSalon, type Salon, TUESDAY } from './salon.ts'

const NOON = Date.parse('2026-11-24T12:00:00+03:00') / 1_000

const contact = (id: number, phone: string, more: object = {}) => ({
  id,
  name: 'Olga',
  created_at: 1,
  is_deleted: false,
  custom_fields_values: [
    { field_id: 269_303, field_code: 'PHONE', values: [{ value: phone, enum_id: 154_121, enum_code: 'MOB' }] },
  ],
  ...more,
})

describe('amoCRM', () => {
  let salon: Salon
  beforeEach(async () => {
    salon = await openSalon()
  })
  afterEach(() => salon.close())

  const starts = async (employeeId: number) =>
    (await salon.slots())
      .filter(slot => slot.parts[0]?.employeeId === String(employeeId))
      .map(slot => slot.start.slice(11, 16))
  const book = async (changes?: Parameters<Salon['draft']>[1]) => {
    const slots = await salon.slots()
    const noon = slots.find(slot => slot.start.includes('T12:00') && slot.parts[0]?.employeeId === String(ANNA.id))
    return salon.run(salon.crm.createAppointment(salon.draft(noon, changes), salon.call()))
  }

  it('writes the visit so that staff read it: fields, contact, linked services, a task', async () => {
    const { account } = salon.fake
    const visit = await book({ comment: 'wants tea' })
    const [lead] = account.leads
    assert.ok(lead)
    assert.equal(lead['name'], 'Haircut – Olga Brandt')
    assert.deepEqual([lead['price'], valueIn(lead, 'AIADMIN_COMMENT')], [45, 'wants tea'])
    assert.deepEqual(lead['_embedded'].contacts, [{ id: account.contacts[0]?.['id'], is_main: true }])
    assert.deepEqual(
      lead['_embedded'].catalog_elements.map((one: { id: number }) => one.id),
      [525_439],
    )
    const [task] = account.tasks
    assert.deepEqual(
      [task?.['complete_till'], task?.['duration'], task?.['text']],
      [NOON, 3_600, 'Visit: Haircut, Olga Brandt'],
    )
    await salon.run(salon.crm.cancelAppointment({ id: visit.id, reason: 'is ill', key: 'k' }, salon.call()))
    assert.deepEqual([task?.['is_completed'], task?.['result']], [true, { text: 'is ill' }])
  })

  it('has booked the visit although its task and its links could not be written', async () => {
    salon.fake.account.switches.forbidden.push('tasks')
    assert.equal((await book()).status, 'booked')
  })

  it('finds a phone however it was typed, and says so when phones are hidden', async () => {
    const find = () => salon.run(salon.crm.findClientsByPhone({ phone: OLGA.phone }, salon.call()))
    salon.fake.account.contacts.push(contact(7, '8 (916) 123-45-67'), contact(8, '+7 916 123-45-68'))
    salon.fake.account.contacts.push(contact(9, '89161234567', { is_deleted: true }))
    assert.deepEqual(
      (await find()).map(({ id, phone }) => [id, phone]),
      [['7', OLGA.phone]],
    )
    salon.fake.account.contacts.push(contact(10, '+7*****1234567'))
    assert.equal((await failure(find())).code, 'unauthorized')
  })

  it('knows a client whom it has just made while the search does not', async () => {
    salon.fake.account.switches.searchLagMs = 60_000
    await book()
    const found = await salon.run(salon.crm.findClientsByPhone({ phone: OLGA.phone }, salon.call()))
    assert.equal(found.length, 1)
  })

  it('keeps the other phones of a contact when one changes, whichever way a change is answered', async () => {
    salon.fake.account.switches.wrapsPatch = true
    const phones = [
      { value: '+79161234567', enum_id: 1 },
      { value: '+79160000001', enum_id: 2 },
    ]
    const fields = [{ field_id: 269_303, field_code: 'PHONE', values: phones }]
    salon.fake.account.contacts.push(contact(7, '', { custom_fields_values: fields }))
    const patch = { phone: '+79169999999', name: 'Olga Maria Falk' }
    const changed = await salon.run(salon.crm.updateClient({ id: '7', patch }, salon.call()))
    assert.deepEqual([changed.name, changed.phone], ['Olga Maria Falk', '+79169999999'])
    assert.deepEqual(
      salon.fake.account.contacts[0]?.['custom_fields_values'][0].values.map((one: { value: string }) => one.value),
      ['+79169999999', '+79160000001'],
    )
  })

  it('takes the time of leads that staff made, also of one that is won already, and not of lost ones', async () => {
    const { leads } = salon.fake.account
    const now = salon.clock.now() / 1_000
    leads.push(byStaff(20, NOON), byStaff(21, NOON + 7_200, { status_id: 142, closed_at: now }))
    leads.push(byStaff(22, NOON + 14_400, { status_id: 143 }), byStaff(23, NOON + 18_000, { is_deleted: true }))
    leads.push(byStaff(24, NOON + 18_000, { status_id: PIPELINE.noShow }), byStaff(25, 0))
    const free = await starts(ANNA.id)
    assert.ok(!free.includes('12:00') && !free.includes('14:00'), free.join())
    assert.ok(free.includes('13:00') && free.includes('16:00') && free.includes('17:00'), free.join())
    assert.ok((await starts(BORIS.id)).includes('12:00'))
  })

  it('offers the same with and without a search by fields, and over many pages', async () => {
    const { account } = salon.fake
    for (let index = 0; index < 5; index += 1) account.leads.push(byStaff(30 + index, NOON + index * 3_600))
    account.switches.pageSize = 2
    const without = await salon.slots()
    account.switches.filterApi = true
    await salon.clock.advance(400_000)
    assert.deepEqual(await salon.slots(), without)
    assert.equal(
      without
        .filter(slot => slot.parts[0]?.employeeId === String(ANNA.id))
        .at(2)
        ?.start.slice(11, 16),
      '11:00',
    )
  })

  it('gives way to a visit that staff made at the same moment, and takes its own lead back', async () => {
    const { account } = salon.fake
    salon.fake.onRequest = line => {
      if (line === 'POST /api/v4/leads') account.leads.push(byStaff(40, NOON))
    }
    const { code, reason } = await failure(book())
    assert.equal(code, 'slot_taken')
    assert.match(reason ?? '', /just been taken/)
    const own = account.leads.find(lead => lead['id'] !== 40)
    assert.ok(own)
    assert.deepEqual([own['status_id'], valueIn(own, 'AIADMIN_KEY')], [143, undefined])
  })

  it('stays when the other lead is the later one', async () => {
    const { account } = salon.fake
    salon.fake.onRequest = line => {
      if (line === 'GET /api/v4/leads' && account.leads.length === 1) account.leads.push(byStaff(99_999, NOON))
    }
    assert.equal((await book()).status, 'booked')
  })

  it('moves a visit back when somebody has taken the new time meanwhile', async () => {
    const { account } = salon.fake
    const visit = await book()
    const later = (await salon.slots()).find(
      slot => slot.start.includes('T15:00') && slot.parts[0]?.employeeId === '901',
    )
    assert.ok(later)
    salon.fake.onRequest = line => {
      if (line.startsWith('PATCH /api/v4/leads') && account.leads.length === 1)
        account.leads.push(byStaff(99_999, NOON + 10_800))
    }
    const move = salon.crm.rescheduleAppointment({ id: visit.id, slot: later, key: 'k' }, salon.call())
    assert.equal((await failure(salon.run(move))).code, 'slot_taken')
    assert.equal(valueIn(account.leads[0] ?? {}, 'AIADMIN_START'), NOON)
  })

  it('moves no visit to another service', async () => {
    const { id } = await book()
    const [slot] = await salon.slots()
    assert.ok(slot)
    const other = { ...slot, parts: slot.parts.map(part => ({ ...part, serviceIds: ['525440'] })) }
    const move = salon.crm.rescheduleAppointment({ id, slot: other, key: 'k' }, salon.call())
    assert.equal((await failure(salon.run(move))).code, 'invalid')
  })

  for (const field of ['AIADMIN_START', 'AIADMIN_EMPLOYEE', 'AIADMIN_KEY'])
    it(`books nothing in an account that silently drops ${field}`, async () => {
      salon.fake.account.switches.drops = [field]
      assert.equal((await failure(book())).code, 'refused')
      assert.equal(salon.fake.account.leads[0]?.['status_id'], 143)
    })

  it('finds a write by its key in the book itself while the search lags, and after staff moved the lead elsewhere', async () => {
    const { key } = await book()
    const [lead] = salon.fake.account.leads
    assert.ok(lead && key !== undefined)
    lead['pipeline_id'] = 77
    lead['status_id'] = 7701
    const found = await salon.run(
      salon.crm.listAppointments({ key, writtenAfter: '2026-11-23T12:00:00+03:00' }, salon.call()),
    )
    assert.deepEqual(
      found.map(({ id, status }) => [id, status]),
      [[String(lead['id']), 'booked']],
    )
  })

  it('sends nothing for a while after amoCRM has shut it out', async () => {
    await salon.slots()
    salon.fake.account.switches.blocked = true
    const ask = () => salon.run(salon.crm.findClientsByPhone({ phone: OLGA.phone }, salon.call()))
    assert.equal((await failure(ask())).code, 'rate_limited')
    const before = salon.fake.requests.length
    assert.equal((await failure(ask())).code, 'rate_limited')
    assert.equal(salon.fake.requests.length, before)
    salon.fake.account.switches.blocked = false
    await salon.clock.advance(300_001)
    assert.deepEqual(await ask(), [])
  })

  it('keeps sixty clients at once inside of seven requests a second', async () => {
    const slots = await salon.slots()
    const outcomes = await salon.run(
      Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          await salon.crm.listAvailableSlots({ serviceIds: ['525439'], ...TUESDAY }, salon.call(60))
          const client = { name: `Guest ${index}`, phone: `+791600000${String(index).padStart(2, '0')}` }
          const work = salon.crm.createAppointment(salon.draft(slots[index % 20], { client }), salon.call(60))
          return work.then(
            () => 'booked',
            (error: unknown) => String(Object(error).code),
          )
        }),
      ),
    )
    assert.equal(salon.fake.overLimit, 0)
    const live = salon.fake.account.leads.filter(lead => lead['status_id'] === PIPELINE.booked)
    assert.equal(outcomes.filter(outcome => outcome === 'booked').length, live.length)
    // Ten half hours of two people: five visits of an hour each.
    assert.equal(live.length, 10, outcomes.join())
    const names = live.map(lead => `${valueIn(lead, 'AIADMIN_START')} ${valueIn(lead, 'AIADMIN_EMPLOYEE')}`)
    assert.equal(new Set(names).size, names.length)
  })
})

describe('amoCRM whose users are the employees', () => {
  it('books by who is responsible for the lead, in the hours of each', async t => {
    const salon = await openSalon({
      config: {
        employeesFrom: 'users',
        employees: [{ name: 'Bob', hours: { tue: '15:00-17:00' }, services: ['haircut'] }],
      },
    })
    t.after(() => salon.close())
    const employees = await salon.run(salon.crm.listEmployees({}, salon.call()))
    assert.deepEqual(employees, [{ id: '124', name: 'Bob', serviceIds: ['525439'] }])
    const [first, ...others] = await salon.slots()
    assert.deepEqual([first?.start.slice(11, 16), others.length], ['15:00', 2])
    const visit = await salon.run(salon.crm.createAppointment(salon.draft(first), salon.call()))
    assert.equal(visit.parts[0]?.employeeId, '124')
    assert.equal(salon.fake.account.leads[0]?.['responsible_user_id'], 124)
    assert.equal(salon.fake.account.tasks[0]?.['responsible_user_id'], 124)
  })
})
