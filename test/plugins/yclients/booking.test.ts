import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { ANNA, type Opened, type OpenOptions, open, thrownBy } from './opened.ts'

const THREE = '2026-11-24T15:00:00+03:00'
const FIVE = '2026-11-24T17:00:00+03:00'

describe('booking in YCLIENTS', () => {
  let opened: Opened | undefined
  const start = async (options?: OpenOptions) => {
    opened = await open(options)
    return opened
  }
  afterEach(() => opened?.close())

  for (const [status, code, expected, words] of [
    [422, 431, 'refused', /телефон/],
    [422, 432, 'refused', /СМС/],
    [422, 433, 'slot_taken', undefined],
    [403, 434, 'refused', /позвоните/],
    [422, 435, 'refused', /зовут/],
    [422, 436, 'slot_taken', undefined],
    [422, 437, 'slot_taken', undefined],
    [422, 438, 'refused', /другую/],
    [409, undefined, 'slot_taken', undefined],
    [422, undefined, 'refused', /позвоните/],
  ] as const)
    it(`takes ${status}${code === undefined ? '' : ` with ${code}`} for ${expected}`, async () => {
      const { crm, call, wait, slotAt, newKey, fake } = await start({ with: { bookingUrl: 'https://book.example' } })
      const slot = await slotAt(THREE)
      fake.switches.refusal = { status, ...(code !== undefined && { code }) }
      const draft = { slot, client: ANNA, key: newKey(), locale: 'ru' as const }
      const thrown = await thrownBy(wait(crm.createAppointment(draft, call())))
      assert.equal(thrown.code, expected)
      if (words) assert.match(thrown.reason ?? '', words)
      assert.doesNotMatch(thrown.reason ?? '', /43\d|чёрн|blacklist/)
      assert.equal(fake.book.entries.length, 0)
    })

  for (const route of ['online', 'journal'])
    it(`asks why when a no has no number (${route})`, async () => {
      const { crm, call, wait, slotAt, newKey, fake, book } = await start({ with: { route } })
      const slot = await slotAt(THREE)
      const late = { slot, client: { ...ANNA, phone: '+79160000000' }, key: newKey() }
      const trained = { ...slot, parts: slot.parts.map(part => ({ ...part, serviceIds: ['14'] })) }
      await book(THREE)
      fake.switches.refusal = { status: 422 }
      assert.equal((await thrownBy(wait(crm.createAppointment(late, call())))).code, 'slot_taken')
      const gone = await thrownBy(wait(crm.createAppointment({ ...late, slot: trained, locale: 'en' }, call())))
      assert.equal(gone.code, 'refused')
      assert.match(gone.reason ?? '', /another one/)
    })

  it('asks nobody for a code by SMS: says so, names the page, and books by the journal', async () => {
    const closed = await start({
      switches: { phoneConfirmation: true },
      with: { bookingUrl: 'https://book.example' },
    })
    const slot = await closed.slotAt(THREE)
    const draft = { slot, client: ANNA, key: closed.newKey(), locale: 'en' as const }
    const thrown = await thrownBy(closed.wait(closed.crm.createAppointment(draft, closed.call())))
    assert.equal(thrown.code, 'refused')
    assert.match(thrown.reason ?? '', /SMS.*https:\/\/book\.example/)
    assert.ok(!closed.fake.asked.includes('POST /book_record/4564'))
    await closed.close()
    const { book } = await start({ switches: { phoneConfirmation: true }, with: { route: 'journal' } })
    assert.equal((await book(THREE)).status, 'booked')
  })

  it('offers no service that is sold against prepayment only', async () => {
    const { crm, call, wait } = await start()
    assert.deepEqual(
      (await wait(crm.listServices({}, call()))).map(({ name }) => name),
      ['Haircut', 'Colouring'],
    )
  })

  it('promises nothing of a prepaid service until it is paid, when the operator wants those taken', async () => {
    const { crm, call, wait, slotAt, newKey, fake } = await start({ with: { prepaid: 'request' } })
    const slot = await slotAt(THREE, '13')
    const visit = await wait(crm.createAppointment({ slot, client: ANNA, key: newKey() }, call()))
    assert.equal(visit.status, 'requested')
    const [entry] = fake.book.entries
    assert.ok(entry)
    entry.isPaid = true
    assert.equal((await wait(crm.getAppointment({ id: visit.id }, call())))?.status, 'booked')
  })

  it('reads attendance as the journal counts it, and what is not confirmed as requested', async () => {
    const { crm, call, wait, book, fake } = await start()
    const { id } = await book(THREE)
    const [entry] = fake.book.entries
    assert.ok(entry)
    const seen = []
    for (const attendance of [2, 1, 0, -1]) {
      entry.attendance = attendance
      seen.push((await wait(crm.getAppointment({ id }, call())))?.status)
    }
    assert.deepEqual(seen, ['booked', 'arrived', 'booked', 'no_show'])
    Object.assign(entry, { attendance: 0, isConfirmed: false })
    assert.equal((await wait(crm.getAppointment({ id }, call())))?.status, 'requested')
  })

  it('moves a visit without losing its price, comment, colour and key', async () => {
    const { crm, call, wait, slotAt, newKey, fake } = await start()
    const key = newKey()
    const draft = { slot: await slotAt(THREE), client: ANNA, comment: 'first visit', key }
    const { id } = await wait(crm.createAppointment(draft, call()))
    const [entry] = fake.book.entries
    assert.ok(entry)
    entry.color = 'f44336'
    await wait(crm.rescheduleAppointment({ id, slot: await slotAt(FIVE), key: newKey() }, call()))
    assert.deepEqual(
      [entry.services[0]?.cost, entry.comment, entry.color, entry.apiId, entry.seconds],
      [1000, 'first visit', 'f44336', key, 3600],
    )
    assert.equal(entry.startMs, Date.parse(FIVE))
  })

  it('obeys the location when clients may not move visits themselves, unless it writes into the journal', async () => {
    const online = await start({ switches: { mayMove: false } })
    const { id } = await online.book(THREE)
    const slot = await online.slotAt(FIVE)
    const move = online.crm.rescheduleAppointment({ id, slot, key: online.newKey(), locale: 'en' }, online.call())
    const thrown = await thrownBy(online.wait(move))
    assert.equal(thrown.code, 'refused')
    assert.match(thrown.reason ?? '', /call/)
    await online.close()
    const journal = await start({ switches: { mayMove: false }, with: { route: 'journal' } })
    const visit = await journal.book(THREE)
    const input = { id: visit.id, slot: await journal.slotAt(FIVE), key: journal.newKey() }
    assert.equal((await journal.wait(journal.crm.rescheduleAppointment(input, journal.call()))).id, visit.id)
  })

  it('says that a key can’t be looked up as soon as it sees that keys are thrown away', async () => {
    const { crm, book } = await start({ switches: { dropsApiId: true } })
    assert.equal(crm.capabilities.findByKey, true)
    assert.equal((await book(THREE)).status, 'booked')
    assert.equal(crm.capabilities.findByKey, false)
  })

  it('finds a key among hundreds of visits, also after staff moved the visit to another day', async () => {
    const { crm, call, wait, slotAt, newKey, fake } = await start()
    const key = newKey()
    const draft = { slot: await slotAt(THREE), client: ANNA, key }
    const visit = await wait(crm.createAppointment(draft, call()))
    const [entry] = fake.book.entries
    assert.ok(entry)
    for (let others = 0; others < 450; others += 1) fake.book.add({ ...entry, apiId: `other-${others}`, isPaid: false })
    // The list comes by age: ours goes to its end.
    fake.book.entries.push(...fake.book.entries.splice(0, 1))
    entry.startMs += 9 * 86_400_000
    const found = await wait(crm.listAppointments({ key, draft, writtenAfter: '2026-11-23T09:00:00+03:00' }, call()))
    assert.deepEqual(
      found.map(({ id }) => id),
      [visit.id],
    )
  })

  it('reads the location’s clock where the company’s is another', async () => {
    const { crm, call, wait, fake } = await start({
      with: { timezone: 'Asia/Yekaterinburg' },
      switches: { timezone: 'Asia/Yekaterinburg' },
    })
    const window = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }
    const { slots } = await wait(crm.listAvailableSlots({ serviceIds: ['11'], ...window }, call()))
    // It opens at ten there, which is eight in Moscow.
    assert.equal(slots[0]?.start, '2026-11-24T08:00:00+03:00')
    assert.ok(slots[0])
    await wait(crm.createAppointment({ slot: slots[0], client: ANNA, key: 'key-of-yekaterinburg' }, call()))
    assert.equal(fake.book.entries[0]?.startMs, Date.parse('2026-11-24T10:00:00+05:00'))
  })

  it('answers the days for which it had time before its caller leaves, and says how far it came', async () => {
    const { crm, call, wait, paced, clock } = await start({ switches: { latencyMs: 900 } })
    const window = { from: '2026-11-24T00:00:00+03:00', to: '2026-12-24T00:00:00+03:00' }
    const leaving = new AbortController()
    const deadline = clock.now() + 10_000
    clock.sleep(10_000).then(() => leaving.abort())
    const asked = { signal: leaving.signal, deadline }
    const search = crm.listAvailableSlots({ serviceIds: ['11'], ...window }, asked)
    const { slots, checkedUntil } = await paced(search, 50)
    assert.ok(slots.length > 0 && Date.parse(checkedUntil) < Date.parse(window.to), checkedUntil)
    const again = await wait(
      crm.listAvailableSlots({ serviceIds: ['11'], from: window.from, to: checkedUntil }, call(60_000)),
    )
    assert.deepEqual([again.slots.length, again.checkedUntil], [slots.length, checkedUntil])
  })

  it('answers everybody some days when many look at once', async () => {
    const { crm, call, paced, fake } = await start()
    const window = { from: '2026-11-24T00:00:00+03:00', to: '2026-12-24T00:00:00+03:00' }
    const searches = Array.from({ length: 8 }, () =>
      crm.listAvailableSlots({ serviceIds: ['11'], ...window }, call(10_000)),
    )
    for (const { slots } of await paced(Promise.all(searches), 20)) assert.ok(slots.length > 0)
    assert.ok(fake.asked.length <= 50 + 5)
  })

  it('keeps inside five a second and two hundred a minute when sixty clients come at once', async () => {
    const { crm, call, wait, paced, fake, clock } = await start()
    const window = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-26T00:00:00+03:00' }
    const { slots } = await wait(crm.listAvailableSlots({ serviceIds: ['11'], ...window }, call()))
    // Times that do not overlap.
    const apart = slots.filter(slot => slot.start.slice(14, 16) === '00').slice(0, 20)
    // What was asked so far is out of every span by then.
    await clock.advance(60_000)
    const [began, before] = [clock.now(), fake.overLimit]
    const outcomes = await paced(
      Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const slot = apart[index % 20]
          assert.ok(slot)
          const client = { name: `Client ${index}`, phone: `+791600000${String(index).padStart(2, '0')}` }
          const key = `key-of-sixty-clients-${index}`
          return (await thrownBy(crm.createAppointment({ slot, client, key }, call(5_000)))).code ?? 'booked'
        }),
      ),
    )
    assert.equal(fake.overLimit, before)
    assert.ok(clock.now() - began <= 6_000)
    assert.equal(outcomes.filter(code => code === 'booked').length, 20)
    // Whoever had no turn in the ledger's five seconds is told so, and nothing was written for them.
    const said = new Set(['booked', 'slot_taken', 'rate_limited', 'unavailable'])
    assert.deepEqual(
      [...new Set(outcomes)].filter(code => !said.has(code)),
      [],
    )
    assert.equal(fake.book.entries.length, 20)
    assert.equal(new Set(fake.book.entries.map(entry => `${entry.staffId} ${entry.startMs}`)).size, 20)
  })
})
