import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** A phone as a client writes it, in E.164; undefined when no phone of any country reads so. */
export function normalizePhone(text: string, country: string): string | undefined {
  // With the small metadata a mobile number that lacks a digit (8916123456) is one of a region that does not exist.
  const parsed = parsePhoneNumberFromString(text, country as CountryCode)
  return parsed?.isValid() ? parsed.number : undefined
}

/** A phone as it is read back in a summary: `+7 916 123-45-67`. */
export function formatPhone(phone: string): string {
  return parsePhoneNumberFromString(phone)?.formatInternational() ?? phone
}

const MAX_NAME = 80

/** A client's name without what no name holds; undefined when no letter is left. */
export function cleanName(text: string): string | undefined {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\ufffd<>{}[\]`\\|]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME)
    .trim()
  return /\p{L}/u.test(name) ? name : undefined
}
