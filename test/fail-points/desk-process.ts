import { processIo } from '../../core/cli/io.ts'
import { startDesk } from '../../core/cli/start.ts'
import { systemClock } from '../../core/clock.ts'
import type { Clock } from '../../core/contract/index.ts'
import type { FailPoint } from '../../core/ledger/fail-points.ts'

/** What the test tells a desk that runs in a process of its own: time has gone on by this, perhaps by nothing. */
export type Order = { advanceMs: number }

/** What the desk tells the test: it passes a point, or it has heard an order. */
export type News = { reached: FailPoint } | { heard: true }

const { FAIL_POINT, CLOCK_OFFSET_MS = '0' } = process.env
let offset = Number(CLOCK_OFFSET_MS)
process.on('message', (order: Order) => {
  offset += order.advanceMs
  process.send?.({ heard: true } satisfies News)
})

/** Time goes on, from where the test has moved it. */
const clock: Clock = {
  now: () => Date.now() + offset,
  sleep: systemClock.sleep,
}

process.exitCode = await startDesk(process.argv.slice(2), processIo(), {
  clock,
  reach(point) {
    process.send?.({ reached: point } satisfies News)
    // Like a power cut: no handler runs, nothing is flushed.
    if (point === FAIL_POINT) process.kill(process.pid, 'SIGKILL')
  },
})
// The channel to the test would keep this process alive.
process.disconnect()
