import type { Appointment, CalendarDate, ClockTime, Instant, Locale, PriceRange } from './domain.ts'

/** One thing that a client can press. */
export interface ChoiceOption {
  /** Core's token, 16 URL-safe characters; comes back in an inbound `choice` part. */
  id: string
  label: string
  /** A second line: a price, an employee. */
  hint?: string
  /** With the groups `days` and `times`: the day behind the option, for a channel that draws a calendar. */
  date?: CalendarDate
  /** With the group `times`; an option without it (other days) leads on. */
  time?: ClockTime
}

/** Choices that belong together, in the order to be shown. */
export interface ChoiceGroup {
  kind: 'services' | 'employees' | 'days' | 'times' | 'visits' | 'confirm' | 'other'
  options: readonly ChoiceOption[]
}

/** A visit as the client may see it. */
export interface VisitCard {
  id: string
  status: Appointment['status']
  start: Instant
  end: Instant
  services: readonly string[]
  employee?: string
  /** One line for a calendar: the services and the business. */
  title?: string
  price?: PriceRange
  /** The price as it is said: `1 500 ₽`, `from $40`. */
  priceText?: string
  /** Where the client comes to. */
  address?: string
  /** How often the visit has changed since it was booked, as far as the desk knows; 0 for a new one. */
  revision?: number
  /** When it was booked or last changed. */
  changedAt?: Instant
}

/** What an approved template is for: which one the desk asks for where nothing else goes through. */
export type TemplatePurpose = 'confirmation' | 'moved' | 'cancelled' | 're-engagement'

/** A file of the business, read when the message is sent. */
export interface OutboundMedia {
  media: SentMediaKind
  mimeType: string
  /** As the client sees it. */
  fileName: string
  bytes: Uint8Array
}

/** Kinds of file that a desk may send. */
export type SentMediaKind = 'image' | 'audio' | 'document'

/** What the desk says: one provider message, within the channel's limits. */
export interface OutboundMessage {
  /** Plain text with line breaks; `**bold**` and `[text](https://…)` are the only markup. */
  text: string
  choices?: ChoiceGroup
  /**
   * Ask for the client's own phone with the channel's button, where there is one. Where it can't stand beside choices, it
   * is shown and they are not: they can be written.
   */
  contactRequest?: boolean
  /**
   * The visit that this message is about. Where the provider lets only approved templates through (`window_closed`
   * otherwise), one for its status can be filled from it.
   */
  visit?: VisitCard
  /** Send the approved template of this purpose instead of `text`, filled from `visit`: free words no longer go through. */
  template?: TemplatePurpose
  /** With `template`: the client's name, as far as it is known. */
  clientName?: string
  /** A file that goes with the text, only of a kind that the channel `sends`. */
  media?: OutboundMedia
  locale: Locale
  author: 'desk' | 'staff'
}
