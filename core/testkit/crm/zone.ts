import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../contract/index.ts'

/** ISO 8601 with offset in that zone: `2027-03-25T08:00:00+01:00`. */
export function instantIn(timezone: string, ms: number): Instant {
  // A back-off with jitter leaves the clock between two milliseconds.
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(timezone)
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** The offset that holds in the zone at that moment: `+02:00`. */
export function offsetIn(timezone: string, ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone).offset
}
