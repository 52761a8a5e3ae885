/**
 * ISO 8601 with offset, in the company's zone: `2026-11-25T14:00:00+03:00`. Providers speak otherwise (wall clock without
 * an offset, UTC, the zone of a location, an offset that ignores summer time): the plugin reads them by the zone that is
 * theirs and answers in `company.timezone`.
 */
export type Instant = string
/** `YYYY-MM-DD` in the company's zone. */
export type CalendarDate = string
/** `HH:MM`, 24 hours; `24:00` only as the end of a range. */
export type ClockTime = string
/** E.164: `+79161234567`. */
export type Phone = string
/** The languages in which the desk speaks. */
export type Locale = 'ru' | 'en'

/** Money in integer minor units (kopecks, cents) of an ISO 4217 currency; `min === max` for a fixed price. */
export interface PriceRange {
  min: number
  max: number
  currency: string
}

/** Something that the business sells and that takes time. */
export interface Service {
  id: string
  name: string
  category?: string
  description?: string
  /** Other words that clients use for it. */
  synonyms?: readonly string[]
  /** What a client of this language reads instead, where the CRM has it. */
  translations?: Readonly<Partial<Record<Locale, { name?: string; category?: string; description?: string }>>>
  /** As a rule; an employee may take longer, the slot tells. From the plugin's options where the CRM has none. */
  durationMinutes: number
  price?: PriceRange
  /**
   * Who does it; empty when no employee is chosen for it (a class, a wash). Where the CRM does not tell who does what: all
   * of them, free times will show.
   */
  employeeIds: readonly string[]
}

/** A bookable person; nothing private. */
export interface Employee {
  id: string
  name: string
  /** What they are: `stylist`, `парикмахер`. */
  title?: string
  /** Other forms of the name: `Lena` for `Elena`. */
  synonyms?: readonly string[]
  translations?: Readonly<Partial<Record<Locale, { name?: string; title?: string }>>>
  /** What they do; all services where the CRM does not tell. */
  serviceIds: readonly string[]
  /** When they work, where the CRM tells it: a day off is something else than a full day. */
  hours?: OpeningHours
}

/** A person who comes to the business, as the CRM has them. */
export interface Client {
  id: string
  name: string
  phone?: Phone
  email?: string
  comment?: string
}

/**
 * One employee's share of a slot. Several services of one employee in a row are one part. In a visit that was read back,
 * what the CRM does not tell is left out: `employeeId` absent, `serviceIds` empty.
 */
export interface SlotPart {
  serviceIds: readonly string[]
  employeeId?: string
  start: Instant
  end: Instant
}

/** A name on which core excludes double bookings before the CRM is asked: `employee:7`, capacity 1. */
export interface Claim {
  resource: string
  capacity: number
}

/** A value that survives `JSON.parse(JSON.stringify(value))`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A free time that can be booked: possibly several services and employees in one visit. */
export interface Slot {
  start: Instant
  end: Instant
  parts: readonly SlotPart[]
  /** Empty: the CRM alone decides whether the time is free. */
  claims: readonly Claim[]
  price?: PriceRange
  locationId?: string
  /** The plugin's own; comes back unchanged in `createAppointment` and `rescheduleAppointment`. */
  data?: Json
}

/** `requested` means that the business confirms later: nothing is promised until the visit is `booked`. */
export type AppointmentStatus = 'requested' | 'booked' | 'arrived' | 'no_show' | 'cancelled'

/** A visit as the CRM has it. */
export interface Appointment {
  id: string
  status: AppointmentStatus
  start: Instant
  end: Instant
  parts: readonly SlotPart[]
  clientId?: string
  clientName?: string
  phone?: Phone
  price?: PriceRange
  comment?: string
  /** What the visit is, in the CRM's own words, where it does not tell the ids of its services. */
  title?: string
  /** The key of the write that created it, when the CRM stores it. */
  key?: string
  locationId?: string
}

/** `from` inclusive, `to` exclusive, both in the company's zone; `to` may be `24:00`. */
export interface TimeRange {
  from: ClockTime
  to: ClockTime
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** When the business is open: sorted, not overlapping ranges; an empty list is a closed day. */
export interface OpeningHours {
  week: Readonly<Record<Weekday, readonly TimeRange[]>>
  /** A date here replaces its weekday. */
  exceptions: Readonly<Record<CalendarDate, readonly TimeRange[]>>
}

/** A text in both languages, or in one. A missing language falls back to the other. */
export type LocalizedText = string | Partial<Readonly<Record<Locale, string>>>

/** The whole company block of `aiadmin.yaml`, normalised. */
export interface Company {
  /** In the language to begin with; in a situation in the client's. */
  name: string
  /** What a client of this language reads instead. */
  names?: Readonly<Partial<Record<Locale, string>>>
  /** IANA zone name: `Europe/Moscow`. */
  timezone: string
  /** The language to begin with, before the client has written anything. */
  locale: Locale
  /** ISO 4217. */
  currency: string
  /** ISO 3166 alpha-2: the country in which a phone without a prefix is read. */
  country: string
  hours?: OpeningHours
  phone?: string
  address?: LocalizedText
  directions?: LocalizedText
  website?: string
  about?: LocalizedText
  /** An answer may end in `[name](file:id)`: said with it, that file of the business goes out beside the words. */
  faq: readonly { question: LocalizedText; answer: LocalizedText }[]
  privacy?: {
    /** The privacy notice that the client is pointed to. */
    url?: string
    /** No name or phone leaves core before the client agreed. */
    ask: boolean
  }
}
