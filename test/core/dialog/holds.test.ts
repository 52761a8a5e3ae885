import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, text } from '../../support/running-desk/model.ts'
import { until } from '../../support/until.ts'

const MINUTE = 60_000
const forever = () => ({ signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER })

describe('a time between offer and booking', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: true })
  })
  afterEach(() => {
    desk.crmCalls.length = 0
  })
  after(() => desk.stop())

  /** A haircut: Ivan alone does it, so that each time is there once. */
  const on = (date: string) => ({ service_ids: ['haircut'], date_from: date, date_to: date })

  async function offeredClient(name: string, date: string) {
    const client = desk.client(name)
    desk.model.will(
      call('create_client', { name, phone: '+79161234567' }),
      call('get_available_slots', on(date)),
      text('These are free:'),
    )
    await client.says(`A haircut on ${date}, please`)
    return client
  }

  async function askedClient(name: string, date: string, time: string) {
    const client = await offeredClient(name, date)
    assert.match((await client.presses(time)).text, /Please check your booking/)
    return client
  }

  /** Somebody books at the counter. */
  async function bookAtCounter(date: string, time: string) {
    const { crm } = desk.runtime.instances
    const start = `${date}T${time}:00+03:00`
    const { slots } = await crm.listAvailableSlots(
      { serviceIds: ['haircut'], from: start, to: `${date}T23:00:00+03:00` },
      forever(),
    )
    const [slot] = slots
    assert.equal(slot?.start, start)
    await crm.createAppointment(
      { slot, client: { name: 'Walk-in', phone: '+79160000000' }, key: `counter-${Date.now()}` },
      forever(),
    )
    desk.crmCalls.length = 0
  }

  it('is not offered to others while it is held, and is again when it was given up', async () => {
    const anna = await askedClient('anna', '2026-11-24', '12:00')
    const boris = await offeredClient('boris', '2026-11-24')
    assert.throws(() => boris.button('12:00'))
    await anna.presses('Change')
    desk.model.will(call('get_available_slots', on('2026-11-24')), text('These:'))
    await boris.says('Anything else?')
    assert.ok(boris.button('12:00'))
  })

  it('is held for one client when both were offered it', async () => {
    const anna = await offeredClient('anna2', '2026-11-25')
    const boris = await offeredClient('boris2', '2026-11-25')
    assert.match((await anna.presses('12:00')).text, /check your booking/)
    const late = await boris.presses('12:00')
    assert.match(late.text, /already taken/)
    assert.ok(late.labels.includes('13:00'))
    assert.match((await anna.presses('Confirm')).text, /You are booked/)
  })

  it('is booked after its hold has expired, when it is still free', async () => {
    const anna = await askedClient('late', '2026-11-26', '12:00')
    desk.clock.advance(11 * MINUTE)
    assert.match((await anna.presses('Confirm')).text, /You are booked/)
    assert.deepEqual(desk.writes(), ['createAppointment'])
  })

  it('goes to whoever confirms first after a hold has expired', async () => {
    const anna = await askedClient('slow', '2026-11-27', '12:00')
    desk.clock.advance(11 * MINUTE)
    const boris = await askedClient('fast', '2026-11-27', '12:00')
    const taken = await anna.presses('Confirm')
    assert.match(taken.text, /just been taken/)
    assert.ok(taken.labels.includes('13:00'))
    assert.deepEqual(desk.writes(), [])
    assert.match((await boris.presses('Confirm')).text, /You are booked/)
    assert.match((await anna.presses('13:00')).text, /check your booking.*13:00/s)
  })

  it('is offered elsewhere when the business gave it away before the consent', async () => {
    const anna = await askedClient('unlucky', '2026-11-28', '12:00')
    await bookAtCounter('2026-11-28', '12:00')
    const taken = await anna.says('yes')
    assert.match(taken.text, /just been taken.*Nothing is booked yet/)
    assert.ok(taken.labels.includes('11:00') && !taken.labels.includes('12:00'))
    assert.equal(taken.state, 'BOOKING')
    assert.match((await anna.presses('11:00')).text, /check your booking.*11:00/s)
    assert.match((await anna.presses('Confirm')).text, /You are booked/)
  })

  it('is looked up again when the offer has expired', async () => {
    const anna = await offeredClient('sleepy', '2026-11-29')
    desk.clock.advance(31 * MINUTE)
    desk.crmCalls.length = 0
    assert.match((await anna.presses('12:00')).text, /check your booking.*12:00/s)
    assert.ok(desk.crmCalls.some(({ method }) => method === 'listAvailableSlots'))
  })

  it('is answered with other times of its day when it has gone meanwhile, whatever was wished since', async () => {
    const anna = await offeredClient('dreamy', '2026-11-30')
    const old = anna.button('12:00')
    const another = anna.button('15:00')
    await anna.presses('14:00')
    assert.match((await anna.presses('Confirm')).text, /You are booked/)
    // The very time that was booked is not offered once more.
    assert.match((await anna.presses('14:00')).text, /already taken/)
    await bookAtCounter('2026-11-30', '12:00')
    desk.clock.advance(31 * MINUTE)
    const gone = await anna.sends({ choice: old.id })
    assert.match(gone.text, /already taken.*Free on Monday,? 30 November/s)
    assert.ok(gone.labels.includes('11:00'))
    assert.match((await anna.sends({ choice: another.id })).text, /check your booking.*15:00/s)
  })

  it('keeps what the client chose while name and phone are asked for', async () => {
    const client = desk.client('nameless')
    desk.model.will(call('get_available_slots', on('2026-12-01')), text('These are free:'))
    await client.says('A haircut on the first of December')
    assert.match((await client.presses('16:00')).text, /name and phone/)
    desk.model.will(call('create_client', { name: 'Anna', phone: '89161234567' }), ({ system }) => {
      const token = /slot_id ([\w-]{16})\)/.exec(system)?.[1]
      return call('create_appointment', { slot_id: token })
    })
    assert.match((await client.says('Anna, 89161234567')).text, /check your booking.*16:00/s)
    assert.match((await client.presses('Confirm')).text, /You are booked/)
  })

  it('is not booked by the button of an offer that expired and was followed by another', async () => {
    const client = await askedClient('two-offers', '2026-12-02', '12:00')
    const first = client.button('Confirm')
    desk.clock.advance(11 * MINUTE)
    await until(async () => (await desk.count('hold')) === 0)
    assert.match((await client.presses('13:00')).text, /check your booking.*13:00/s)
    assert.match((await client.sends({ choice: first.id })).text, /no longer current.*13:00/s)
    assert.deepEqual(desk.writes(), [])
    assert.match((await client.presses('Confirm')).text, /booked.*13:00/s)
  })

  it('is offered anew the next day', async () => {
    const client = await askedClient('tomorrow', '2026-12-03', '12:00')
    desk.clock.advance(20 * 60 * MINUTE)
    const stale = await client.presses('Confirm')
    assert.match(stale.text, /no longer current.*Free on/s)
    assert.ok(stale.labels.includes('12:00'))
    assert.deepEqual(desk.writes(), [])
    assert.match((await client.presses('Change')).text, /no longer current|What would you like to change/)
  })

  it('that has passed is not booked', async () => {
    const client = await askedClient('too-late', '2026-12-04', '12:00')
    const other = client.button('13:00')
    desk.clock.advance(Date.parse('2026-12-04T12:30:00+03:00') - desk.clock.now())
    const answered = await client.sends({ choice: other.id })
    assert.match(answered.text, /already taken|no longer/)
    desk.clock.advance(24 * 60 * MINUTE)
    const dayAfter = await client.sends({ choice: other.id })
    assert.match(dayAfter.text, /already taken.*Free on/s)
    for (const { text: said } of [answered, dayAfter]) assert.doesNotMatch(said, /does not answer/)
    assert.deepEqual(desk.writes(), [])
  })

  it('is not a model’s to invent, to take from another client or to use for another visit', async () => {
    const owner = await offeredClient('owner', '2026-12-07')
    const foreign = owner.button('12:00')
    const thief = desk.client('thief')
    const codes: unknown[] = []
    desk.model.will(
      {
        calls: [
          { name: 'create_client', args: { name: 'Eve', phone: '+79161112233' } },
          { name: 'create_appointment', args: { slot_id: 'AAAAAAAAAAAAAAAA' } },
          { name: 'create_appointment', args: { slot_id: foreign.id } },
          { name: 'reschedule_appointment', args: { appointment_id: '1', slot_id: foreign.id } },
          { name: 'cancel_appointment', args: { appointment_id: '1' } },
          { name: 'get_available_slots', args: { ...on('2026-12-07'), appointment_id: '1' } },
        ],
      },
      ({ results }) => {
        codes.push(...results.map(({ response }) => Object(response['error']).code))
        return text('I can not.')
      },
    )
    assert.equal((await thief.says('Book me')).text, 'I can not.')
    const unknown = ['unknown_appointment', 'unknown_appointment', 'unknown_appointment']
    assert.deepEqual(codes, [undefined, 'unknown_slot', 'unknown_slot', ...unknown])
    assert.equal(
      desk.crmCalls.some(({ input }) => JSON.stringify(input).includes('ignoring')),
      false,
    )
  })
})
