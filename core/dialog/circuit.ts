import type { Clock, ErrorCode } from '../contract/index.ts'

/** How a circuit behaves; the defaults are for a language model that somebody waits for. */
export interface CircuitOptions {
  /** Failures in a row that open it; 3. */
  failures?: number
  /** The first rest; doubles with every trial that fails; 15 s. */
  restMs?: number
  /** The longest rest of our own choosing; 5 min. */
  longestRestMs?: number
}

/** A provider may ask for more patience, but a misread header must not switch an instance off for days. */
const LONGEST_ASKED_MS = 3_600_000

/** Whether an instance is asked at all. */
export interface Circuit {
  /** Asks for leave to make one attempt. While it rests none is given; after that to one trial at a time. */
  enter(): boolean
  succeeded(): void
  failed(error: { code: ErrorCode; retryAfterMs?: number }): void
  /** The attempt said nothing about the instance's health. */
  left(): void
  /** While it is open: when the next trial is due, in milliseconds since the epoch. */
  readonly until: number | undefined
}

// No library here: those that were looked at count on `Date.now()` and make everybody wait for the trial.
/** A circuit on the injected clock. */
export function createCircuit(clock: Clock, options: CircuitOptions = {}): Circuit {
  const { failures = 3, restMs = 15_000, longestRestMs = 300_000 } = options
  let inARow = 0
  let rest = restMs
  let until: number | undefined
  let trying = false

  const open = (askedMs: number) => {
    until = clock.now() + Math.max(rest, Math.min(askedMs, LONGEST_ASKED_MS))
    rest = Math.min(rest * 2, longestRestMs)
  }

  return {
    get until() {
      return until
    },
    enter() {
      if (until === undefined) return true
      if (trying || clock.now() < until) return false
      trying = true
      return true
    },
    succeeded() {
      trying = false
      inARow = 0
      rest = restMs
      until = undefined
    },
    failed({ code, retryAfterMs }) {
      inARow += 1
      const failedTrial = trying
      trying = false
      // A provider that names the time to come again, and a wrong key, are not asked a second time to make sure.
      const certain = code === 'unauthorized' || retryAfterMs !== undefined
      // Attempts that began before it opened fail after it: they must not lengthen the rest.
      if (until !== undefined && !failedTrial) return
      if (failedTrial || certain || inARow >= failures) open(retryAfterMs ?? 0)
    },
    left() {
      trying = false
    },
  }
}
