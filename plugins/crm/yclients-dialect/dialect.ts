/** In what the two providers of this API differ. */
export interface Dialect {
  /** As in `use:`. */
  name: string
  /** As people call it. */
  title: string
  /** The media type that selects version 2 of the envelope. */
  accept: string
  /** All services of a location, for the user's token. */
  servicesPath(companyId: string): string
  /** How the journal takes the start of a visit: with an offset, or as the wall clock of the location. */
  journalTime: 'offset' | 'wall'
  /** Whether a number of eleven digits that begins with 8 is one of +7. */
  readsEightAsSeven: boolean
  /** What a webhook is told beside visits: flags of its settings that the other provider does not have. */
  hookFlags: readonly string[]
}
