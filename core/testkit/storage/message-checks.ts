import assert from 'node:assert/strict'
import type { StorageCheck } from './check.ts'

/** Messages may be lost; one of so many on one machine is not. */
const HEARD_WITHIN_MS = 5_000
const WINDOW_MS = 1_000

/** What holds for `notify`, `listen` and `increment`, where they are offered. */
export const messageChecks: readonly StorageCheck[] = [
  {
    id: 'storage.listen',
    title: 'wakes every listener of a topic, each message whole, until they leave',
    needs: ['notify', 'listen'],
    async run({ open }) {
      const { storage } = await open()
      const { notify, listen } = storage
      assert.ok(notify && listen)
      const heard: Record<string, string[]> = { one: [], two: [], other: [] }
      const said = ['', 'anna', 'два\n"три"', 'x'.repeat(1_000)]
      const leave = await listen('turns', message => void heard['one']?.push(message))
      await listen('turns', message => void heard['two']?.push(message))
      await listen('turns:more', message => void heard['other']?.push(message))
      for (const message of said) await notify('turns', message)
      await until(() => heard['two']?.length === said.length && heard['one']?.length === said.length)
      assert.deepEqual(heard, { one: said, two: said, other: [] })
      await leave()
      await notify('turns', 'after')
      await until(() => heard['two']?.at(-1) === 'after')
      assert.equal(heard['one']?.length, said.length, 'a listener that has left is still called')
    },
  },
  {
    id: 'storage.increment',
    title: 'counts for many at once, each key by itself, and anew when the time is over',
    needs: ['increment'],
    async run({ open }) {
      const { storage, bench } = await open()
      const { increment } = storage
      assert.ok(increment)
      const sums = await Promise.all(Array.from({ length: 20 }, () => increment('anna', 3_600_000)))
      assert.deepEqual(
        sums.toSorted((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index + 1),
        'each of twenty who count at once has a number of its own',
      )
      assert.equal(await increment('boris', 3_600_000), 1)
      assert.equal(await increment('short', WINDOW_MS), 1)
      // Counting on does not begin the time anew.
      const end = performance.now() + HEARD_WITHIN_MS
      await bench.clock.advance(WINDOW_MS / 2)
      assert.equal(await increment('short', WINDOW_MS), 2)
      await bench.clock.advance(WINDOW_MS / 2)
      let last = 2
      for (let sum = await increment('short', WINDOW_MS); sum > 1; sum = await increment('short', WINDOW_MS)) {
        assert.equal(sum, last + 1)
        assert.ok(performance.now() < end, `a counter of ${WINDOW_MS} ms does not begin anew`)
        last = sum
        await new Promise(resolve => setTimeout(resolve, WINDOW_MS / 10))
      }
      assert.equal(await increment('anna', 3_600_000), 21)
    },
  },
]

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + HEARD_WITHIN_MS
  while (!holds()) {
    assert.ok(performance.now() < end, `a message was not heard within ${HEARD_WITHIN_MS / 1_000} s`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
