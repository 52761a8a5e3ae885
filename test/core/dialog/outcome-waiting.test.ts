import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it } from 'node:test'
import type { Appointment, Call, CrmInstance, CrmPlugin } from '../../../core/contract/index.ts'
import type { Reach } from '../../../core/ledger/fail-points.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { createMovingClock, type MovingClock } from '../../moving-clock.ts'
import { until } from '../../support/until.ts'
import { channelNamed, openRuntime, salon, speaking } from '../runtime/open-runtime.ts'

const MINUTE_MS = 60_000
const coded = (code: string, details: object = {}) =>
  Object.assign(new Error(`the CRM says ${code}`), { code, ...details })

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** The salon's own calendar, of which a test spoils what it wants; several processes share it by their journal. */
function spoiled(plugin: CrmPlugin, change: (sound: CrmInstance) => Partial<CrmInstance>): CrmPlugin {
  return {
    ...plugin,
    create(context) {
      const sound = plugin.create(context)
      return { ...sound, ...change(sound) }
    },
  }
}

/** Desks on one journal, each a process of its own, and one client of theirs. */
async function open(change: (sound: CrmInstance) => Partial<CrmInstance>) {
  const folder = mkdtempSync(join(tmpdir(), 'aiadmin-waiting-'))
  closers.push(async () => rmSync(folder, { recursive: true, force: true }))
  const clock: MovingClock = createMovingClock('2026-11-23T09:00:00+03:00')
  const config = await salon()
  const crm = { ...config.crm, plugin: spoiled(config.crm.plugin, change) }
  let said = 0

  async function startReplica(brain?: string, reach: Reach = () => {}) {
    const channel = createScriptedChannel()
    const llm = brain === undefined ? config.llm : [speaking(() => brain)]
    const opened = await openRuntime(
      { ...config, crm, llm, channels: [channelNamed('chat', () => channel)] },
      { folder, clock, reach },
    )
    let isOpen = true
    const close = async () => {
      if (isOpen) await opened.close()
      isOpen = false
    }
    closers.push(close)
    await opened.runtime.start({ listen: false })
    await until(() => channel.desk !== undefined)
    const heard = () => channel.received('anna')
    async function writes(text: string) {
      said += 1
      await channel.desk?.deliver({
        kind: 'message',
        id: `m${said}`,
        address: 'anna',
        parts: [{ type: 'text', text }],
        sender: { language: 'en' },
      })
    }
    return {
      ...opened,
      heard,
      close,
      /** Sends a text. */
      writes,
      /** Sends a text and answers what came back to it. */
      async says(text: string) {
        const before = heard().length
        await writes(text)
        await until(() => heard().length > before)
        return heard().slice(before).join('\n')
      },
      /** Lets time pass until a message comes. */
      async waits(matching: RegExp) {
        while (!heard().some(text => matching.test(text))) {
          await clock.advance(MINUTE_MS / 2)
          // What was due is done before time goes on: a lease must not end under it.
          await new Promise(resolve => setImmediate(resolve))
          await until(async () => {
            const { db } = opened.runtime.instances.journal
            return (await db.selectFrom('work').select('ref').where('owner', 'is not', null).execute()).length === 0
          })
        }
      },
      async visits() {
        const call: Call = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
        const range = { from: '2026-11-23T00:00:00+03:00', to: '2026-12-05T00:00:00+03:00' }
        const all = await opened.runtime.instances.crm.listAppointments(range, call)
        return all.filter(({ status }: Appointment) => status !== 'cancelled').map(({ start }) => start.slice(0, 16))
      },
    }
  }
  return { clock, startReplica }
}

type Desk = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['startReplica']>>

async function confirms(desk: Desk, day = '24 November'): Promise<string> {
  assert.match(await desk.says(`Haircut on ${day} at noon, Anna, +79161234567`), /check your booking/)
  return desk.says('yes')
}

/** The first call goes wrong, all others are as they are. */
function once<Input, Output>(
  wrong: (input: Input, call: Call) => Promise<Output>,
  right: (input: Input, call: Call) => Promise<Output>,
) {
  let isFirst = true
  return (input: Input, call: Call) => {
    const isWrong = isFirst
    isFirst = false
    return isWrong ? wrong(input, call) : right(input, call)
  }
}

describe('while nobody knows what became of a booking', () => {
  it('the client hears so at once and whenever they ask, and the result from another replica after a kill', async () => {
    let isDown = false
    const { startReplica } = await open(sound => ({
      createAppointment: async (draft, call) => {
        await sound.createAppointment(draft, call)
        isDown = true
        throw coded('unknown_outcome')
      },
      listAppointments: (query, call) =>
        isDown ? Promise.reject(coded('unavailable')) : sound.listAppointments(query, call),
    }))
    const first = await startReplica()
    assert.match(await confirms(first), /checking whether this went through and will write to you at once/)
    for (const asks of ['so, is it booked?', 'well?', 'Any news?', '?'])
      assert.match(await first.says(asks), /checking whether this went through/, asks)
    assert.match(await first.says('ну что?'), /Проверяю, прошла ли запись/)
    await first.close()

    const second = await startReplica('You are booked for tomorrow at 12:00!')
    assert.match(await second.says('Great, I will come at noon then.'), /Проверяю|checking whether this went through/)
    isDown = false
    await second.waits(/You are booked!|вы записаны!/)
    assert.deepEqual(await second.visits(), ['2026-11-24T12:00'])
    assert.equal(second.heard().filter(text => /You are booked!|вы записаны!/.test(text)).length, 1)
    assert.match(await second.says('So, am I booked?'), /^You are booked for tomorrow at 12:00!$/)
  })

  it('other times that come with the result stand beside the answer to what was written meanwhile', async () => {
    const { clock, startReplica } = await open(() => ({
      createAppointment: once(
        async () => {
          throw coded('unknown_outcome')
        },
        async () => {
          throw coded('slot_taken')
        },
      ),
    }))
    const first = await startReplica()
    assert.match(await confirms(first), /checking whether this went through/)
    await first.close()

    const held = Promise.withResolvers<void>()
    let isHeld = false
    const desk = await startReplica('Any of these?', async point => {
      if (point !== 'finish.before' || isHeld) return
      isHeld = true
      await held.promise
    })
    await desk.writes('Is there parking?')
    await until(() => isHeld)
    const { db } = desk.runtime.instances.journal
    await until(async () => {
      await clock.advance(1_000)
      const { status } = await db.selectFrom('operation').select('status').executeTakeFirstOrThrow()
      return status === 'slot_taken'
    })
    await desk.writes('Thanks!')
    held.resolve()
    await until(() => desk.heard().length >= 4)
    const [, outcome, times, answer] = desk.heard()
    assert.match(`${outcome} ${times}`, /just been taken.*Free on Tuesday 24 November/)
    assert.equal(answer, 'Any of these?')
  })

  it('a refusal that comes later is told with its reason', async () => {
    const { startReplica } = await open(() => {
      const refuse = async () => {
        throw coded('refused', { reason: 'Dogs are not allowed.' })
      }
      const vanish = async () => {
        throw coded('unknown_outcome')
      }
      return { createAppointment: once(vanish, refuse) }
    })
    const desk = await startReplica()
    assert.match(await confirms(desk), /checking whether this went through/)
    await desk.waits(/did not accept this, so nothing has changed/)
    assert.deepEqual(await desk.visits(), [])
  })

  it('a booking that the CRM has lost after it was told is told, too', async () => {
    let isLost = false
    const { startReplica, clock } = await open(sound => ({
      createAppointment: once(
        async () => {
          throw coded('unknown_outcome')
        },
        (draft, call) => sound.createAppointment(draft, call),
      ),
      listAppointments: async (query, call) => (isLost ? [] : sound.listAppointments(query, call)),
    }))
    const desk = await startReplica()
    assert.match(await confirms(desk), /checking/)
    await desk.waits(/You are booked!/)
    isLost = true
    await clock.advance(11 * MINUTE_MS)
    await desk.waits(/cannot tell for certain what became of this booking/)
    assert.match(desk.lines.map(({ msg }) => msg).join('\n'), /nobody but a person can tell/)
  })

  it('a move that stands half-way is told as just that, and a person is called', async () => {
    const { startReplica } = await open(sound => ({
      capabilities: { ...sound.capabilities, reschedule: 'none' },
      cancelAppointment: async () => {
        throw coded('refused')
      },
    }))
    const desk = await startReplica()
    assert.match(await confirms(desk), /You are booked/)
    assert.match(await desk.says('Move my visit to 25 November at 14:00'), /Moving your visit|14:00/)
    const told = await desk.says('yes')
    assert.match(
      told,
      /The new time is yours: \*\*Haircut\*\*, Wednesday,? 25 November, 14:00.*front desk will do that/s,
    )
    assert.deepEqual(await desk.visits(), ['2026-11-24T12:00', '2026-11-25T14:00'])
  })
})
