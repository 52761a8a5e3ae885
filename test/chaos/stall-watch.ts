import { SPEED } from './run-time.ts'

/** A machine that is busy may keep a process from running as long as a frozen one: a third of a lease is worth a note. */
const STALL_MS = 3_300
const LOOK_EVERY_MS = 500

/** Tells when this process could not run, and for how long by the run's time; jumps of its clock are no stalls. */
export function watchStalls(tell: (ms: number) => void): () => void {
  let looked = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    const ms = Math.round((now - looked) * SPEED) - LOOK_EVERY_MS
    looked = now
    if (ms > STALL_MS) tell(ms)
  }, LOOK_EVERY_MS / SPEED).unref()
  return () => clearInterval(timer)
}
