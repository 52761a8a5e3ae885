import type { Locale, PriceRange } from '../contract/index.ts'

/** A price as it is said: `1 500 ₽`, `от 1 500 ₽`, `$40`. */
export type FormatPrice = (price: PriceRange, locale: Locale) => string

/** Formats prices; keeps a formatter per language and currency. */
export function createPriceFormat(): FormatPrice {
  const formats = new Map<string, { format: Intl.NumberFormat; minorUnits: number }>()

  function amount(minor: number, currency: string, locale: Locale): string {
    const key = `${locale}:${currency}`
    const known = formats.get(key) ?? build(currency, locale)
    formats.set(key, known)
    return known.format.format(minor / known.minorUnits)
  }

  function build(currency: string, locale: Locale) {
    const format = new Intl.NumberFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    })
    return { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) }
  }

  return ({ min, max, currency }, locale) => {
    if (min === max) return amount(min, currency, locale)
    const from = locale === 'ru' ? 'от' : 'from'
    return `${from} ${amount(min, currency, locale)}`
  }
}
