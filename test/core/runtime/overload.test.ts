import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createAdmission } from '../../../core/channels/admission.ts'
import { schedule } from '../../../core/journal/work.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { until } from '../../support/until.ts'
import { channelNamed, openRuntime, salon, speaking } from './open-runtime.ts'

/** A desk with one channel and a brain that answers when it is let. */
async function open(test: TestContext, answer: () => Promise<string>) {
  const channel = createScriptedChannel()
  const config = await salon({ llm: [speaking(answer)], channels: [channelNamed('chat', () => channel)] })
  const opened = await openRuntime(config)
  test.after(opened.close)
  await opened.runtime.start({ listen: false })
  await until(() => channel.desk !== undefined)
  const send = (address: string, id: string) =>
    channel.desk?.deliver({ kind: 'message', id: `${address}-${id}`, address, parts: [{ type: 'text', text: id }] })
  return { ...opened, channel, send }
}

describe('a desk under too much work', { timeout: 60_000 }, () => {
  it('sends and reconciles while every turn that it has room for waits for a slow model', async test => {
    const rest = Promise.withResolvers<void>()
    const { runtime, channel, send } = await open(test, async () => {
      await rest.promise
      return 'at last'
    })
    // More than there is room for.
    await Promise.all(Array.from({ length: 80 }, (_, index) => send(`slow-${index}`, 'hello')))
    const { journal } = runtime.instances
    const { id } = await journal.db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
    const now = journal.clock.now()
    const payload = JSON.stringify({ text: 'a reminder', locale: 'en', author: 'desk' })
    const row = {
      conversation: id,
      message: 'm',
      seq: 99,
      status: 'queued' as const,
      payload,
      attempts: 0,
      due_at: now,
    }
    await journal.write(async db => {
      const times = { created_at: now, updated_at: now }
      await db
        .insertInto('outbox')
        .values({ business: journal.business, id: 'o', ...row, ...times })
        .execute()
      await schedule(journal, db, { kind: 'outbox', ref: id, dueAt: now })
      await schedule(journal, db, { kind: 'reconcile', ref: 'no-such-operation', dueAt: now })
    })
    await until(() => channel.calls.some(({ text }) => text === 'a reminder'))
    const works = async (kind: string) =>
      (
        await journal.db
          .selectFrom('work')
          .select('ref')
          .where('kind', '=', kind as 'turn')
          .execute()
      ).length
    await until(async () => (await works('reconcile')) === 0)
    assert.ok(channel.calls.every(({ text }) => text !== 'at last'))
    rest.resolve()
    await until(() => channel.calls.filter(({ text }) => text === 'at last').length === 80)
  })

  it('answers fifty clients beside one who sends five hundred messages, each once, and that one too', async test => {
    let asked = 0
    const { channel, send } = await open(test, async () => {
      asked += 1
      return 'here I am'
    })
    let refused = 0
    const insist = async (address: string, id: string): Promise<void> => {
      for (;;) {
        try {
          await send(address, id)
          return
        } catch (error) {
          assert.deepEqual([Object(error).code, Object(error).retryAfterMs], ['unavailable', 2_000])
          assert.match(Object(error).reason, /a lot going on right now/)
          refused += 1
          await new Promise(resolve => setImmediate(resolve))
        }
      }
    }
    const noisy = Promise.all(Array.from({ length: 500 }, (_, index) => insist('noisy', String(index))))
    const others = Array.from({ length: 50 }, (_, index) => `client-${index}`)
    // None of them is ever turned away.
    await Promise.all(others.map(address => send(address, 'hello')))
    await until(() => others.every(address => channel.received(address).length === 1))
    await noisy
    assert.ok(refused > 0, 'who sends too much at once is told to come again')
    await until(() => channel.received('noisy').length > 0)
    assert.ok(asked < 500, 'what waits is answered together')
  })

  it('lets no more in than it can keep in mind, and lets in again what has room', async () => {
    let waiting = 0
    const limits = { storing: 4, storingOfOne: 2, waitingTurns: 10 }
    const { admit } = createAdmission({ waitingTurns: () => waiting, busy: () => 'busy', limits })
    const rest = Promise.withResolvers<void>()
    const isRefused = { code: 'unavailable', retryAfterMs: 2_000, reason: 'busy' }
    const hold = (client: string) => admit(client, () => rest.promise)
    const held = [hold('anna'), hold('anna')]
    await assert.rejects(hold('anna'), isRefused, 'two of one client')
    held.push(hold('boris'), hold('clara'))
    await assert.rejects(hold('dora'), isRefused, 'four of all')
    rest.resolve()
    await Promise.all(held)
    await hold('anna')
    waiting = 11
    await assert.rejects(hold('anna'), isRefused, 'more turns wait than anybody would wait for')
    waiting = 10
    await hold('anna')
    await assert.rejects(
      admit('anna', () => Promise.reject(new Error('the disk is full'))),
      /disk is full/,
    )
    await Promise.all([hold('anna'), hold('anna')])
  })

  it('turns messages away while too many turns wait, and takes them when they are answered', async test => {
    const rest = Promise.withResolvers<void>()
    const { channel, runtime, send } = await open(test, async () => {
      await rest.promise
      return 'at last'
    })
    await Promise.all(Array.from({ length: 64 }, (_, index) => send(`slow-${index}`, 'hello')))
    const { journal } = runtime.instances
    const now = journal.clock.now()
    // As if two thousand conversations more had something to say.
    await journal.write(async db => {
      for (let index = 0; index <= 2_000; index += 1)
        await schedule(journal, db, { kind: 'turn', ref: `waiting-${index}`, dueAt: now })
    })
    let refusal: unknown
    await until(async () => {
      refusal = await send('late', 'hello')?.then(
        () => undefined,
        error => error,
      )
      return refusal !== undefined
    })
    assert.equal(Object(refusal).code, 'unavailable')
    rest.resolve()
    await until(async () => {
      const answer = await send('late', 'again')?.catch(() => undefined)
      return answer !== undefined
    })
    await until(() => channel.received('late').length > 0)
  })
})
