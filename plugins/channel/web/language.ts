import type { Locale } from '../../../core/contract/index.ts'

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
