/** What a sentence says of a client's visit. `done`: something, without saying what. */
export type DeedKind = 'booked' | 'requested' | 'moved' | 'cancelled' | 'done'

/** A way of saying that something was done, or stands. */
export interface Deed {
  kind: DeedKind
  pattern: RegExp
  /** It is a denial itself: "no longer booked". */
  denies?: true
}
