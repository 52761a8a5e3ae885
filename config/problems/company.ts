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
  faqFileKind: (v: { file: string; isAddress: boolean; endings: readonly string[] }) =>
    error(
      'FAQ_FILE_KIND',
      v.isAddress ? `${v.file} is no address that clients can open` : `${v.file} is of no kind that can be sent`,
      v.isAddress ? 'an address begins with https://' : `possible endings: ${v.endings.join(', ')}`,
    ),
  faqFileUnreadable: (v: { file: string; reason: string }) =>
    error('FAQ_FILE', `cannot read ${v.file}: ${v.reason}`, 'name it as it is called from the folder of this file'),
  faqFileSize: (v: { file: string; length: number; maxMb: number }) =>
    error(
      'FAQ_FILE_SIZE',
      v.length === 0
        ? `${v.file} is empty`
        : `${v.file} has ${(v.length / 1024 / 1024).toFixed(1)} MB; messengers take at most ${v.maxMb} MB of its kind`,
      v.length === 0 ? undefined : 'make it smaller, or put it on your site and name its https:// address',
    ),
}
