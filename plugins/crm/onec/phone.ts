import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Phone } from '../../../core/contract/index.ts'
import { quoted } from './literal.ts'

const PHONE = /^\+[1-9]\d{6,14}$/

/** Whether a text is a phone in E.164. */
export const isPhone = (text: string): boolean => PHONE.test(text)

/** Reads the phones in a free text: `8 (916) 123-45-67, Anna`, `+7 916 …; +7 926 …`. */
export function phonesIn(text: unknown, country: string): readonly Phone[] {
  if (typeof text !== 'string' && typeof text !== 'number') return []
  return String(text)
    .split(/[,;/\n]/)
    .flatMap(piece => {
      // What is no country of the library's only means that numbers without a prefix are not understood.
      const parsed =
        parsePhoneNumberFromString(piece, country as CountryCode) ??
        parsePhoneNumberFromString(`+${piece.replace(/\D/g, '')}`)
      return parsed ? [parsed.number] : []
    })
}

/**
 * A condition that every spelling of the phone meets, and more: its last digits in their order with anything between them.
 * The prefix is left out, since it is written in many ways; who meets it is compared exactly afterwards.
 */
export function likePhone(field: string, phone: Phone): string {
  const national = parsePhoneNumberFromString(phone)?.nationalNumber ?? phone.slice(-7)
  return `like(${field},${quoted(`%${[...national].join('%')}%`)})`
}
