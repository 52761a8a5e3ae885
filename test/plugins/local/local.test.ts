import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import plugin from '../../../plugins/crm/local/index.ts'
import { createTestContext } from '../../plugin-context.ts'
import { NOON, nameOf, OLGA, openSalon, salonOptions, WEDNESDAY } from './salon.ts'

describe('crm local', () => {
  let salon: ReturnType<typeof openSalon>
  beforeEach(() => {
    salon = openSalon()
  })
  afterEach(() => salon.close())

  describe('catalogue', () => {
    it('lists services in the language of the company, with prices in minor units and who does them', async () => {
      assert.deepEqual(await salon.crm.listServices({}, salon.call()), [
        {
          id: 'cut',
          name: 'Haircut',
          category: 'Hair',
          durationMinutes: 60,
          price: { min: 150_000, max: 150_000, currency: 'RUB' },
          synonyms: ['trim'],
          employeeIds: ['anna', 'boris'],
          translations: { ru: { name: 'Стрижка', category: 'Волосы' }, en: { name: 'Haircut', category: 'Hair' } },
        },
        {
          id: 'colour',
          name: 'Colouring',
          durationMinutes: 90,
          price: { min: 300_000, max: 450_050, currency: 'RUB' },
          employeeIds: ['clara'],
        },
      ])
    })

    it('speaks Russian in a Russian company and knows currencies without minor units', async () => {
      const russian = openSalon({ company: { locale: 'ru', currency: 'JPY' } })
      const [cut] = await russian.crm.listServices({}, russian.call())
      assert.equal(cut?.name, 'Стрижка')
      assert.equal(cut?.price?.min, 1500)
      await russian.close()
    })

    it('lists employees, and with services only those who do all of them', async () => {
      const ids = async (serviceIds?: string[]) =>
        (await salon.crm.listEmployees(serviceIds ? { serviceIds } : {}, salon.call())).map(one => one.id)
      assert.deepEqual(await ids(), ['anna', 'boris', 'clara'])
      assert.deepEqual(await ids(['cut']), ['anna', 'boris'])
      assert.deepEqual(await ids(['cut', 'colour']), [])
      const [anna] = await salon.crm.listEmployees({}, salon.call())
      const { hours, ...rest } = anna ?? {}
      assert.ok(hours?.week.mon, 'a day off is told from a full day by their hours')
      assert.deepEqual(rest, {
        id: 'anna',
        name: 'Anna',
        title: 'Stylist',
        serviceIds: ['cut'],
        translations: { ru: { title: 'Стилист' }, en: { title: 'Stylist' } },
      })
    })
  })

  describe('clients', () => {
    it('answers an empty list for an unknown phone and refuses what is no phone', async () => {
      assert.deepEqual(await salon.crm.findClientsByPhone({ phone: '+79990000000' }, salon.call()), [])
      await assert.rejects(salon.crm.findClientsByPhone({ phone: '8916' }, salon.call()), { code: 'invalid' })
    })

    it('finds exactly this phone, also when several share it', async () => {
      await salon.crm.createClient({ ...OLGA, key: salon.newKey() }, salon.call())
      await salon.crm.createClient({ ...OLGA, name: 'Masha', key: salon.newKey() }, salon.call())
      await salon.crm.createClient({ name: 'Pavel', phone: '+791612345670', key: salon.newKey() }, salon.call())
      const found = await salon.crm.findClientsByPhone({ phone: OLGA.phone }, salon.call())
      assert.deepEqual(
        found.map(client => client.name),
        ['Olga', 'Masha'],
      )
    })

    it('creates one client for one key', async () => {
      const key = salon.newKey()
      const first = await salon.crm.createClient({ ...OLGA, key }, salon.call())
      const second = await salon.crm.createClient({ ...OLGA, key }, salon.call())
      assert.equal(second.id, first.id)
    })

    it('changes only what the patch names', async () => {
      const { id } = await salon.crm.createClient(
        { ...OLGA, email: 'o@example.org', comment: 'tea', key: salon.newKey() },
        salon.call(),
      )
      await salon.crm.updateClient({ id, patch: { comment: 'coffee' } }, salon.call())
      assert.deepEqual(await salon.crm.getClient({ id }, salon.call()), {
        id,
        ...OLGA,
        email: 'o@example.org',
        comment: 'coffee',
      })
      await salon.crm.updateClient({ id, patch: {} }, salon.call())
      await assert.rejects(salon.crm.updateClient({ id: '999', patch: {} }, salon.call()), { code: 'not_found' })
      assert.equal(await salon.crm.getClient({ id: "1' or 1=1" }, salon.call()), undefined)
    })

    it('keeps names that look like SQL, HTML or right-to-left text as they are', async () => {
      for (const name of ["Robert'); drop table crm_local_client;--", '<b>Ann</b>', 'נועה', '💇‍♀️']) {
        const { id } = await salon.crm.createClient({ ...OLGA, name, key: salon.newKey() }, salon.call())
        assert.equal((await salon.crm.getClient({ id }, salon.call()))?.name, name)
      }
    })
  })

  describe('free times', () => {
    it('are sold with notice, hours and all who are free, each as one slot', async () => {
      const today = { from: NOON, to: '2026-11-23T15:00:00+03:00' }
      assert.deepEqual(await salon.times(today), [
        '13:00 anna',
        '13:00 boris',
        '13:30 anna',
        '13:30 boris',
        '14:00 anna',
        '14:00 boris',
        '14:30 anna',
        '14:30 boris',
      ])
      assert.equal((await salon.times({ employeeId: 'boris' }))[0], '12:00 boris')
      assert.equal((await salon.times()).at(-1), '19:00 boris')
    })

    it('carry parts, claims, price and the offset of the company’s zone', async () => {
      assert.deepEqual(await salon.slot('10:00 anna'), {
        start: '2026-11-25T10:00:00+03:00',
        end: '2026-11-25T11:00:00+03:00',
        parts: [
          {
            serviceIds: ['cut'],
            employeeId: 'anna',
            start: '2026-11-25T10:00:00+03:00',
            end: '2026-11-25T11:00:00+03:00',
          },
        ],
        claims: [{ resource: 'employee:anna', capacity: 1 }],
        price: { min: 150_000, max: 150_000, currency: 'RUB' },
      })
    })

    it('take several services one after the other, by several employees where it must be', async () => {
      const slot = await salon.slot('10:00 clara+anna', { serviceIds: ['colour', 'cut'] })
      assert.deepEqual(
        slot.parts.map(part => [part.start.slice(11, 16), part.end.slice(11, 16)]),
        [
          ['10:00', '11:30'],
          ['11:30', '12:30'],
        ],
      )
      assert.deepEqual(
        slot.claims.map(claim => claim.resource),
        ['employee:clara', 'employee:anna'],
      )
      assert.deepEqual(slot.price, { min: 450_000, max: 600_050, currency: 'RUB' })
      const visit = await salon.book(slot)
      assert.equal(visit.parts.length, 2)
      assert.ok(!(await salon.times({ employeeId: 'clara', serviceIds: ['colour'] })).some(name => name < '12:00'))
    })

    it('leave the buffer after a visit free', async () => {
      await salon.book(await salon.slot('10:00 clara', { serviceIds: ['colour'] }))
      assert.equal((await salon.times({ serviceIds: ['colour'] }))[0], '12:00 clara')
    })

    it('know days off, and exceptions of the company also for those with hours of their own', async () => {
      const thursday = { from: '2026-11-26T00:00:00+03:00', to: '2026-11-27T00:00:00+03:00' }
      assert.deepEqual(await salon.times({ ...thursday, serviceIds: ['colour'] }), [])
      const short = openSalon({
        config: { hours: { 'mon-sun': '10:00-20:00', exceptions: { '2026-11-25': '10:00-13:00' } } },
      })
      assert.deepEqual(await short.times({ employeeId: 'boris' }), ['12:00 boris'])
      await short.close()
    })

    it('say honestly how far they were looked for', async () => {
      const { crm, call } = salon
      const query = { serviceIds: ['cut'], ...WEDNESDAY }
      assert.equal((await crm.listAvailableSlots(query, call())).checkedUntil, WEDNESDAY.to)
      const cut = await crm.listAvailableSlots({ ...query, limit: 3 }, call())
      assert.deepEqual(
        [cut.slots.map(nameOf), cut.checkedUntil],
        [['10:00 anna', '10:30 anna', '11:00 anna'], '2026-11-25T11:30:00+03:00'],
      )
      const far = await crm.listAvailableSlots(
        { ...query, from: '2027-01-20T00:00:00+03:00', to: '2027-03-01T00:00:00+03:00' },
        call(),
      )
      assert.equal(far.checkedUntil, '2027-01-23T00:00:00+03:00')
      assert.ok(far.slots.length > 0)
      const past = await crm.listAvailableSlots(
        { ...query, from: '2026-01-01T00:00:00+03:00', to: '2026-01-02T00:00:00+03:00' },
        call(),
      )
      assert.deepEqual(past.slots, [])
    })

    it('can be read on from where the limit cut them, and none is lost', async () => {
      const seen: string[] = []
      let from = WEDNESDAY.from
      while (Date.parse(from) < Date.parse(WEDNESDAY.to)) {
        const page = await salon.crm.listAvailableSlots(
          { serviceIds: ['cut'], from, to: WEDNESDAY.to, limit: 1 },
          salon.call(),
        )
        seen.push(...page.slots.map(slot => slot.start))
        from = page.checkedUntil
      }
      assert.deepEqual(seen, [...new Set((await salon.slots()).map(slot => slot.start))])
    })

    it('refuse what cannot be asked', async () => {
      for (const query of [{ serviceIds: [] }, { serviceIds: ['wax'] }, { employeeId: 'nobody' }, { from: 'tomorrow' }])
        await assert.rejects(salon.slots(query), { code: 'invalid' })
    })

    it('have the right offset on both sides of a change of the clocks, and none in the gap', async () => {
      const night = openSalon({
        now: '2027-03-20T12:00:00+01:00',
        company: { timezone: 'Europe/Berlin' },
        config: { hours: { 'mon-sun': '00:00-24:00' } },
      })
      const spring = await night.slots({
        employeeId: 'anna',
        from: '2027-03-28T00:00:00+01:00',
        to: '2027-03-28T05:00:00+02:00',
      })
      assert.deepEqual(
        spring.map(slot => slot.start.slice(11)),
        [
          '00:00:00+01:00',
          '00:30:00+01:00',
          '01:00:00+01:00',
          '01:30:00+01:00',
          '03:00:00+02:00',
          '03:30:00+02:00',
          '04:00:00+02:00',
          '04:30:00+02:00',
        ],
      )
      const over = spring.find(slot => slot.start.includes('T01:30'))
      assert.equal(over?.end, '2027-03-28T03:30:00+02:00')
      if (over) assert.equal((await night.book(over)).end, '2027-03-28T03:30:00+02:00')
      await night.close()

      const autumn = openSalon({
        now: '2026-10-20T12:00:00+02:00',
        company: { timezone: 'Europe/Berlin' },
        config: { hours: { 'mon-sun': '00:00-24:00' } },
      })
      const slots = await autumn.slots({
        employeeId: 'anna',
        from: '2026-10-25T01:30:00+02:00',
        to: '2026-10-25T03:30:00+01:00',
      })
      assert.deepEqual(
        slots.map(slot => slot.start.slice(11)),
        ['01:30:00+02:00', '02:00:00+02:00', '02:30:00+02:00', '03:00:00+01:00'],
      )
      assert.equal(slots.at(-2)?.end, '2026-10-25T02:30:00+01:00')
      await autumn.close()
    })
  })

  describe('booking', () => {
    it('takes the time and answers the visit', async () => {
      const slot = await salon.slot('14:00 anna')
      const visit = await salon.crm.createAppointment(
        { slot, client: OLGA, comment: 'first time', key: 'booking-key-0001' },
        salon.call(),
      )
      assert.deepEqual(await salon.crm.getAppointment({ id: visit.id }, salon.call()), visit)
      assert.deepEqual(visit, {
        id: visit.id,
        status: 'booked',
        start: slot.start,
        end: slot.end,
        parts: slot.parts,
        clientId: visit.clientId,
        clientName: 'Olga',
        phone: OLGA.phone,
        price: slot.price,
        comment: 'first time',
        key: 'booking-key-0001',
      })
      const left = await salon.times()
      assert.ok(
        !left.includes('14:00 anna') &&
          !left.includes('13:30 anna') &&
          left.includes('13:00 anna') &&
          left.includes('15:00 anna'),
      )
      await assert.rejects(salon.book(slot), { code: 'slot_taken', reason: /just been taken/ })
    })

    it('answers the first visit when the same key comes again, also when the time is gone since', async () => {
      const slot = await salon.slot('14:00 anna')
      const key = salon.newKey()
      const first = await salon.book(slot, { key })
      assert.deepEqual(await salon.book(slot, { key }), first)
      assert.equal((await salon.crm.listAppointments({ ...WEDNESDAY }, salon.call())).length, 1)
    })

    it('leaves one live visit of twenty who want the same time at once', async () => {
      const slot = await salon.slot('14:00 anna')
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) =>
          salon.book(slot, { client: { name: `Client ${i}`, phone: `+7916000000${i + 10}` } }),
        ),
      )
      assert.equal(outcomes.filter(outcome => outcome.status === 'fulfilled').length, 1)
      assert.ok(outcomes.every(outcome => outcome.status === 'fulfilled' || outcome.reason.code === 'slot_taken'))
      assert.equal((await salon.crm.listAppointments({ ...WEDNESDAY }, salon.call())).length, 1)
      assert.deepEqual(await salon.crm.findClientsByPhone({ phone: '+791600000029' }, salon.call()), [])
    })

    it('links the client by id or phone and never changes a name', async () => {
      const masha = await salon.crm.createClient({ ...OLGA, name: 'Masha', key: salon.newKey() }, salon.call())
      const olga = await salon.crm.createClient({ ...OLGA, key: salon.newKey() }, salon.call())
      const owner = async (time: string, client: { id?: string; name: string; phone: string }) =>
        (await salon.book(await salon.slot(time), { client })).clientId
      assert.equal(await owner('10:00 anna', { ...OLGA, name: 'olga' }), olga.id)
      assert.equal(await owner('11:00 anna', { ...OLGA, name: 'Somebody' }), masha.id)
      assert.equal(await owner('12:00 anna', { ...OLGA, id: olga.id, name: 'Other' }), olga.id)
      const names = (await salon.crm.findClientsByPhone({ phone: OLGA.phone }, salon.call())).map(client => client.name)
      assert.deepEqual(names, ['Masha', 'Olga'])
      await assert.rejects(owner('14:00 anna', { ...OLGA, id: '999' }), { code: 'invalid' })
    })

    it('refuses what was never on offer, whatever the slot says', async () => {
      const good = await salon.slot('14:00 anna')
      const shifted = (minutes: number) => {
        const move = (at: string) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
        const parts = good.parts.map(part => ({ ...part, start: move(part.start), end: move(part.end) }))
        return { ...good, start: move(good.start), end: move(good.end), parts }
      }
      const part = good.parts[0]
      assert.ok(part)
      const bad = [
        shifted(7),
        shifted(-8 * 60),
        shifted(90 * 24 * 60),
        { ...good, start: 'soon' },
        { ...good, end: '2026-11-25T14:30:00+03:00' },
        { ...good, parts: [] },
        { ...good, parts: [{ ...part, serviceIds: ['wax'] }] },
        { ...good, parts: [{ ...part, employeeId: 'clara' }] },
        { ...good, parts: [{ ...part, employeeId: 'nobody' }] },
        { ...good, parts: [{ ...part, end: '2026-11-25T14:15:00+03:00' }] },
        { ...good, parts: [{ serviceIds: part.serviceIds, start: part.start, end: part.end }] },
        { ...good, parts: [{ ...part, serviceIds: ['cut', 'cut'] }] },
      ]
      for (const slot of bad) await assert.rejects(salon.book(slot), { code: 'invalid' }, JSON.stringify(slot))
      await assert.rejects(salon.book(good, { client: { name: ' ', phone: OLGA.phone } }), { code: 'invalid' })
      await assert.rejects(salon.book(good, { client: { name: 'Olga', phone: '8' } }), { code: 'invalid' })
      assert.deepEqual(await salon.crm.listAppointments({ ...WEDNESDAY }, salon.call()), [])
    })

    it('refuses another price than the one that was offered, and says so to the client', async () => {
      const slot = await salon.slot('14:00 anna')
      const price = { min: 100_000, max: 100_000, currency: 'RUB' }
      const draft = { slot: { ...slot, price }, client: OLGA, key: salon.newKey() }
      await assert.rejects(salon.crm.createAppointment(draft, salon.call()), { code: 'refused', reason: /price|Цена/ })
      const { price: _, ...priceless } = slot
      const booked = await salon.crm.createAppointment({ ...draft, slot: priceless }, salon.call())
      assert.equal(booked.status, 'booked')
    })

    it('refuses the past and says so to the client', async () => {
      const slot = await salon.slot('14:00 anna')
      await salon.clock.advanceTo('2026-11-25T14:00:00+03:00')
      await assert.rejects(salon.book(slot), { code: 'refused', reason: /already passed/ })
    })

    it('begins nothing once the call has ended', async () => {
      const slot = await salon.slot('14:00 anna')
      const draft = { slot, client: OLGA, key: salon.newKey() }
      const aborted = AbortSignal.abort(new Error('gone'))
      await assert.rejects(salon.crm.createAppointment(draft, { ...salon.call(), signal: aborted }), {
        code: 'unavailable',
      })
      await assert.rejects(salon.crm.createAppointment(draft, { ...salon.call(), deadline: salon.clock.now() }), {
        code: 'unavailable',
      })
      const behind = await salon.context.database.write(async () => {
        const late = salon.crm.createAppointment(draft, salon.call())
        await salon.clock.advance(10_000)
        return { late: assert.rejects(late, { code: 'unavailable' }) }
      })
      await behind.late
      assert.deepEqual(await salon.crm.listAppointments({ key: draft.key }, salon.call()), [])
    })
  })

  describe('visits', () => {
    it('are found by client, phone, employee, time, key and time of writing, sorted by start', async () => {
      const { crm, call } = salon
      const late = await salon.book(await salon.slot('16:00 anna'))
      await salon.clock.advance(60_000)
      const other = { name: 'Pavel', phone: '+79167654321' }
      const early = await salon.book(await salon.slot('12:00 boris'), { client: other })
      const ids = async (query: Parameters<typeof crm.listAppointments>[0]) =>
        (await crm.listAppointments(query, call())).map(visit => visit.id)
      assert.deepEqual(await ids(WEDNESDAY), [early.id, late.id])
      assert.deepEqual(await ids({ ...WEDNESDAY, phone: other.phone }), [early.id])
      assert.deepEqual(await ids({ ...WEDNESDAY, clientId: late.clientId ?? '' }), [late.id])
      assert.deepEqual(await ids({ ...WEDNESDAY, employeeId: 'boris' }), [early.id])
      assert.deepEqual(await ids({ key: late.key ?? '' }), [late.id])
      assert.deepEqual(await ids({ ...WEDNESDAY, writtenAfter: '2026-11-23T12:00:30+03:00' }), [early.id])
      assert.deepEqual(await ids({ from: WEDNESDAY.to, to: '2026-12-01T00:00:00+03:00' }), [])
      assert.deepEqual(await ids({ key: 'never-used-key-00' }), [])
      await assert.rejects(ids({ phone: other.phone }), { code: 'invalid' })
      assert.equal(await crm.getAppointment({ id: 'abc' }, call()), undefined)
    })

    it('stay found by key after they were cancelled, and cancelling twice is no error', async () => {
      const { crm, call } = salon
      const slot = await salon.slot('14:00 anna')
      const visit = await salon.book(slot)
      const cancelled = await crm.cancelAppointment({ id: visit.id, reason: 'ill', key: 'cancel-key-00001' }, call())
      assert.equal(cancelled.status, 'cancelled')
      assert.deepEqual(await crm.cancelAppointment({ id: visit.id, key: 'cancel-key-00002' }, call()), cancelled)
      for (const key of [visit.key ?? '', 'cancel-key-00001', 'cancel-key-00002'])
        assert.deepEqual(
          (await crm.listAppointments({ key }, call())).map(one => [one.id, one.status]),
          [[visit.id, 'cancelled']],
        )
      await salon.book(slot)
      await assert.rejects(crm.cancelAppointment({ id: '999', key: salon.newKey() }, call()), { code: 'not_found' })
    })

    it('are cancelled even when a key of another write is used again', async () => {
      const visit = await salon.book(await salon.slot('14:00 anna'))
      const cancelled = await salon.crm.cancelAppointment({ id: visit.id, key: visit.key ?? '' }, salon.call())
      assert.equal(cancelled.status, 'cancelled')
      const other = await salon.crm.cancelAppointment({ id: visit.id, key: 'cancel-key-00001' }, salon.call())
      const anew = await salon.book(await salon.slot('14:00 anna'), { key: 'cancel-key-00001' })
      assert.notEqual(anew.id, other.id)
    })

    it('move to another time and employee and free the old time', async () => {
      const { crm, call } = salon
      const visit = await salon.book(await salon.slot('14:00 anna'))
      const key = 'moving-key-00001'
      const moved = await crm.rescheduleAppointment(
        { id: visit.id, slot: await salon.slot('16:30 boris'), key },
        call(),
      )
      assert.deepEqual(
        [moved.id, moved.start.slice(11, 16), moved.parts[0]?.employeeId, moved.key],
        [visit.id, '16:30', 'boris', visit.key],
      )
      const times = await salon.times()
      assert.ok(times.includes('14:00 anna') && !times.includes('16:30 boris'))
      assert.deepEqual(
        (await crm.listAppointments({ key }, call())).map(one => one.id),
        [visit.id],
      )
    })

    it('move by less than their own length, since their own time counts as free', async () => {
      const visit = await salon.book(await salon.slot('14:00 anna'))
      await assert.rejects(salon.slot('14:30 anna'))
      const slot = await salon.slot('14:30 anna', { ignoring: visit.id })
      const moved = await salon.crm.rescheduleAppointment({ id: visit.id, slot, key: salon.newKey() }, salon.call())
      assert.equal(moved.start, slot.start)
    })

    it('do not move onto others, out of the hours, to other services, nor when they are cancelled or have begun', async () => {
      const { crm, call } = salon
      const visit = await salon.book(await salon.slot('14:00 anna'))
      const slot = await salon.slot('16:00 anna')
      const move = (to = slot, id = visit.id) =>
        crm.rescheduleAppointment({ id, slot: to, key: salon.newKey() }, call())
      const colour = await salon.slot('14:00 clara', { serviceIds: ['colour'] })
      await assert.rejects(move(colour), { code: 'invalid' })
      await assert.rejects(move(slot, '999'), { code: 'not_found' })
      const other = await salon.book(slot)
      await assert.rejects(move(), { code: 'slot_taken' })
      await crm.cancelAppointment({ id: other.id, key: salon.newKey() }, call())
      await assert.rejects(move(slot, other.id), { code: 'refused', reason: /already cancelled/ })
      await salon.clock.advanceTo('2026-11-25T14:10:00+03:00')
      await assert.rejects(move(), { code: 'refused', reason: /already started/ })
      assert.equal((await crm.getAppointment({ id: visit.id }, call()))?.start, visit.start)
    })

    it('answer the first move when its key comes again', async () => {
      const visit = await salon.book(await salon.slot('14:00 anna'))
      const move = { id: visit.id, slot: await salon.slot('16:00 anna'), key: salon.newKey() }
      const first = await salon.crm.rescheduleAppointment(move, salon.call())
      assert.deepEqual(await salon.crm.rescheduleAppointment(move, salon.call()), first)
      const next = { id: visit.id, slot: await salon.slot('18:00 anna'), key: salon.newKey() }
      const second = await salon.crm.rescheduleAppointment(next, salon.call())
      assert.deepEqual(await salon.crm.rescheduleAppointment(move, salon.call()), second)
    })
  })

  it('keeps two businesses apart in one database', async () => {
    const { context } = salon
    const other = createTestContext({
      plugin,
      config: salonOptions,
      business: 'other',
      kysely: context.database.kysely,
      clock: salon.clock,
    })
    const crm = plugin.create(other.context)
    const visit = await salon.book(await salon.slot('14:00 anna'))
    assert.equal(await crm.getAppointment({ id: visit.id }, salon.call()), undefined)
    assert.deepEqual(await crm.findClientsByPhone({ phone: OLGA.phone }, salon.call()), [])
    const { slots } = await crm.listAvailableSlots({ serviceIds: ['cut'], ...WEDNESDAY }, salon.call())
    assert.ok(slots.some(slot => nameOf(slot) === '14:00 anna'))
    await other.close()
  })

  it('probes its tables', async () => {
    assert.deepEqual(await salon.crm.probe?.(salon.call()), {
      ok: true,
      summary: 'own calendar: services 2, employees 3',
    })
  })

  it('does not start without any hours', () => {
    const { hours: _, ...company } = salon.context.company
    const create = () => plugin.create({ ...salon.context, company })
    assert.throws(create, { code: 'invalid', message: /anna has no hours; write company\.hours/ })
  })

  it('declares everything that a calendar can do', () => {
    const { settleMs, reschedule, ...others } = salon.crm.capabilities
    assert.deepEqual({ settleMs, reschedule }, { settleMs: 0, reschedule: 'timeAndEmployee' })
    assert.deepEqual(
      Object.values(others),
      Array.from({ length: 8 }, () => true),
    )
  })

  describe('check', () => {
    const findings = (change: object) => {
      const { context, close } = createTestContext({ plugin, config: { ...salonOptions, ...change } })
      const found = plugin
        .check(context.config, context.company)
        .map(({ path, message, severity }) => [path.join('.'), message, ...(severity ? [severity] : [])])
      return close().then(() => found)
    }
    const [cut, colour] = salonOptions.services
    const [anna, boris, clara] = salonOptions.employees

    it('finds nothing in a sound calendar', async () => {
      assert.deepEqual(await findings({}), [])
    })

    it('finds ids used twice and ids of nothing', async () => {
      assert.deepEqual(await findings({ services: [cut, colour, cut] }), [
        ['services.2.id', 'the id cut is taken by services[0]'],
      ])
      assert.deepEqual(await findings({ employees: [anna, boris, clara, anna] }), [
        ['employees.3.id', 'the id anna is taken by employees[0]'],
      ])
      assert.deepEqual(await findings({ employees: [anna, { ...clara, services: ['colour', 'cute'] }] }), [
        ['employees.1.services.1', 'there is no service cute'],
      ])
    })

    it('says nothing of ids that are missing only because another one is there twice', async () => {
      const employees = [{ ...anna, services: ['cut', 'colour'] }]
      assert.deepEqual(await findings({ services: [cut, { ...colour, id: 'cut' }], employees }), [
        ['services.1.id', 'the id cut is taken by services[0]'],
      ])
    })

    it('warns of employees who work while the business is closed', async () => {
      const hours = { 'mon-fri': ['10:00-14:00', '14:00-20:00'], sat: ['10:00-13:00', '14:00-18:00'] }
      const at = (own: object) => findings({ hours, employees: [{ ...anna, services: 'all', hours: own }] })
      assert.deepEqual(await at({ 'mon-fri': '10:00-20:00', sat: '14:00-18:00' }), [])
      assert.deepEqual(await at({ 'fri-sun': '10:00-18:00', exceptions: { '2026-12-31': '08:00-23:00' } }), [
        [
          'employees.0.hours.fri-sun',
          'anna works outside of the hours of the business (sat 10:00-13:00, 14:00-18:00; sun closed)',
          'warning',
        ],
      ])
    })

    it('finds services that nobody does and prices that run backwards', async () => {
      assert.deepEqual(await findings({ employees: [anna] }), [['services.1', 'nobody does colour']])
      assert.deepEqual(await findings({ services: [cut, { ...colour, price: { from: 2, to: 1 } }] }), [
        ['services.1.price', 'the range ends below its beginning'],
      ])
    })

    it('finds hours that make no sense, wherever they stand', async () => {
      const broken = {
        employees: [
          { ...anna, hours: { mon: ['10:00-14:00', '13:00-15:00'] } },
          { ...clara, exceptions: { '2026-02-30': 'closed' } },
        ],
        hours: { 'mon-sun': 'closed' },
      }
      assert.deepEqual(
        (await findings(broken)).map(([path]) => path),
        ['employees.0.hours.mon.1', 'employees.1.exceptions.2026-02-30', 'hours'],
      )
    })
  })
})
