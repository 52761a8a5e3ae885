import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { CrmInstance, InboundPart } from '../../../core/contract/index.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { until } from '../../support/until.ts'

describe('a client who waits', () => {
  let desk: RunningDesk
  let sound: CrmInstance
  before(async () => {
    desk = await startDesk({ messenger: {} })
    sound = { ...desk.runtime.instances.crm }
  })
  afterEach(() => {
    Object.assign(desk.runtime.instances.crm, sound)
    desk.clock.advance(15 * 60_000)
  })
  after(() => desk.stop())

  const crmDoes = (change: Partial<CrmInstance>) => Object.assign(desk.runtime.instances.crm, change)

  /** Moves the clock on in small steps until it is so. */
  const passUntil = (isSo: () => boolean | Promise<boolean>) =>
    until(async () => {
      desk.clock.advance(250)
      return isSo()
    })

  for (const [locale, words, first, second] of [
    ['en', 'A haircut on 24 November at noon', /One moment, I am still looking/, /Thank you for waiting/],
    ['ru', 'Хочу на стрижку 24 ноября в 12:00', /Секунду, ещё смотрю/, /Спасибо, что ждёте/],
  ] as const)
    it(`for a slow CRM hears after ten seconds that the desk is at it, and later once more (${locale})`, async () => {
      const address = `slow-${locale}`
      const asked = Promise.withResolvers<void>()
      const answered = Promise.withResolvers<void>()
      crmDoes({
        async listAvailableSlots(query, call) {
          asked.resolve()
          await answered.promise
          return sound.listAvailableSlots(query, call)
        },
      })
      const startedAt = desk.clock.now()
      await desk.deliver({
        kind: 'message',
        id: `m-${locale}`,
        address,
        parts: [{ type: 'text', text: words }],
        sender: { language: locale },
      })
      await asked.promise
      const heard = async (count: number) => {
        await passUntil(async () => (await desk.receivedSoFar(address)) >= count)
        return (await desk.received(address, count - 1))[0]?.message.text ?? ''
      }
      assert.match(await heard(1), first)
      assert.ok(desk.clock.now() - startedAt >= 10_000)
      assert.match(await heard(2), second)
      assert.ok(desk.clock.now() - startedAt >= 30_000)
      answered.resolve()
      assert.match((await desk.received(address, 2))[0]?.message.text ?? '', /12:00/)
      assert.equal(await desk.receivedSoFar(address), 3)
    })

  /** Up to the summary that a client can confirm. */
  async function asked(address: string, day: string) {
    const says = async (part: InboundPart) => {
      const before = await desk.receivedSoFar(address)
      await desk.deliver({ kind: 'message', id: `${address}-${before}`, address, parts: [part] })
      return before
    }
    const before = await says({ type: 'text', text: `Haircut on ${day} at noon, Anna, +79161234567` })
    const [summary] = await desk.received(address, before)
    const confirm = summary?.message.choices?.options[0]?.id ?? ''
    return { confirm: () => says({ type: 'choice', id: confirm }) }
  }

  it('does not hear it when the answer comes in time', async () => {
    await asked('quick', '27 November')
    desk.clock.advance(60_000)
    const said = await desk.received('quick')
    assert.deepEqual(
      said.filter(({ message }) => /One moment|Thank you/.test(message.text)),
      [],
    )
  })

  it('for a CRM that is too busy is booked when it takes the visit, as one attempt', async () => {
    const client = await asked('busy', '25 November')
    const refusals = [2_000, 3_000]
    const tries: number[] = []
    crmDoes({
      async createAppointment(draft, call) {
        tries.push(desk.clock.now())
        assert.equal(call.priority, 'commit')
        const retryAfterMs = refusals.shift()
        if (retryAfterMs === undefined) return sound.createAppointment(draft, call)
        throw Object.assign(new Error('too busy'), { code: 'rate_limited', retryAfterMs })
      },
    })
    const before = await client.confirm()
    await passUntil(async () => (await desk.receivedSoFar('busy')) > before)
    assert.match((await desk.received('busy', before)).at(-1)?.message.text ?? '', /You are booked/)
    const [first = 0, second = 0, third = 0] = tries
    assert.ok(second - first >= 2_000 && third - second >= 3_000, tries.join())
    const operation = await desk.runtime.instances.journal.db
      .selectFrom('operation')
      .select('attempt')
      .where('status', '=', 'booked')
      .execute()
    assert.deepEqual(
      operation.map(({ attempt }) => attempt),
      [1],
    )
  })

  it('for a CRM that stays too busy is told that nothing was booked', async () => {
    const client = await asked('hopeless', '26 November')
    crmDoes({
      async createAppointment() {
        throw Object.assign(new Error('too busy'), { code: 'rate_limited', retryAfterMs: 9_000 })
      },
    })
    const before = await client.confirm()
    const startedAt = desk.clock.now()
    const last = async () => (await desk.received('hopeless', before)).at(-1)?.message.text ?? ''
    await passUntil(async () => (await desk.receivedSoFar('hopeless')) > before + 2)
    assert.match(await last(), /cannot be reached right now, so nothing has changed/)
    assert.ok(desk.clock.now() - startedAt < 60_000)
  })
})
