import { adviseTimeZone } from '../time-zone-advice.ts'
import { error, suggest, warning } from './wording.ts'

/** What is wrong in the block `company`. */
export const companyProblems = {
  timeZone: (v: { value: string; shown: string }) =>
    error('TIME_ZONE', `${v.shown} is no time zone`, adviseTimeZone(v.value)),
  currency: (v: { value: string; shown: string; known: readonly string[] }) =>
    error(
      'CURRENCY',
      `${v.shown} is no currency code`,
      suggest(v.value, v.known, '') ?? 'three letters as in ISO 4217: RUB, KZT, EUR',
    ),
  country: (v: { shown: string }) =>
    error('COUNTRY', `${v.shown} is no country code`, 'two letters as in ISO 3166: RU, KZ, DE'),
  countryNeeded: (v: { timezone: string; currency: string }) =>
    error(
      'COUNTRY',
      `the country cannot be told from ${v.timezone} and ${v.currency}`,
      'add it for reading phones, two letters as in ISO 3166: country: DE',
    ),
  hours: (v: { message: string }) => error('HOURS', v.message),
  phone: (v: { shown: string; country: string }) =>
    warning(
      'PHONE',
      `${v.shown} is no phone number that can be called in ${v.country}`,
      'one number with its prefix, such as +7 495 123-45-67: clients are sent to it as it stands here',
    ),
}
