import assert from 'node:assert/strict'
import type { PluginContext } from '../../contract/index.ts'
import { assertCode } from './assert.ts'
import { type ChannelCheck, doesNotPoll, hasNoWebhook, writesToNobody } from './check.ts'

/** Real milliseconds in which what must not happen is watched for. */
const WATCH_MS = 150

const watched = () => new Promise(resolve => setTimeout(resolve, WATCH_MS, 'nothing'))

/** From `start` to `stop`. */
export const lifeChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.before-start',
    title: 'answers 503 before its start, and delivers nothing then',
    unless: hasNoWebhook,
    async run({ openIdle }) {
      const { provider, nextNumber, wait, desk } = await openIdle()
      const attempt = await wait(provider.receive({ number: nextNumber(), client: 1, text: 'Hello' }), 'a delivery')
      assert.equal(
        attempt.status,
        503,
        `a webhook before the start is answered ${attempt.status}; only 503 brings it again`,
      )
      assert.equal(desk.events.length, 0)
    },
  },
  {
    id: 'channel.poll-before-start',
    title: 'delivers what waits at the provider only after `start` has resolved',
    unless: doesNotPoll,
    async run({ openIdle }) {
      const { channel, provider, desk, wait, until, nextNumber } = await openIdle()
      const taken = provider.receive({ number: nextNumber(), client: 1, text: 'Hello' })
      let isStarted = false
      const early: boolean[] = []
      const start = channel.start({
        ...desk,
        deliver(event) {
          early.push(!isStarted)
          return desk.deliver(event)
        },
      })
      await wait(start, 'start')
      isStarted = true
      await until(() => early.length > 0, 'the message that waited')
      assert.equal(early[0], false, 'delivered before start had resolved')
      await wait(taken, 'the end of the delivery')
      await wait(channel.stop(), 'stop')
    },
  },
  {
    id: 'channel.after-stop',
    title: 'takes and delivers nothing after `stop`',
    async run({ open }) {
      const bench = await open()
      await bench.hear({ text: 'Hello' })
      await bench.stop()
      const before = bench.desk.events.length
      const attempt = bench.provider.receive({ number: bench.nextNumber(), client: 1, text: 'Anybody there?' })
      if (bench.channel.capabilities.receives === 'webhook') {
        const { status } = await bench.wait(attempt, 'a delivery')
        assert.equal(status, 503, `a webhook after stop is answered ${status}; only 503 brings it again`)
      } else {
        const taken = attempt.then(({ taken }) => taken)
        assert.notEqual(await Promise.race([taken, watched()]), true, 'the provider was polled after stop')
      }
      assert.equal(bench.desk.events.length, before, 'an event was delivered after stop')
    },
  },
  {
    id: 'channel.send-after-stop',
    title: 'refuses to send after `stop`, with a code',
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      await bench.stop()
      await assertCode(bench.send({ text: 'Too late' }), ['unavailable'])
      assert.deepEqual(await bench.provider.shown(1), [])
    },
  },
  {
    id: 'channel.nothing-shared',
    title: 'keeps what is written and said by one instance from another',
    async run({ open }) {
      const first = await open({ instance: 'first' })
      const second = await open({ instance: 'second' })
      await first.hear({ text: 'To the first' })
      assert.equal(second.desk.events.length, 0, 'what was written to one instance was delivered by the other')
      await second.hear({ text: 'To the second' })
      assert.equal(first.desk.events.length, 1, 'what was written to one instance was delivered by the other')
      await second.send({ text: 'For the second' })
      assert.deepEqual(await first.provider.shown(1), [], 'what was said by one instance was sent by the other')
      await first.stop()
      await second.hear({ text: 'Still there?' })
      await second.send({ text: 'Of course' })
      const shown = await second.provider.shown(1)
      assert.deepEqual(
        shown.map(({ text }) => text),
        ['For the second', 'Of course'],
      )
    },
  },
  {
    id: 'channel.poll-right',
    title: 'polls only inside `context.exclusive`, and no longer when the right is lost',
    unless: doesNotPoll,
    async run({ open }) {
      const right = createRight()
      const lost = new AbortController()
      const bench = await open({ exclusive: right.exclusive(lost.signal) })
      const attempt = bench.provider.receive({ number: bench.nextNumber(), client: 1, text: 'Hello' })
      assert.equal(await Promise.race([attempt, watched()]), 'nothing', 'the provider was polled without the right')
      right.grant()
      assert.equal((await bench.wait(attempt, 'the poll')).taken, true)
      lost.abort(new Error('another process polls now'))
      const late = bench.provider.receive({ number: bench.nextNumber(), client: 1, text: 'Hello again' })
      const ended = await bench.wait(Promise.race([late, right.ended]), 'the end of the polls')
      assert.equal(ended, 'nothing', 'polled on after the right was lost')
    },
  },
  {
    id: 'channel.poll-late-right',
    title: 'ends `stop` while it waits for the right to poll, and does not poll when the right comes after',
    unless: doesNotPoll,
    async run({ open }) {
      const right = createRight()
      const bench = await open({ exclusive: right.exclusive(new AbortController().signal) })
      await bench.stop()
      const attempt = bench.provider.receive({ number: bench.nextNumber(), client: 1, text: 'Anybody there?' })
      right.grant()
      const ended = await bench.wait(Promise.race([attempt, right.ended]), 'the end of the polls')
      assert.equal(ended, 'nothing', 'the provider was polled after stop')
    },
  },
]

/** The right to poll, which comes when a check grants it, and comes once. */
function createRight() {
  const granted = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<'nothing'>()
  let isUsed = false
  const exclusive =
    (signal: AbortSignal): PluginContext['exclusive'] =>
    async (_name, work) => {
      await granted.promise
      if (isUsed) return new Promise<never>(() => {})
      isUsed = true
      return work(signal).finally(() => ended.resolve('nothing'))
    }
  return { exclusive, grant: granted.resolve, ended: ended.promise }
}
