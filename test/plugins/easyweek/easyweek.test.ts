import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import Fastify from 'fastify'
import { ANNA, BORIS, COLOUR, CUT, LOCATION, SERVICES } from '../../fakes/easyweek/salon.ts'
import { KEY, OLGA, type OpenedCrm, openEasyWeek } from './open.ts'

describe('easyweek', () => {
  let opened: OpenedCrm
  afterEach(() => opened.close())

  it('offers the same times in both forms of time-slots, on both sides of the change of the clocks', async () => {
    opened = await openEasyWeek({ switches: { timeSlots: 'intervals' } })
    const cut = await opened.slots()
    opened.fake.switches.timeSlots = 'slots'
    await opened.clock.advance(20_000)
    const named = await opened.slots()
    assert.deepEqual(
      named.map(({ start, end, parts }) => [start, end, parts[0]?.employeeId]),
      cut.map(({ start, end, parts }) => [start, end, parts[0]?.employeeId]),
    )
    assert.equal(cut[0]?.start, '2027-03-25T09:00:00+01:00')
    assert.ok(cut.some(({ start }) => start === '2027-03-29T09:00:00+02:00'))
    assert.equal(named[0]?.price?.min, 4500)
  })

  it('reads a length whose unit is in another language, and prices in minor units', async () => {
    opened = await openEasyWeek()
    const services = await opened.crm.listServices({}, opened.call())
    assert.deepEqual(
      services.map(({ id, durationMinutes, price }) => [id, durationMinutes, price]),
      [
        [CUT, 60, { min: 4500, max: 4500, currency: 'EUR' }],
        [COLOUR, 90, { min: 9000, max: 9000, currency: 'EUR' }],
      ],
    )
  })

  it('asks only for those who do the service, as the options say', async () => {
    opened = await openEasyWeek({
      config: {
        employees: [
          { id: BORIS, services: [] },
          { id: ANNA, services: [CUT] },
        ],
      },
    })
    const services = await opened.crm.listServices({}, opened.call())
    assert.deepEqual(
      services.map(({ id, employeeIds }) => [id, employeeIds]),
      [[CUT, [ANNA]]],
    )
    assert.ok((await opened.slots()).every(({ parts }) => parts[0]?.employeeId === ANNA))
  })

  it('keeps the key in the comment, and shows the comment without it', async () => {
    opened = await openEasyWeek()
    const { crm, call, fake, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    const visit = await crm.createAppointment({ slot, client: OLGA, comment: 'wants tea', key: KEY }, call())
    assert.match(fake.book.bookings[0]?.notes ?? '', new RegExp(`ref:${KEY}`))
    const read = await crm.getAppointment({ id: visit.id }, call())
    assert.deepEqual([read?.comment, read?.key, read?.title], ['wants tea', KEY, 'Haircut'])
    assert.deepEqual(read?.parts[0]?.serviceIds, [CUT])
  })

  it('leaves the name of a customer alone whom EasyWeek would rename', async () => {
    opened = await openEasyWeek()
    const { crm, call, fake, slots } = opened
    fake.book.customerFor({ phone: OLGA.phone, first: 'Olga', last: 'von Brandt' })
    const [slot] = await slots()
    assert.ok(slot)
    await crm.createAppointment({ slot, client: { name: 'Mum', phone: OLGA.phone }, key: KEY }, call())
    assert.deepEqual(
      fake.book.customers.map(({ first_name, last_name }) => [first_name, last_name]),
      [['Olga', 'von Brandt']],
    )
  })

  it('takes a refused time for taken, whichever way EasyWeek says it', async () => {
    opened = await openEasyWeek()
    const { crm, call, fake, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    await crm.createAppointment({ slot, client: OLGA, key: KEY }, call())
    for (const conflict of [409, 422] as const) {
      fake.switches.conflict = conflict
      const again = crm.createAppointment({ slot, client: OLGA, key: `${KEY}-again` }, call())
      await assert.rejects(again, { code: 'slot_taken' })
    }
  })

  it('names the booking page when the salon asks more than a program can answer', async () => {
    const bookingPage = 'https://booking.easyweek.io/atelier'
    opened = await openEasyWeek({ switches: { asksMore: true }, config: { bookingPage } })
    const { crm, call, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    await assert.rejects(crm.createAppointment({ slot, client: OLGA, key: KEY }, call()), (error: unknown) => {
      const { code, message, reason } = Object(error)
      assert.equal(code, 'refused')
      assert.match(message, /custom_field_12/)
      assert.ok(!message.includes(OLGA.phone))
      assert.ok(reason.includes(bookingPage))
      return true
    })
  })

  it('reads a booking again whose creation was answered briefly', async () => {
    opened = await openEasyWeek({ switches: { answersBriefly: true } })
    const { crm, call, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    const visit = await crm.createAppointment({ slot, client: OLGA, key: KEY }, call())
    assert.deepEqual([visit.status, visit.start, visit.key], ['booked', slot.start, KEY])
  })

  it('takes a visit that staff cancel in the same moment for cancelled, and tells a refusal', async () => {
    opened = await openEasyWeek({ config: { cancelReason: 'no_such_reason' } })
    const { crm, call, fake, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    const { id } = await crm.createAppointment({ slot, client: OLGA, key: KEY }, call())
    await assert.rejects(crm.cancelAppointment({ id, key: `${KEY}-1` }, call()), (error: unknown) => {
      const { code, reason } = Object(error)
      assert.deepEqual([code, reason], ['refused', undefined])
      return true
    })
    fake.onCancel = booking => {
      booking.isCanceled = true
    }
    assert.equal((await crm.cancelAppointment({ id, key: `${KEY}-2` }, call())).status, 'cancelled')
  })

  it('walks all pages of a list', async () => {
    opened = await openEasyWeek()
    const { crm, call, fake } = opened
    const customer = fake.book.customerFor({ phone: OLGA.phone, first: 'Olga' })
    const [service] = SERVICES
    assert.ok(service)
    const start = Date.parse('2027-04-01T08:00:00Z')
    for (let day = 0; day < 150; day += 1)
      fake.book.book({
        location: LOCATION,
        service,
        staffer: ANNA,
        start: start + day * 86_400_000,
        end: start + day * 86_400_000 + 3_600_000,
        customer,
        notes: null,
      })
    const window = { from: '2027-03-01T00:00:00Z', to: '2028-01-01T00:00:00Z' }
    assert.equal((await crm.listAppointments({ clientId: customer.uuid, ...window }, call())).length, 150)
  })

  it('stays within sixty requests a minute, however many ask at once', async () => {
    opened = await openEasyWeek()
    const { crm, clock, fake, call } = opened
    const from = '2027-03-25T08:00:00+01:00'
    const asks = Array.from({ length: 60 }, (_, client) =>
      clock.drive(
        crm
          .listAppointments(
            { phone: `+4915112340${String(client).padStart(3, '0')}`, from, to: '2027-04-25T08:00:00+02:00' },
            call(),
          )
          .then(
            () => 'answered',
            (error: unknown) => String(Object(error).code),
          ),
      ),
    )
    const outcomes = new Set(await Promise.all(asks))
    assert.equal(fake.overLimit(), 0)
    assert.deepEqual([...outcomes].sort(), ['answered', 'rate_limited'])
  })

  it('tells the desk of what staff change, and believes nobody without the secret', async () => {
    opened = await openEasyWeek()
    const { crm, call, fake, slots } = opened
    const [slot] = await slots()
    assert.ok(slot && crm.changes?.setup)
    const visit = await crm.createAppointment({ slot, client: OLGA, key: KEY }, call())
    const app = Fastify()
    const emitted: string[] = []
    let stores = true
    crm.changes.routes(app, async ({ appointmentId }) => {
      if (!stores) throw new Error('the journal is closed')
      emitted.push(appointmentId)
    })
    const publicUrl = await app.listen({ host: '127.0.0.1', port: 0 })
    const { summary } = await crm.changes.setup({ publicUrl, secret: 'first-secret' }, call())
    // A person entered the first addresses: another secret would silence them.
    const again = await crm.changes.setup({ publicUrl, secret: 'second-secret' }, call())
    assert.equal(again.summary, summary)
    const address = /booking-canceled: (\S+)/.exec(summary)?.[1]?.replace('/api/v1/crm', '') ?? ''
    try {
      assert.equal((await fake.tell(address, visit.id)).status, 200)
      assert.equal((await fake.tell(address.replace('first-secret', 'guessed'), visit.id)).status, 403)
      stores = false
      assert.equal((await fake.tell(address, visit.id)).status, 503)
      assert.deepEqual(emitted, [visit.id])
    } finally {
      await app.close()
    }
  })
})
