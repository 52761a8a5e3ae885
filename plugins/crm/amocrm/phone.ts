import type { CountryCode } from 'libphonenumber-js/mobile'
import type { Phone } from '../../../core/contract/index.ts'

/** As many digits of the end of a number as nearly everybody writes without a prefix in them. */
const SEARCHED_DIGITS = 7

/** What amoCRM is asked for: it compares parts of texts, and people write numbers with and without dashes. */
export function spellingsOf(phone: Phone): readonly string[] {
  const digits = phone.replace(/\D/g, '').slice(-SEARCHED_DIGITS)
  return [digits, `${digits.slice(0, -4)}-${digits.slice(-4, -2)}-${digits.slice(-2)}`]
}

/** Reads a number as somebody typed it into a card; undefined for what is none. */
export async function readPhone(text: string, country: string): Promise<Phone | undefined> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/mobile')
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  return parsePhoneNumberFromString(text, known)?.number
}
