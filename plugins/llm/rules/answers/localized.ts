import type { Locale, LocalizedText } from '../../../../core/contract/index.ts'

/** The text in the language, or in the other one when that is all there is. */
export function inLocale(text: LocalizedText, locale: Locale): string {
  if (typeof text === 'string') return text
  return text[locale] ?? Object.values(text)[0] ?? ''
}
