/** What the pretended location sells, and who works there. */

/** A made-up UUID that is the same in every run. */
export const uuid = (kind: string, number: number): string =>
  `${kind.padEnd(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`

export const LOCATION = uuid('a1', 1)
export const ELSEWHERE = uuid('a1', 2)
export const ANNA = uuid('b2', 1)
export const BORIS = uuid('b2', 2)
export const CUT = uuid('c3', 1)
export const COLOUR = uuid('c3', 2)

/** A service, with the staffers who do it: EasyWeek knows them and tells nobody. */
export interface FakeService {
  uuid: string
  name: string
  minutes: number
  price: number
  staff: readonly string[]
  /** As EasyWeek writes the length: the label in the language of the cabinet, or in English. */
  label: string
}

export const SERVICES: readonly FakeService[] = [
  { uuid: CUT, name: 'Haircut', minutes: 60, price: 4500, staff: [ANNA, BORIS], label: 'minutes' },
  { uuid: COLOUR, name: 'Colouring', minutes: 90, price: 9000, staff: [ANNA], label: 'Minuten' },
]

export const STAFF = [
  { uuid: ANNA, first_name: 'Anna', last_name: null, position: 'Stylist' },
  { uuid: BORIS, first_name: 'Boris', last_name: 'Land', position: 'Stylist' },
]

/** Everybody works then, but on Sundays; seconds of the day. */
export const OPENS = 9 * 3_600
export const CLOSES = 17 * 3_600
