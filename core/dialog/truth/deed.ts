/** What a sentence says of a client's visit. `done`: something, without saying what. */
export type DeedKind = 'booked' | 'requested' | 'moved' | 'cancelled' | 'done'

/**
 * A way of saying that something was done, or stands. Some speak of a visit only with what they name: `day`, a day or a time
 * ("see you on Friday"); `time`, a time of the day ("come at three"); `service`, a day or a time and a service.
 */
export interface Deed {
  kind: DeedKind
  pattern: RegExp
  needs?: 'day' | 'time' | 'service'
  /** It is a denial itself: "no longer booked". */
  denies?: true
}
