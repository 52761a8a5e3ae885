import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { ChannelCapabilities } from '../../../core/contract/index.ts'
import { repliesOf } from '../../../core/dialog/reply.ts'
import { newSession } from '../../../core/dialog/session.ts'
import { queueMessages } from '../../../core/journal/outbox.ts'
import { LEASE_MS } from '../../../core/journal/work.ts'
import { createScriptedChannel } from '../../fakes/scripted-channel.ts'
import { type OutboxBench, openOutbox } from './outbox-bench.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

async function open(test: TestContext, capabilities: Partial<ChannelCapabilities> = {}): Promise<OutboxBench> {
  const bench = await openOutbox({ capabilities })
  test.after(() => bench.close())
  return bench
}

const statuses = async (bench: OutboxBench) => (await bench.rows()).map(({ status }) => status)

describe('the outbox', () => {
  it('sends the messages of a conversation in the order in which they were said', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'unavailable' })
    await bench.say('anna', ['one', 'two'])
    await bench.work()
    assert.deepEqual(bench.channel.received('anna'), [], 'the second waits for the first')
    await bench.say('anna', ['three'])
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two', 'three'])
    assert.deepEqual(await statuses(bench), ['sent', 'sent', 'sent'])
  })

  it('does not let one conversation wait for another', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'rate_limited', retryAfterMs: MINUTE_MS })
    await bench.say('anna', ['one'])
    await bench.say('boris', ['two'])
    await bench.work()
    assert.equal(bench.channel.received('anna').length + bench.channel.received('boris').length, 1)
  })

  for (const throws of ['invalid', 'refused', 'window_closed'] as const)
    it(`goes on behind a message that cannot be sent: ${throws}`, async test => {
      const bench = await open(test)
      bench.channel.next({ throws })
      await bench.say('anna', ['one', 'two'])
      await bench.work()
      assert.deepEqual(bench.channel.received('anna'), ['two'])
      assert.deepEqual(await statuses(bench), ['dead', 'sent'])
    })

  it('waits as long as the provider asks for, and no less than a second', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'rate_limited', retryAfterMs: 90_000 }, { throws: 'rate_limited', retryAfterMs: 0 })
    await bench.say('anna', ['one'])
    await bench.work()
    await bench.pass(89_999)
    assert.equal(bench.channel.calls.length, 1)
    await bench.pass(1)
    assert.equal(bench.channel.calls.length, 2)
    await bench.pass(999)
    assert.equal(bench.channel.calls.length, 2)
    await bench.pass(1)
    assert.deepEqual(bench.channel.received('anna'), ['one'])
  })

  it('loses nothing when a provider is down for hours', async test => {
    const bench = await open(test)
    bench.channel.next(...Array.from({ length: 40 }, () => ({ throws: 'unavailable' }) as const))
    await bench.say('anna', ['you are booked', 'see you'], 'operation-1')
    await bench.pass(8 * 60 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['you are booked', 'see you'])
  })

  it('gives up after a day', async test => {
    const bench = await open(test)
    bench.channel.next(...Array.from({ length: 1_000 }, () => ({ throws: 'unavailable' }) as const))
    await bench.say('anna', ['one'])
    await bench.pass(DAY_MS + 10 * MINUTE_MS)
    assert.deepEqual(await statuses(bench), ['dead'])
    const { length } = bench.channel.calls
    assert.ok(length < 400, `tried ${length} times`)
    await bench.pass(DAY_MS)
    assert.equal(bench.channel.calls.length, length)
  })

  it('waits for a channel that is not running, and for one that was taken out for a while', async test => {
    const bench = await open(test)
    bench.state.isStarted = false
    await bench.say('anna', ['one'])
    await bench.pass(60 * MINUTE_MS)
    bench.state.isStarted = true
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one'])

    bench.state.isConfigured = false
    await bench.say('anna', ['two'])
    await bench.pass(120 * MINUTE_MS)
    bench.state.isConfigured = true
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
  })

  it('forgets a channel that never comes back', async test => {
    const bench = await open(test)
    bench.state.isConfigured = false
    await bench.say('anna', ['one'])
    await bench.pass(2 * DAY_MS)
    assert.deepEqual(await statuses(bench), ['dead'])
    assert.deepEqual(await bench.journal.db.selectFrom('work').selectAll().where('kind', '=', 'outbox').execute(), [])
  })

  it('waits no longer than twenty seconds for a channel that hangs', async test => {
    const bench = await open(test)
    bench.channel.next({ hangs: true })
    await bench.say('anna', ['one'])
    const begunAt = bench.clock.now()
    await bench.workWhileTimePasses()
    assert.ok(bench.clock.now() - begunAt < 30_000)
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one'])
  })

  it('says what the desk said before it handed over, where no person has written yet', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'unavailable' })
    await bench.say('anna', ['call the front desk, please'])
    await bench.work()
    await bench.journal.db.updateTable('conversation').set({ mode: 'staff' }).execute()
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['call the front desk, please'])
  })

  it('no longer says what a person has overtaken, but for outcomes', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'unavailable' })
    await bench.say('anna', ['how can I help?'])
    await bench.say('anna', ['you are booked'], 'operation-1')
    await bench.work()
    await bench.staffTakesOver('anna')
    await bench.say('anna', ['your message is kept for the team'])
    await bench.journal.db.updateTable('conversation').set({ mode: 'staff' }).execute()
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['you are booked', 'your message is kept for the team'])
  })
})

describe('after a doubtful send', () => {
  it('an idempotent channel gets the same key again', async test => {
    const bench = await open(test, { delivery: 'idempotent' })
    bench.channel.next({ throwsAfterSending: 'unknown_outcome' }, { throwsAfterSending: 'unknown_outcome' })
    await bench.say('anna', ['one', 'two'])
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
    assert.equal(new Set(bench.channel.calls.map(({ key }) => key)).size, 2)
    assert.equal(bench.channel.calls.length, 4)
    assert.deepEqual(await statuses(bench), ['sent', 'sent'])
  })

  it('a traceable one is asked for nothing until a status by our key settles it', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    bench.channel.next({ throwsAfterSending: 'unknown_outcome' })
    await bench.say('anna', ['one', 'two'])
    await bench.work()
    assert.equal(bench.channel.calls.length, 1, 'those behind it wait')
    const [first] = await bench.rows()
    assert.ok(first)
    await bench.deliver({ kind: 'status', id: 's1', key: first.id, status: 'delivered' })
    await bench.work()
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
    await bench.pass(10 * MINUTE_MS)
    assert.equal(bench.channel.calls.length, 2)
    assert.deepEqual(await statuses(bench), ['sent', 'sent'])
  })

  it('a traceable one repeats when no status comes', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    bench.channel.next({ throws: 'unknown_outcome' })
    await bench.say('anna', ['one'])
    await bench.pass(59_999)
    assert.equal(bench.channel.calls.length, 1)
    await bench.pass(1)
    assert.deepEqual(bench.channel.received('anna'), ['one'])
  })

  it('a traceable one that was in doubt before a restart leaves its status time to come', async test => {
    const first = await open(test, { delivery: 'traceable' })
    first.channel.next({ throwsAfterSending: 'unknown_outcome' })
    await first.say('anna', ['one'])
    await first.pass(50_000)
    // The provider's report found nobody, and comes again when somebody is there.
    const second = await openOutbox({ opened: first })
    await second.pass(40_000)
    assert.equal(first.channel.calls.length, 1)
    const [row] = await second.rows()
    await second.deliver({ kind: 'status', id: 's1', key: row?.id ?? '', status: 'delivered' })
    await second.pass(10 * MINUTE_MS)
    assert.equal(first.channel.calls.length, 1)
  })

  const doubts = (length: number) => Array.from({ length }, () => ({ throws: 'unknown_outcome' }) as const)

  it('a traceable one goes through after four doubtful sends', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    bench.channel.next(...doubts(4))
    await bench.say('anna', ['one', 'two'])
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
    assert.deepEqual(await statuses(bench), ['sent', 'sent'])
  })

  it('a traceable one gives up after five and goes on', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    bench.channel.next(...doubts(5))
    await bench.say('anna', ['one', 'two'])
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(await statuses(bench), ['unknown', 'sent'])
    const [first] = await bench.rows()
    await bench.deliver({ kind: 'status', id: 's1', key: first?.id ?? '', status: 'read' })
    assert.deepEqual(await statuses(bench), ['sent', 'sent'], 'a late status still tells')
  })

  it('a blind one repeats once what tells an outcome, and nothing else', async test => {
    const bench = await open(test, { delivery: 'blind' })
    const doubt = { throws: 'unknown_outcome' } as const
    bench.channel.next(doubt, doubt, doubt)
    await bench.say('anna', ['how can I help?'])
    await bench.say('anna', ['you are booked'], 'operation-1')
    await bench.say('anna', ['see you'])
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(
      bench.channel.calls.map(({ text }) => text),
      ['how can I help?', 'you are booked', 'you are booked', 'see you'],
    )
    assert.deepEqual(await statuses(bench), ['unknown', 'unknown', 'sent'])
  })
})

describe('a process that died while it was sending', () => {
  /** One that ends where a message was handed over and nobody knows it yet. */
  async function openDying(opened: OutboxBench) {
    const { promise: died, resolve } = Promise.withResolvers<void>()
    const dying = await openOutbox({
      opened,
      reach(point) {
        if (point !== 'outbox.answered') return
        resolve()
        return new Promise(() => {})
      },
    })
    return { dying, died }
  }

  /** Dies with the message on its way, `times` times. */
  async function killed(
    test: TestContext,
    delivery: ChannelCapabilities['delivery'],
    options: { operation?: string; times?: number } = {},
  ) {
    const first = await open(test, { delivery })
    await first.say('anna', ['one', 'two'], options.operation)
    for (let time = 0; time < (options.times ?? 1); time += 1) {
      const { dying, died } = await openDying(first)
      void dying.work()
      await died
      await first.clock.advance(LEASE_MS)
    }
    return openOutbox({ opened: first })
  }

  it('repeats on an idempotent channel', async test => {
    const bench = await killed(test, 'idempotent')
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
    assert.deepEqual(await statuses(bench), ['sent', 'sent'])
  })

  it('does not repeat small talk on a blind one', async test => {
    const bench = await killed(test, 'blind')
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
    assert.deepEqual(await statuses(bench), ['unknown', 'sent'])
  })

  it('repeats an outcome on a blind one', async test => {
    const bench = await killed(test, 'blind', { operation: 'operation-1' })
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'one', 'two'])
  })

  it('waits for the status on a traceable one', async test => {
    const bench = await killed(test, 'traceable')
    await bench.work()
    const [first] = await bench.rows()
    await bench.deliver({ kind: 'status', id: 's1', key: first?.id ?? '', status: 'sent' })
    await bench.pass(10 * MINUTE_MS)
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two'])
  })

  it('twice repeats an outcome on a blind one once', async test => {
    const first = await open(test, { delivery: 'blind' })
    await first.say('anna', ['one'], 'operation-1')
    for (let time = 0; time < 4; time += 1) {
      const { dying, died } = await openDying(first)
      // Where it has nothing to send it comes to the end of the minute.
      await Promise.race([died, dying.pass(MINUTE_MS).catch(() => {})])
      await first.clock.advance(LEASE_MS)
    }
    assert.equal(first.channel.calls.length, 2)
  })

  it('or was only paused sends nothing that another is sending now', async test => {
    const bench = await open(test, { delivery: 'blind' })
    await bench.say('anna', ['one', 'two', 'three'])
    /** Sends, and stops in the middle of the message `at`. */
    const pauseAt = async (at: string) => {
      const paused = Promise.withResolvers<void>()
      const wakeUp = Promise.withResolvers<void>()
      const sender = await openOutbox({
        opened: bench,
        async reach(point) {
          if (point !== 'outbox.answered' || bench.channel.calls.at(-1)?.text !== at) return
          paused.resolve()
          await wakeUp.promise
        },
      })
      const sent = sender.work()
      await paused.promise
      return { wakeUp, sent }
    }
    const first = await pauseAt('one')
    await bench.clock.advance(LEASE_MS)
    const second = await pauseAt('two')
    first.wakeUp.resolve()
    await first.sent
    second.wakeUp.resolve()
    await second.sent
    assert.deepEqual(
      bench.channel.calls.map(({ text }) => text),
      ['one', 'two', 'three'],
    )
  })

  it('or was only paused sends nothing that another has sent meanwhile', async test => {
    const bench = await open(test, { delivery: 'blind' })
    await bench.say('anna', ['one', 'two', 'three'])
    const paused = Promise.withResolvers<void>()
    const wakeUp = Promise.withResolvers<void>()
    const sleepy = await openOutbox({
      opened: bench,
      async reach(point) {
        if (point !== 'outbox.answered') return
        paused.resolve()
        await wakeUp.promise
      },
    })
    const slept = sleepy.work()
    await paused.promise
    await bench.clock.advance(LEASE_MS)
    await bench.pass(MINUTE_MS)
    wakeUp.resolve()
    await slept
    assert.deepEqual(bench.channel.received('anna'), ['one', 'two', 'three'])
    assert.deepEqual(await statuses(bench), ['sent', 'sent', 'sent'], 'what it had sent is sent')
  })
})

describe('a status of the provider', () => {
  it('settles a message by the provider’s id, of its own channel only', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    await bench.say('anna', ['one'])
    await bench.work()
    const [row] = await bench.rows()
    assert.ok(row)
    await bench.journal.db
      .updateTable('conversation')
      .set({ instance: 'elsewhere' })
      .where('address', '=', 'anna')
      .execute()
    const failed = { kind: 'status', providerId: `id-of-${row.id}`, status: 'failed' } as const
    await bench.deliver({ ...failed, id: 's1' })
    assert.deepEqual(await statuses(bench), ['sent'])
    await bench.journal.db.updateTable('conversation').set({ instance: 'messenger' }).execute()
    await bench.deliver({ ...failed, id: 's2', providerId: 'id-of-%' })
    assert.deepEqual(await statuses(bench), ['sent'], 'no wildcards')
    await bench.deliver({ ...failed, id: 's3' })
    assert.deepEqual(await statuses(bench), ['dead'])
  })

  it('that says "failed" counts more than our own "sent"', async test => {
    const bench = await open(test, { delivery: 'traceable' })
    await bench.say('anna', ['one'])
    const [row] = await bench.rows()
    assert.ok(row)
    const quick = await openOutbox({
      opened: bench,
      async reach(point) {
        if (point === 'outbox.answered')
          await bench.deliver({ kind: 'status', id: 's1', key: row.id, status: 'failed', code: '131026' })
      },
    })
    await quick.work()
    assert.deepEqual(await statuses(bench), ['dead'])
  })

  it('is noted once and disturbs nothing when it means nothing to us', async test => {
    const bench = await open(test)
    const status = { kind: 'status', id: 's1', key: 'unknown', status: 'sent' } as const
    assert.deepEqual(await bench.deliver(status), { conversation: '', duplicate: false })
    assert.deepEqual(await bench.deliver(status), { conversation: '', duplicate: true })
  })
})

describe('a change of address', () => {
  it('takes the conversation along', async test => {
    const bench = await open(test)
    await bench.say('old', ['one'])
    await bench.deliver({ kind: 'address_changed', id: 'a1', from: 'old', to: 'new' })
    await bench.work()
    assert.deepEqual(bench.channel.received('new'), ['one'])
  })

  it('to where the client writes already sends what waited there, and frees the old address', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'unavailable' })
    await bench.say('old', ['one'])
    await bench.work()
    await bench.say('new', ['two'])
    await bench.deliver({ kind: 'address_changed', id: 'a1', from: 'old', to: 'new' })
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('old'), [])
    assert.deepEqual(bench.channel.received('new').toSorted(), ['one', 'two'])
    await bench.say('old', ['for somebody else'])
    await bench.deliver({ kind: 'address_changed', id: 'a2', from: 'new', to: 'newest' })
    await bench.say('newest', ['three'])
    await bench.pass(MINUTE_MS)
    assert.deepEqual(bench.channel.received('old'), ['for somebody else'])
    assert.deepEqual(bench.channel.received('newest'), ['three'])
  })
})

describe('a client who can not be written to', () => {
  it('gets no more tries, until they write again', async test => {
    const bench = await open(test)
    bench.channel.next({ throws: 'unreachable' })
    await bench.say('anna', ['one', 'two'])
    await bench.work()
    assert.equal(bench.channel.calls.length, 1)
    assert.deepEqual(await statuses(bench), ['dead', 'dead'])
    await bench.say('anna', ['three'])
    await bench.work()
    assert.deepEqual(bench.channel.received('anna'), ['three'])
  })

  for (const event of [
    { kind: 'unreachable', id: 'u1', address: 'anna' },
    { kind: 'status', id: 's1', providerId: 'id', status: 'failed', code: 'unreachable' },
  ] as const)
    it(`is known from the provider, too: ${event.kind}`, async test => {
      const bench = await open(test)
      await bench.say('anna', ['one'])
      await bench.work()
      const [row] = await bench.rows()
      await bench.deliver(event.kind === 'status' ? { ...event, providerId: `id-of-${row?.id}` } : event)
      await bench.clock.advance(1)
      const { id } = await bench.journal.db.selectFrom('conversation').select('id').executeTakeFirstOrThrow()
      await bench.journal.write(db =>
        queueMessages(bench.journal, db, id, [
          { message: 'later-message-16', seq: 9, payload: { text: 'later', locale: 'en', author: 'staff' } },
        ]),
      )
      await bench.work()
      assert.deepEqual(bench.channel.received('anna'), ['one'])
      assert.equal((await statuses(bench)).at(-1), 'dead')
    })
})

describe('a long message', () => {
  it('is split by the limit of its channel, buttons and outcome on the last piece', () => {
    const { capabilities } = createScriptedChannel({ textLength: 50 })
    const text = `${'A sentence of some words. '.repeat(8)}${'x'.repeat(120)} 👋🏽${'👍'.repeat(40)}`
    const choices = { kind: 'confirm' as const, options: [{ id: 'a'.repeat(16), label: 'Yes' }] }
    const replies = repliesOf({ text, choices, outcomeOf: 'operation-1' }, newSession('GREETING', 'en'), capabilities)
    assert.ok(replies.length > 4)
    for (const { message } of replies) {
      assert.ok(message.text.length <= 50 && message.text.length > 0)
      assert.ok(message.text.isWellFormed(), 'no character is torn')
    }
    const squeeze = (value: string) => value.replace(/\s/g, '')
    assert.equal(squeeze(replies.map(({ message }) => message.text).join('')), squeeze(text))
    assert.deepEqual(
      replies.map(({ message, outcomeOf }) => [message.choices !== undefined, outcomeOf !== undefined]),
      replies.map((_, index) => (index === replies.length - 1 ? [true, true] : [false, false])),
    )
  })

  it('is shorter beside buttons where the channel says so, and their hints are cut too', () => {
    const limits = { max: 10, labelLength: 24, hintLength: 12, textLength: 40 }
    const { capabilities } = createScriptedChannel({ textLength: 100, choices: limits })
    const text = 'A sentence of some words. '.repeat(8).trim()
    const options = [{ id: 'a'.repeat(16), label: 'Cut', hint: 'from 45 pounds, Anna' }]
    const choices = { kind: 'services' as const, options }
    const session = newSession('GREETING', 'en')
    const lengths = (said: Parameters<typeof repliesOf>[0]) =>
      repliesOf(said, session, capabilities).map(({ message }) => message.text.length)
    assert.deepEqual(lengths({ text }), [77, 77, 51])
    assert.deepEqual(lengths({ text, choices }), [77, 77, 25, 25])
    const last = repliesOf({ text, choices }, session, capabilities).at(-1)
    assert.equal(last?.message.choices?.options[0]?.hint, 'from 45 pou…')
  })
})
