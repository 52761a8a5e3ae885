import { Temporal } from 'temporal-polyfill'
import type { CalendarDate, Instant } from '../../../core/contract/index.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * Local days and times of one time zone. A *day* is the number of days from 1970-01-01 to a local date, a *minute*
 * counts from midnight on the wall clock, an *instant* is milliseconds since the epoch.
 */
export interface Zone {
  readonly name: string
  /** The local day at an instant. */
  dayOf(instant: number): number
  /** The instant at which the wall clock shows this minute, the first one when it does so twice; undefined when it never does. */
  instantOf(day: number, minute: number): number | undefined
  /** As `instantOf`; for a time that is skipped, the moment of the skip. */
  boundaryOf(day: number, minute: number): number
  /** With the offset that holds at this instant. */
  format(instant: number): Instant
}

/** Knows the offsets of the days it was asked about, so that only days of a change cost more than an addition. */
export function createZone(name: string): Zone {
  const offsets = new Map<number, number | undefined>()
  const suffixes = new Map<number, string>()

  const offsetAt = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name).offsetNanoseconds / 1e6

  /** The offset of a whole UTC day, undefined when it changes within. */
  const steadyOffset = (utcDay: number): number | undefined => {
    if (!offsets.has(utcDay)) {
      const first = offsetAt(utcDay * DAY_MS)
      offsets.set(utcDay, first === offsetAt((utcDay + 1) * DAY_MS) ? first : undefined)
    }
    return offsets.get(utcDay)
  }

  const suffixOf = (offset: number): string => {
    const suffix = suffixes.get(offset) ?? formatOffset(offset / MINUTE_MS)
    suffixes.set(offset, suffix)
    return suffix
  }

  const resolve = (day: number, minute: number): { instant: number; skipped: boolean } => {
    const wall = day * DAY_MS + minute * MINUTE_MS
    const utcDay = Math.floor(wall / DAY_MS)
    const offset = steadyOffset(utcDay)
    if (offset !== undefined && offset === steadyOffset(utcDay - 1) && offset === steadyOffset(utcDay + 1))
      return { instant: wall - offset, skipped: false }
    const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
    const earlier = local.toZonedDateTime(name, { disambiguation: 'earlier' })
    if (earlier.toPlainDateTime().equals(local)) return { instant: earlier.epochMilliseconds, skipped: false }
    const change = earlier.getTimeZoneTransition('next') ?? earlier
    return { instant: change.epochMilliseconds, skipped: true }
  }

  return {
    name,
    dayOf: instant =>
      Math.floor((instant + (steadyOffset(Math.floor(instant / DAY_MS)) ?? offsetAt(instant))) / DAY_MS),
    instantOf(day, minute) {
      const { instant, skipped } = resolve(day, minute)
      return skipped ? undefined : instant
    },
    boundaryOf: (day, minute) => resolve(day, minute).instant,
    format(instant) {
      const offset = steadyOffset(Math.floor(instant / DAY_MS)) ?? offsetAt(instant)
      return `${new Date(instant + offset).toISOString().slice(0, 19)}${suffixOf(offset)}`
    },
  }
}

/** The date of a local day. */
export function dateOfDay(day: number): CalendarDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function formatOffset(minutes: number): string {
  const digits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${digits(size / 60)}:${digits(size % 60)}`
}
