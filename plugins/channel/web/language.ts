import type { Company, Locale, LocalizedText } from '../../../core/contract/index.ts'

/** The first language of an `Accept-Language` header in which the page can speak. */
export function preferredLocale(header: string | undefined): Locale | undefined {
  return (header ?? '')
    .split(',')
    .map((range, index) => {
      const [tag = '', ...parameters] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find(parameter => parameter.startsWith('q='))?.slice(2)
      return { locale: localeOf(tag), quality: quality === undefined ? 1 : Number(quality), index }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
    .find(({ locale }) => locale !== undefined)?.locale
}

/** `ru-RU` and `ru` are `ru`; undefined for languages in which the page can't speak. */
export function localeOf(tag: string): Locale | undefined {
  const [language] = tag.toLowerCase().split('-')
  return language === 'ru' || language === 'en' ? language : undefined
}

/** A text of the options in a language, or in the other one; undefined when it is empty. */
export function localized(text: LocalizedText, locale: Locale): string | undefined {
  const found = typeof text === 'string' ? text : (text[locale] ?? text[locale === 'ru' ? 'en' : 'ru'])
  return found || undefined
}

/** The business's name in a language. */
export function nameOf({ name, names }: Company, locale: Locale): string {
  return names?.[locale] ?? name
}
