import assert from 'node:assert/strict'
import type { ChannelCheck } from './check.ts'
import type { DeskMood } from './desk.ts'

/** Real milliseconds in which an early answer would come. */
const EARLY_MS = 100

/** What follows from how the desk takes an event. */
export const storeChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.stored-first',
    title: 'tells the provider that an event was taken only when the desk has stored it',
    async run({ open }) {
      const { provider, desk, nextNumber, until, wait } = await open()
      const release = desk.hold()
      const attempt = provider.receive({ number: nextNumber(), client: 1, text: 'Keep this' })
      await until(() => desk.events.length > 0, 'the message for the desk')
      const early = await Promise.race([attempt, new Promise(resolve => setTimeout(resolve, EARLY_MS, 'waits'))])
      release()
      assert.equal(
        early,
        'waits',
        'the provider was answered before `deliver` resolved: a crash now would lose the message',
      )
      assert.equal((await wait(attempt, 'the delivery')).taken, true)
    },
  },
  {
    id: 'channel.try-again',
    title: 'makes the provider deliver again what the desk could not store',
    async run({ open }) {
      const { provider, desk, nextNumber, wait, until } = await open()
      const event = { number: nextNumber(), client: 1, text: 'Not lost' }
      desk.next('unavailable')
      const first = await wait(provider.receive(event), 'the delivery')
      assert.equal(first.taken, false, '`deliver` rejected, and the provider believes that the event was taken')
      if (first.status !== undefined) assert.equal(first.status, 503, 'only 503 says that it may be delivered again')
      await wait(provider.receive(event), 'the second delivery')
      await until(() => desk.events.length > 1, 'the event for the second time')
    },
  },
  ...(['unavailable', 'invalid', 'throws'] satisfies DeskMood[]).map(
    (mood): ChannelCheck => ({
      id: `channel.goes-on-after-${mood}`,
      title: {
        unavailable: 'goes on after the desk could not store an event',
        invalid: 'goes on after an event that can never be stored, and lets the provider forget it',
        throws: 'goes on after a defect inside `deliver`',
      }[mood],
      async run({ open }) {
        const bench = await open()
        const { desk } = bench
        desk.next(mood)
        const first = await bench.receive({ text: 'Trouble' })
        if (mood === 'invalid') {
          const isOver = first.taken || (first.status !== undefined && first.status < 500)
          assert.ok(isOver, `answered ${first.status ?? 'so'}, the provider delivers for ever what can never be stored`)
        }
        const before = desk.events.length
        await bench.receive({ text: 'The next one' })
        const isThere = () =>
          desk.events
            .slice(before)
            .some(event => event.kind === 'message' && JSON.stringify(event).includes('The next'))
        await bench.until(isThere, 'the next message')
      },
    }),
  ),
]
