import { createZone } from '../hours/index.ts'

/** Times as 1C writes them: on the wall clock of its server, with no offset. */
export interface WallClock {
  /** `2027-03-25T10:00:00`. */
  write(instant: number): string
  /** Undefined for the empty date and for what is no date. A time that the clock shows twice is the first one. */
  read(text: unknown): number | undefined
  /** A time of day that stands on the day of another date. */
  readOn(date: unknown, time: unknown): number | undefined
}

const NAIVE = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?/
const DAY_MS = 86_400_000

/** The wall clock of a zone. */
export function createWallClock(timezone: string): WallClock {
  const zone = createZone(timezone)
  const read = (text: unknown): number | undefined => {
    const [, date = '', hours = '', minutes = '', seconds = '0'] = (typeof text === 'string' && NAIVE.exec(text)) || []
    const day = Date.parse(date) / DAY_MS
    if (Number.isNaN(day) || date.startsWith('0001-')) return undefined
    return zone.boundaryOf(day, Number(hours) * 60 + Number(minutes)) + Number(seconds) * 1_000
  }
  return {
    write: instant => zone.format(instant).slice(0, 19),
    read,
    readOn: (date, time) =>
      typeof date === 'string' && typeof time === 'string' ? read(`${date.slice(0, 10)}${time.slice(10)}`) : undefined,
  }
}
