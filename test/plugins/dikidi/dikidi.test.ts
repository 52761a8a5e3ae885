import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { Appointment } from '../../../core/contract/index.ts'
import plugin from '../../../plugins/crm/dikidi/index.ts'
import { createTestContext } from '../../plugin-context.ts'
import { until } from '../../support/until.ts'
import { CATALOGUE, KEY, OLGA, type OpenedCrm, openBridged, PAGE } from './open.ts'

describe('dikidi over a bridge', () => {
  let opened: OpenedCrm
  beforeEach(async () => {
    opened = await openBridged()
  })
  afterEach(() => opened.close())

  async function request(key = KEY): Promise<Appointment> {
    const { crm, call, slots } = opened
    const [slot] = await slots()
    assert.ok(slot)
    return crm.createAppointment({ slot, client: OLGA, key, locale: 'ru' }, call())
  }
  const statusOf = async ({ id }: Appointment) => (await opened.crm.getAppointment({ id }, opened.call()))?.status
  const callback = () => opened.platform.came.at(-1)?.callback ?? ''

  it('tells the bridge everything that a person needs, signed', async () => {
    const visit = await request()
    assert.equal(visit.status, 'requested')
    const { platform } = opened
    assert.deepEqual(platform.forged, [])
    const [told] = platform.operations()
    assert.equal(told?.event, 'visit.requested')
    assert.deepEqual(
      [told?.key, told?.visit.date, told?.visit.time, told?.visit.services, told?.visit.employee, told?.language],
      [KEY, '2026-11-24', '10:00', 'Manicure', 'Anna', 'ru'],
    )
    assert.deepEqual(told?.client, OLGA)
  })

  for (const [said, status] of [
    ['booked', 'booked'],
    ['refused', 'cancelled'],
    ['no_show', 'no_show'],
  ] as const)
    it(`takes ${said} for ${status}, and tells the desk`, async () => {
      const visit = await request()
      assert.equal((await opened.posts(callback(), { status: said })).status, 200)
      assert.equal(await statusOf(visit), status)
      assert.deepEqual(opened.changed, [visit.id])
    })

  it('moves a visit that the salon has moved, and frees its old time', async () => {
    const visit = await request()
    await opened.posts(callback(), { status: 'moved', start: '2026-11-24T15:00:00+03:00' })
    const moved = await opened.crm.getAppointment({ id: visit.id }, opened.call())
    assert.deepEqual(
      [moved?.status, moved?.start, moved?.parts[0]?.end],
      ['booked', '2026-11-24T15:00:00+03:00', '2026-11-24T16:00:00+03:00'],
    )
    const starts = (await opened.slots()).map(({ start }) => start)
    assert.ok(starts.includes('2026-11-24T10:00:00+03:00') && !starts.includes('2026-11-24T15:00:00+03:00'))
  })

  it('believes no answer from an address that was guessed', async () => {
    const visit = await request()
    const guessed = callback().replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
    assert.equal((await opened.posts(guessed, { status: 'booked' })).status, 403)
    assert.equal((await opened.posts(callback(), { status: 'perhaps' })).status, 400)
    assert.equal(await statusOf(visit), 'requested')
  })

  it('does not revive a visit that the client has cancelled meanwhile', async () => {
    const visit = await request()
    const address = callback()
    await opened.crm.cancelAppointment({ id: visit.id, key: `${KEY}-cancel` }, opened.call())
    assert.deepEqual(
      opened.platform.operations().map(({ event }) => event),
      ['visit.requested', 'visit.cancelled'],
    )
    assert.equal((await opened.posts(address, { status: 'booked' })).status, 409)
    assert.equal(await statusOf(visit), 'cancelled')
  })

  describe('moving a visit that the salon has confirmed', () => {
    const NEW = '2026-11-24T15:00:00+03:00'

    async function move(): Promise<Appointment> {
      const { id } = await request()
      await opened.posts(callback(), { status: 'booked' })
      const slot = (await opened.slots()).find(({ start }) => start === NEW)
      assert.ok(slot)
      return opened.crm.rescheduleAppointment({ id, slot, key: `${KEY}-move` }, opened.call())
    }
    const whereIs = async ({ id }: Appointment) => {
      const visit = await opened.crm.getAppointment({ id }, opened.call())
      return [visit?.status, visit?.start, visit?.parts[0]?.start]
    }

    it('asks for the new time, and says where it was', async () => {
      const moved = await move()
      assert.deepEqual([moved.status, moved.start], ['requested', NEW])
      const told = opened.platform.came.at(-1)
      assert.deepEqual(
        [told?.event, told?.previous?.time, told?.visit.time],
        ['visit.move_requested', '10:00', '15:00'],
      )
      await opened.posts(callback(), { status: 'booked' })
      assert.deepEqual(await whereIs(moved), ['booked', NEW, NEW])
    })

    it('leaves it where it was when the salon refuses', async () => {
      const moved = await move()
      await opened.posts(callback(), { status: 'refused' })
      const old = '2026-11-24T10:00:00+03:00'
      assert.deepEqual(await whereIs(moved), ['booked', old, old])
      // It is no move any more: what is refused now is the visit.
      await opened.posts(callback(), { status: 'refused' })
      assert.equal(await statusOf(moved), 'cancelled')
    })

    it('leaves it where it was when nobody answers, or the bridge does not take it', async () => {
      const moved = await move()
      await opened.crm.start?.()
      await opened.clock.advance(3_700_000)
      await until(async () => (await statusOf(moved)) === 'booked')
      await opened.clock.advance(60_000)
      await until(() => opened.platform.came.at(-1)?.event === 'visit.move_withdrawn')
      opened.platform.answer = { status: 404, type: 'text/plain', body: 'no such webhook' }
      const slot = (await opened.slots()).find(({ start }) => start === NEW)
      assert.ok(slot)
      const again = opened.crm.rescheduleAppointment({ id: moved.id, slot, key: `${KEY}-3` }, opened.call())
      await assert.rejects(again, { code: 'unavailable' })
      assert.deepEqual((await whereIs(moved)).slice(0, 2), ['booked', '2026-11-24T10:00:00+03:00'])
    })
  })

  it('sends and takes what its README shows', async () => {
    const readme = readFileSync(new URL('../../../plugins/crm/dikidi/README.md', import.meta.url), 'utf8')
    const [shown, busy] = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json))
    await request()
    assert.deepEqual(shapeOf(opened.platform.came[0]), shapeOf(shown))
    assert.equal((await opened.posts(await opened.busyAddress(), busy)).status, 200)
    const [, moved = ''] = /`(\{ "status": "moved"[^`]*)`/.exec(readme) ?? []
    assert.equal((await opened.posts(callback(), JSON.parse(moved))).status, 200)
  })

  it('takes a decision that the bridge makes at once', async () => {
    opened.platform.answer = { status: 200, type: 'application/json', body: '{"status":"booked"}' }
    assert.equal((await request()).status, 'booked')
    opened.platform.answer = { status: 200, type: 'application/json', body: '{"status":"refused"}' }
    await assert.rejects(request(`${KEY}-2`), { code: 'refused' })
  })

  it('leaves nothing behind when the bridge does not take a request', async () => {
    opened.platform.answer = { status: 404, type: 'text/plain', body: 'no such webhook' }
    await assert.rejects(request(), { code: 'unavailable' })
    assert.deepEqual(await opened.crm.listAppointments({ key: KEY }, opened.call()), [])
    assert.equal((await opened.slots())[0]?.start, '2026-11-24T10:00:00+03:00')
  })

  it('tells again what the bridge may not have got, and says at doctor that it waits', async () => {
    const { crm, platform, clock, call } = opened
    platform.answer = { status: 500, type: 'text/plain', body: 'broken' }
    await assert.rejects(request(), { code: 'unknown_outcome' })
    const [visit] = await crm.listAppointments({ key: KEY }, call())
    assert.equal(visit?.status, 'requested')
    await crm.start?.()
    await clock.advance(61_000)
    await until(async () => (await crm.probe?.(call()))?.ok === false)
    platform.answer = { status: 200, type: 'text/plain', body: 'Accepted' }
    await clock.advance(300_000)
    await until(() => platform.operations().length === 1)
    await until(async () => (await crm.probe?.(call()))?.ok === true)
    assert.deepEqual(platform.forged, [])
  })

  it('withdraws a request that nobody has answered, and tells the bridge', async () => {
    const visit = await request()
    await opened.crm.start?.()
    await opened.clock.advance(3_700_000)
    await until(async () => (await statusOf(visit)) === 'cancelled')
    await until(() => opened.changed.includes(visit.id))
    await opened.clock.advance(60_000)
    await until(() => opened.platform.operations().some(({ event }) => event === 'visit.cancelled'))
  })

  it('offers no time that is taken in DIKIDI, and books none', async () => {
    const { slots, posts, crm, call } = opened
    const [first] = await slots()
    assert.ok(first)
    const address = await opened.busyAddress()
    const day = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }
    const busy = [
      { employee: 'anna', start: '2026-11-24T10:30:00+03:00', end: '2026-11-24T11:30:00+03:00' },
      { start: '2026-11-24T18:00:00+03:00', end: '2026-11-24T20:00:00+03:00' },
    ]
    assert.equal((await posts(address, { ...day, busy })).status, 200)
    const hours = (await slots()).map(({ start }) => start.slice(11, 13))
    assert.deepEqual(hours, ['12', '13', '14', '15', '16', '17'])
    await assert.rejects(crm.createAppointment({ slot: first, client: OLGA, key: KEY }, call()), { code: 'slot_taken' })
    // What is told anew replaces what was told of the same hours, and nothing else.
    await posts(address, { from: day.from, to: '2026-11-24T12:00:00+03:00', busy: [] })
    assert.deepEqual(
      (await slots()).map(({ start }) => start.slice(11, 13)),
      ['10', '11', '12', '13', '14', '15', '16', '17'],
    )
  })

  it('takes no busy times of somebody who is not there, nor from a guessed address', async () => {
    const address = await opened.busyAddress()
    const day = { from: '2026-11-24T00:00:00+03:00', to: '2026-11-25T00:00:00+03:00' }
    const busy = [{ employee: 'vera', start: day.from, end: day.to }]
    const refused = await opened.posts(address, { ...day, busy })
    assert.equal(refused.status, 400)
    assert.match(await refused.text(), /anna, boris/)
    assert.equal((await opened.posts(`${address}x`, { ...day, busy: [] })).status, 403)
  })
})

describe('dikidi without a bridge', () => {
  it('consults, and sends clients to the salon’s page in their words', async () => {
    for (const locale of ['ru', 'en'] as const) {
      const { context, close } = createTestContext({ plugin, config: CATALOGUE, company: { locale } })
      const crm = plugin.create(context)
      const call = { signal: new AbortController().signal, deadline: context.clock.now() + 10_000 }
      assert.equal((await crm.listServices({}, call)).length, 2)
      const from = '2026-11-24T00:00:00+03:00'
      const wanted = { serviceIds: ['manicure'], from, to: '2026-11-25T00:00:00+03:00' }
      await assert.rejects(crm.listAvailableSlots(wanted, call), (error: unknown) => {
        assert.equal(Object(error).code, 'refused')
        assert.ok(Object(error).reason.includes(PAGE))
        return true
      })
      assert.ok(!Object.values(crm.capabilities).includes('time') && !crm.capabilities.cancel)
      await close()
    }
  })
})

/** The names of all members, whatever their values are. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}
