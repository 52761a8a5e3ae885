/**
 * So much faster than the machine's goes the time of a run: a lease of ten seconds lasts two. A machine that is busy with
 * other things needs a lower one: its desks would run into every time-out.
 */
export const SPEED = Number(process.env['CHAOS_SPEED'] ?? 5)

/** Monday morning in Moscow: all of a run's visits lie in the days after it. */
export const RUN_BEGINS = Date.parse('2026-11-23T09:00:00+03:00')

/** The one time of a run, the same in all its processes and in PostgreSQL. */
export interface RunTime {
  /** Milliseconds since the epoch. */
  now(): number
  /** Nothing happens any more before the next thing is due: time goes there at once. */
  jump(ms: number): void
  /** What another process needs to show the same time. */
  state(): { startedAt: number; offsetMs: number }
}

/** Time that began to run at `startedAt` of the machine's clock. */
export function createRunTime(startedAt = Date.now(), offsetMs = 0): RunTime {
  let offset = offsetMs
  return {
    now: () => Math.floor(RUN_BEGINS + (Date.now() - startedAt) * SPEED + offset),
    jump(ms) {
      offset += ms
    },
    state: () => ({ startedAt, offsetMs: offset }),
  }
}

/**
 * Waits so many milliseconds of the run's time, jumps left aside. How long something takes is what a run is about: a late
 * answer, a frozen process, a server that is down. That something has happened is waited for by itself.
 */
export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms / SPEED))
}
