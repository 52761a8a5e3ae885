import type { CountryCode } from 'libphonenumber-js/mobile'
import { blank } from '../language/text.ts'

/** A phone as a text has it; `number` is absent when it can't be one. */
export interface PhoneReading {
  number?: string
  /** The text without it. */
  rest: string
}

const CANDIDATE = /(?:\+|00)?\(?\d[\d\s().-]{5,20}\d/gu
const DATE = /^\d{1,4}[.-]\d{1,2}[.-]\d{2,4}(?!\d)(?!-)/u
const FEWEST_DIGITS = 9

/**
 * Finds a phone in any shape of the country and writes it as E.164; undefined when there is none.
 * The library is loaded with the first text that may hold a phone.
 */
export async function readPhone(text: string, country: string): Promise<PhoneReading | undefined> {
  const match = [...text.matchAll(CANDIDATE)].find(
    candidate => !DATE.test(candidate[0]) && candidate[0].replace(/\D/g, '').length >= FEWEST_DIGITS - 2,
  )
  if (match === undefined) return undefined
  const count = match[0].replace(/\D/g, '').length
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/mobile')
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  const parsed = parsePhoneNumberFromString(match[0], {
    ...(home === undefined ? {} : { defaultCountry: home }),
    extract: false,
  })
  const rest = blank(text, match.index, match.index + match[0].length)
  // The small metadata know mobile phones only; a landline is believed with its country code.
  const isBelieved = parsed?.isValid() === true || (/^(?:\+|00)/u.test(match[0]) && parsed?.isPossible() === true)
  if (parsed !== undefined && isBelieved) return { number: parsed.number, rest }
  return count >= FEWEST_DIGITS ? { rest } : undefined
}
