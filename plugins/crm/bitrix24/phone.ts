import type { Phone } from '../../../core/contract/index.ts'

/** Reads phones as people write them in this country. */
export interface Phones {
  /** The phone in E.164; undefined for what is none. */
  normalise(text: string): Phone | undefined
  /** How the same phone may be written: `findbycomm` does not say how it compares. */
  spellings(phone: Phone): readonly string[]
}

/** The library is loaded with the first phone. */
export async function phonesOf(country: string): Promise<Phones> {
  const { isSupportedCountry, parsePhoneNumberFromString } = await import('libphonenumber-js/mobile')
  const parse = (text: string) => parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : undefined)
  return {
    normalise: text => parse(text)?.number,
    spellings(phone) {
      const parsed = parse(phone)
      if (!parsed) return [phone]
      const national = parsed.formatNational().replace(/\D/g, '')
      return [...new Set([phone, phone.slice(1), national, parsed.nationalNumber])]
    },
  }
}
