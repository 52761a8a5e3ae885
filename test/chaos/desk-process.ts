import { flushCompileCache } from 'node:module'
import type { FailPoint } from '../../core/ledger/fail-points.ts'
import { createRunTime, SPEED } from './run-time.ts'
import { watchStalls } from './stall-watch.ts'

/** What the rig tells a desk. */
export type Order = { jumpMs: number }

/** What a desk tells the rig. */
export type News = { dies: FailPoint } | { stalledMs: number }

const { CHAOS_STARTED_AT, CHAOS_OFFSET_MS, CHAOS_FAIL_POINT = '', CHAOS_PASS = '1' } = process.env
const time = createRunTime(Number(CHAOS_STARTED_AT), Number(CHAOS_OFFSET_MS))
process.on('message', (order: Order) => time.jump(order.jumpMs))
// With the timers of Node as they are.
watchStalls(stalledMs => process.send?.({ stalledMs } satisfies News))

// The desk reads its clock and waits with the timers of Node: in a run both go at the same speed.
for (const name of ['setTimeout', 'setInterval'] as const) {
  const real = globalThis[name]
  const faster = (work: () => void, ms = 0, ...rest: []) => real(work, ms / SPEED, ...rest)
  Object.defineProperty(globalThis, name, { value: Object.assign(faster, real) })
}
const timeout = AbortSignal.timeout.bind(AbortSignal)
AbortSignal.timeout = ms => timeout(Math.ceil(ms / SPEED))

// Only now: whoever keeps a timer function for itself keeps the faster one.
const [{ startDesk }, { processIo }, { systemClock }] = await Promise.all([
  import('../../core/cli/start.ts'),
  import('../../core/cli/io.ts'),
  import('../../core/clock.ts'),
])

// Nobody is left behind when the rig itself is ended.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))

// The next start is faster for it: as soon as all is loaded, for many do not live long.
setTimeout(flushCompileCache, 5_000).unref()
let passesLeft = Number(CHAOS_PASS)
process.exitCode = await startDesk(process.argv.slice(2), processIo(), {
  clock: { now: time.now, sleep: systemClock.sleep },
  reach(point) {
    if (point !== CHAOS_FAIL_POINT) return
    passesLeft -= 1
    if (passesLeft > 0) return
    process.send?.({ dies: point } satisfies News)
    // Like a power cut: no handler runs, nothing is flushed.
    process.kill(process.pid, 'SIGKILL')
  },
})
// The channel to the rig would keep this process alive.
process.removeAllListeners('disconnect')
if (process.connected) process.disconnect()
