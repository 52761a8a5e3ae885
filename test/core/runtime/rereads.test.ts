import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, it, type TestContext } from 'node:test'
import type { DeskConfig } from '../../../config/desk-config.ts'
import type { CrmInstance, CrmPlugin, InboundPart } from '../../../core/contract/index.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { newDataFolder } from '../../support/data-folder.ts'
import { until } from '../../support/until.ts'
import { channelNamed, openRuntime, salon } from './open-runtime.ts'

const HOUR_MS = 3_600_000
const QUARTER_MS = 900_000
const MINUTE_MS = 60_000
const MONDAY = '2026-11-23T09:00:00+03:00'

/** Notes what is read again, and may fail it. */
interface Watched {
  plugin: CrmPlugin
  rereads: { id: string; at: number; priority: string | undefined }[]
  fails: boolean
}

function watching(plugin: CrmPlugin, now: () => number): Watched {
  const watched: Watched = {
    rereads: [],
    fails: false,
    plugin: {
      ...plugin,
      create(context) {
        const crm: CrmInstance = plugin.create(context)
        return {
          ...crm,
          async getAppointment({ id }, call) {
            watched.rereads.push({ id, at: now(), priority: call.priority })
            if (watched.fails) throw Object.assign(new Error('down'), { code: 'unavailable' })
            return crm.getAppointment({ id }, call)
          },
        }
      },
    },
  }
  return watched
}

/** A desk whose clients have booked a visit each, at noon of the day after tomorrow and later. */
async function openDesk(test: TestContext, changes: Partial<DeskConfig> = {}) {
  const folder = newDataFolder('rereads')
  const clock: MovingClock = createMovingClock(MONDAY)
  const config = await salon(changes)
  const watched = watching(config.crm.plugin, clock.now)

  const start = async () => {
    const channel = createScriptedChannel()
    const desk = await openRuntime(
      {
        ...config,
        crm: { ...config.crm, plugin: watched.plugin },
        channels: [channelNamed('chat', () => channel)],
      },
      { folder, clock },
    )
    await desk.runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    return { desk, channel }
  }
  let running = await start()
  test.after(async () => {
    await running.desk.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const isIdle = async () => {
    const { journal } = running.desk.runtime.instances
    const due = await journal.db.selectFrom('work').select('ref').where('due_at', '<=', clock.now()).execute()
    return due.length === 0
  }
  const view = (address: string) => running.channel.desk?.conversation({ address })
  const call = () => ({ signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER })

  return {
    clock,
    watched,
    crm: () => running.desk.runtime.instances.crm,
    call,
    visits: async (address: string) => (await view(address))?.appointments ?? [],
    async book(address: string, time: string) {
      let said = 0
      const says = async (part: InboundPart) => {
        said += 1
        const parts = [part]
        await running.channel.desk?.deliver({ kind: 'message', id: `${address}-${said}`, address, parts })
        await until(async () => (await view(address))?.busy === false)
      }
      await says({ type: 'text', text: `A haircut on 26 November at ${time}` })
      await says({ type: 'text', text: 'Anna Lee, +7 916 123-45-67' })
      const summary = (await view(address))?.messages.at(-1)
      await says({ type: 'choice', id: summary?.choices?.options[0]?.id ?? '' })
      const [visit] = (await view(address))?.appointments ?? []
      assert.equal(visit?.status, 'booked')
      return visit.id
    },
    /** Moves the clock on step by step; whatever is due then is done. */
    async pass(ms: number, stepMs = MINUTE_MS) {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await clock.advance(stepMs)
        await until(isIdle)
      }
    },
    async restart() {
      await running.desk.runtime.stop()
      running = await start()
    },
  }
}

describe('visits to come', { timeout: 60_000 }, () => {
  it('are read again every six hours, and so show that the staff cancelled one and told nobody', async test => {
    const desk = await openDesk(test)
    const id = await desk.book('anna', '12:00')
    await desk.crm().cancelAppointment({ id, key: 'a-key-of-a-test-0001' }, desk.call())
    await desk.pass(5 * HOUR_MS, QUARTER_MS)
    assert.deepEqual(desk.watched.rereads, [])
    await desk.pass(2 * HOUR_MS, QUARTER_MS)
    assert.deepEqual(
      desk.watched.rereads.map(({ id, priority }) => ({ id, priority })),
      [{ id, priority: 'background' }],
    )
    assert.deepEqual(
      (await desk.visits('anna')).map(({ status }) => status),
      ['cancelled'],
    )
    // What is cancelled is not asked for again.
    await desk.pass(8 * HOUR_MS, QUARTER_MS)
    assert.equal(desk.watched.rereads.length, 1)
  })

  it('are read every hour when they are near, also by a desk that was started anew', async test => {
    const desk = await openDesk(test)
    const id = await desk.book('anna', '12:00')
    await desk.pass(HOUR_MS)
    await desk.restart()
    await desk.clock.advanceTo('2026-11-25T13:00:00+03:00')
    await desk.pass(30 * MINUTE_MS)
    const before = desk.watched.rereads.length
    const slot = (
      await desk
        .crm()
        .listAvailableSlots(
          { serviceIds: ['haircut'], from: '2026-11-26T15:00:00+03:00', to: '2026-11-26T16:00:00+03:00' },
          desk.call(),
        )
    ).slots[0]
    assert.ok(slot)
    await desk.crm().rescheduleAppointment({ id, slot, key: 'a-key-of-a-test-0002' }, desk.call())
    await desk.pass(HOUR_MS + 2 * MINUTE_MS)
    assert.equal(desk.watched.rereads.length, before + 1)
    assert.equal((await desk.visits('anna'))[0]?.start, '2026-11-26T15:00:00+03:00')
  })

  it('are read so many in a minute and no more, the one that was seen longest ago first', async test => {
    const desk = await openDesk(test, { rereads: { everyHours: 1, soonEveryMinutes: 60, perMinute: 2 } })
    const ids: string[] = []
    for (const [index, time] of ['11:00', '12:00', '13:00', '14:00', '15:00'].entries()) {
      ids.push(await desk.book(`client-${index}`, time))
      await desk.clock.advance(1)
    }
    await desk.pass(HOUR_MS + 5 * MINUTE_MS)
    const seen = desk.watched.rereads
    assert.deepEqual(
      seen.map(({ id }) => id),
      ids,
    )
    for (const { at } of seen)
      assert.ok(seen.filter(other => other.at > at - MINUTE_MS && other.at <= at).length <= 2, JSON.stringify(seen))
  })

  it('are asked for less and less while the CRM is down, and in their turn when it is back', async test => {
    const desk = await openDesk(test, { rereads: { everyHours: 1, soonEveryMinutes: 60, perMinute: 10 } })
    const id = await desk.book('anna', '12:00')
    desk.watched.fails = true
    await desk.pass(HOUR_MS + 30 * MINUTE_MS)
    assert.equal(desk.watched.rereads.length, 10)
    desk.watched.fails = false
    await desk.crm().cancelAppointment({ id, key: 'a-key-of-a-test-0003' }, desk.call())
    await desk.pass(HOUR_MS)
    assert.equal((await desk.visits('anna'))[0]?.status, 'cancelled')
  })

  it('are left alone where the operator says so', async test => {
    const desk = await openDesk(test, { rereads: { everyHours: 1, soonEveryMinutes: 60, perMinute: 0 } })
    await desk.book('anna', '12:00')
    await desk.pass(3 * HOUR_MS, QUARTER_MS)
    assert.deepEqual(desk.watched.rereads, [])
  })
})
