import type { OpeningHours } from '../../../core/contract/index.ts'
import { type Chain, findChains, type Step } from './chain.ts'
import { coveredTime, type Interval, mergeIntervals } from './interval.ts'
import { openTimes } from './open-times.ts'
import type { Zone } from './zone.ts'

/** Someone whose time is sold. */
export interface WorkingEmployee {
  id: string
  hours: OpeningHours
  /** Taken time, with its buffers. */
  busy: readonly Interval[]
}

/** What is asked of the calendar. */
export interface FreeTimesQuery {
  zone: Zone
  /** Visits start in this stretch. */
  window: Interval
  /** Visits start at whole multiples of it, counted on the wall clock from midnight. */
  gridMinutes: number
  steps: readonly Step[]
  /** Those who come first are taken first when all else is equal. */
  employees: readonly WorkingEmployee[]
}

/** A stretch of one visit that one employee does: the steps from `firstStep` to before `endStep`. */
export interface FreePart extends Interval {
  employeeId: string
  firstStep: number
  endStep: number
}

/** A time at which the whole visit fits. */
export interface FreeTime extends Interval {
  parts: readonly FreePart[]
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

/**
 * All times at which the visit fits, in the order of their start. Where one employee can do the whole visit there is
 * one answer for each who can, the one with the fewest taken minutes on that day first; else one answer with the
 * fewest changes of employee. A time that the clock skips is never offered, one that it shows twice only the first
 * time; durations are exact time.
 */
export function* findFreeTimes(query: FreeTimesQuery): Generator<FreeTime> {
  const { zone, window, gridMinutes, steps } = query
  if (window.start >= window.end || steps.length === 0) return
  const first = zone.dayOf(window.start)
  const last = zone.dayOf(window.end - 1)
  // A visit of the last day may run beyond its end; the day on which the clock goes forward is short.
  const lengthDays = Math.ceil(steps.reduce((sum, step) => sum + step.durationMinutes, 0) / DAY_MINUTES)
  const employees = query.employees.map(employee => ({
    id: employee.id,
    open: openTimes(employee.hours, zone, { first, last: last + lengthDays + 1 }),
    busy: mergeIntervals(employee.busy),
  }))

  for (let day = first; day <= last; day++) {
    const midnight = zone.boundaryOf(day, 0)
    const nextMidnight = zone.boundaryOf(day + 1, 0)
    const ranked = employees
      .map(employee => ({ ...employee, load: coveredTime(employee.busy, midnight, nextMidnight) }))
      .sort((a, b) => a.load - b.load)
    for (let minute = 0; minute < DAY_MINUTES; minute += gridMinutes) {
      const start = zone.instantOf(day, minute)
      if (start === undefined || start < window.start || start >= window.end) continue
      for (const chain of findChains(start, steps, ranked)) yield toFreeTime(start, steps, chain)
    }
  }
}

function toFreeTime(start: number, steps: readonly Step[], chain: Chain): FreeTime {
  const parts: FreePart[] = []
  let end = start
  for (const [index, step] of steps.entries()) {
    const employeeId = chain[index] ?? ''
    const from = end
    end += step.durationMinutes * MINUTE_MS
    const last = parts.at(-1)
    if (last?.employeeId === employeeId) Object.assign(last, { end, endStep: index + 1 })
    else parts.push({ employeeId, firstStep: index, endStep: index + 1, start: from, end })
  }
  return { start, end, parts }
}
