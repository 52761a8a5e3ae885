import type { Instant, PluginContext } from '../../../core/contract/index.ts'
import { createZone, dateOfDay } from '../hours/index.ts'
import { readInstant } from '../provider/index.ts'
import type { Options } from './options.ts'
import { textOf } from './wire.ts'

const WALL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})/
const DAY_MS = 86_400_000

/** Reads and writes the location's times. */
export interface Times {
  /** Milliseconds since the epoch. @throws `invalid` for what is no instant of the contract. */
  read(instant: Instant): number
  /** In the company's zone. */
  format(ms: number): Instant
  /**
   * What the location's clock on the wall shows, as a moment. An offset in the text is not looked at: some answers carry
   * that of winter all year round.
   */
  fromWall(text: unknown): number | undefined
  /** `2027-03-25` in the location. */
  dateAt(ms: number): string
  /** All dates of the location from one moment to another. */
  datesBetween(from: number, to: number): readonly string[]
  /** The beginning of a date in the location. */
  startOf(date: string): number
  /** `2027-03-25T10:00:00+01:00` in the location. */
  withOffset(ms: number): string
  /** `2027-03-25 10:00:00` in the location. */
  wall(ms: number): string
}

/** The times of one location. */
export function createTimes({ config, company, error }: PluginContext<Options>): Times {
  const there = createZone(config.timezone ?? company.timezone)
  const here = createZone(company.timezone)
  const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / DAY_MS

  return {
    read: instant => readInstant(instant, error),
    format: ms => here.format(ms),
    fromWall(text) {
      const [, date, hours, minutes] = WALL.exec(textOf(text)) ?? []
      const day = date === undefined ? Number.NaN : dayOf(date)
      if (Number.isNaN(day)) return undefined
      return there.boundaryOf(day, Number(hours) * 60 + Number(minutes))
    },
    dateAt: ms => dateOfDay(there.dayOf(ms)),
    datesBetween(from, to) {
      const dates: string[] = []
      for (let day = there.dayOf(from); day <= there.dayOf(to - 1); day += 1) dates.push(dateOfDay(day))
      return dates
    },
    startOf: date => there.boundaryOf(dayOf(date), 0),
    withOffset: ms => there.format(ms),
    wall: ms => there.format(ms).slice(0, 19).replace('T', ' '),
  }
}
