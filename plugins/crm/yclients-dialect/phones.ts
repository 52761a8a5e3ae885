import type { Phone } from '../../../core/contract/index.ts'
import type { Dialect } from './dialect.ts'
import { isBlock, textOf } from './wire.ts'

/** E.164 of what the provider writes: `+79161234567`, bare digits, with dashes; undefined for what is masked or no phone. */
export function phoneOf(value: unknown, { readsEightAsSeven }: Dialect): Phone | undefined {
  const text = textOf(value)
  if (/[*xX•]/.test(text)) return undefined
  const digits = text.replaceAll(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return undefined
  const isLocal = readsEightAsSeven && !text.startsWith('+') && digits.length === 11 && digits.startsWith('8')
  return `+${isLocal ? `7${digits.slice(1)}` : digits}`
}

/** As the API takes it: digits alone. */
export function digitsOf(phone: Phone): string {
  return phone.replaceAll(/\D/g, '')
}

/** Whether a row says that there is a phone and does not show it. */
export function isPhoneHidden(row: unknown): boolean {
  return isBlock(row) && /[*xX•]/.test(textOf(row['phone']))
}
