import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../contract/index.ts'

/** Formats one of the texts in ICU MessageFormat. A key that is in no file is the program's mistake and throws. */
export type Say = (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string

/** The texts of the locale files, with the operator's changes; parsed on first use. */
export function createTexts(texts: Readonly<Record<Locale, Readonly<Record<string, string>>>>): Say {
  const parsed = new Map<string, IntlMessageFormat>()
  return (locale, key, values = {}) => {
    const id = `${locale}:${key}`
    let format = parsed.get(id)
    if (!format) {
      const source = texts[locale][key] ?? texts[locale === 'ru' ? 'en' : 'ru'][key]
      if (source === undefined) throw new Error(`there is no text "${key}"`)
      format = new IntlMessageFormat(source, locale, undefined, { ignoreTag: true })
      parsed.set(id, format)
    }
    return String(format.format(values))
  }
}
