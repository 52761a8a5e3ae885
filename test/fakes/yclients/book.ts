import { Temporal } from 'temporal-polyfill'
import { CLOSES, GRID, lengthOf, OPENS, STAFF } from './salon.ts'

/** A card of the client base. */
export interface Card {
  id: number
  name: string
  phone: string
  email: string
  comment: string
  discount: number
  birth_date: string
  categories: { id: number; title: string; color: string }[]
  [field: string]: unknown
}

/** A record of the journal; its time is a moment, everything else as it was written. */
export interface Entry {
  id: number
  staffId: number
  services: { id: number; cost: number; first_cost: number; discount: number; amount: number }[]
  client: Card | undefined
  startMs: number
  seconds: number
  comment: string
  apiId: string
  attendance: number
  isDeleted: boolean
  isPaid: boolean
  isConfirmed: boolean
  isOnline: boolean
  color: string
  changedMs: number
}

/** The journal of one location, with its clock. */
export interface Book {
  readonly zone: string
  readonly cards: Card[]
  readonly entries: Entry[]
  cardFor(phone: string, name: string): Card
  add(entry: Omit<Entry, 'id' | 'isDeleted' | 'changedMs'>): Entry
  touch(entry: Entry): void
  isFree(time: { staffId: number; startMs: number; seconds: number }, except?: Entry): boolean
  /** Times at which this employee can begin on a date. */
  timesOf(staffId: number, date: string, services: readonly number[]): readonly { startMs: number; seconds: number }[]
  zoned(ms: number): Temporal.ZonedDateTime
  /** The moment of a text: with its own offset, or by the location's clock. Undefined for what is no time. */
  momentOf(text: string): number | undefined
}

/** An empty journal. */
export function createBook(zone: string, now: () => number): Book {
  const cards: Card[] = []
  const entries: Entry[] = []
  const zoned = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

  const isFree: Book['isFree'] = ({ staffId, startMs, seconds }, except) =>
    !entries.some(
      entry =>
        entry !== except &&
        !entry.isDeleted &&
        entry.staffId === staffId &&
        entry.startMs < startMs + seconds * 1_000 &&
        entry.startMs + entry.seconds * 1_000 > startMs,
    )

  return {
    zone,
    cards,
    entries,
    isFree,
    zoned,
    cardFor(phone, name) {
      const digits = phone.replaceAll(/\D/g, '')
      const known = cards.find(card => card.phone.replaceAll(/\D/g, '') === digits)
      if (known) return known
      const card: Card = {
        id: 9_001 + cards.length,
        name,
        phone: `+${digits}`,
        email: '',
        comment: '',
        discount: 0,
        birth_date: '1970-01-01',
        categories: [],
      }
      cards.push(card)
      return card
    },
    add(entry) {
      const added = { ...entry, id: 2_820_001 + entries.length, isDeleted: false, changedMs: now() }
      entries.push(added)
      return added
    },
    touch(entry) {
      entry.changedMs = now()
    },
    timesOf(staffId, date, services) {
      const seconds = lengthOf(staffId, services)
      const isBookable = STAFF.some(one => one.id === staffId && one.bookable)
      const day = Temporal.PlainDate.from(date)
      if (seconds === undefined || !isBookable || day.dayOfWeek === 7) return []
      const times = []
      for (let minute = OPENS; minute * 60 + seconds <= CLOSES * 60; minute += GRID) {
        const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 })
        const startMs = day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
        if (startMs > now() && isFree({ staffId, startMs, seconds })) times.push({ startMs, seconds })
      }
      return times
    },
    momentOf(text) {
      try {
        if (/(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return Temporal.Instant.from(text).epochMilliseconds
        return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds
      } catch {
        return undefined
      }
    },
  }
}
