import type { Locale } from '../contract/index.ts'

/** The language that a text is written in, when its letters tell; names and brands in the other alphabet do not count much. */
export function languageOf(text: string): Locale | undefined {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (cyrillic + latin < 2 || cyrillic === latin) return undefined
  return cyrillic > latin ? 'ru' : 'en'
}

/** The desk's language for a BCP 47 tag that a channel reports. */
export function localeOfTag(tag: string | undefined): Locale | undefined {
  const language = tag?.toLowerCase().split(/[-_]/)[0]
  if (!language) return undefined
  if (['ru', 'be', 'kk', 'ky', 'uk', 'tg', 'uz', 'hy', 'az'].includes(language)) return 'ru'
  return 'en'
}
