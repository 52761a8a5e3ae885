import type { Locale, PriceRange } from '../contract/index.ts'

/** A price as it is said: `1 500 ₽`, `от 1 500 ₽`, `$40`. */
export interface FormatPrice {
  (price: PriceRange, locale: Locale): string
  /** The same in major units: roubles, not kopecks. */
  inMajor(price: PriceRange): { min: number; max: number }
}

/** Formats prices; keeps a formatter per language and currency. */
export function createPriceFormat(): FormatPrice {
  const formats = new Map<string, { format: Intl.NumberFormat; minorUnits: number }>()

  function formatOf(currency: string, locale: Locale) {
    const key = `${locale}:${currency}`
    const known = formats.get(key) ?? build(currency, locale)
    formats.set(key, known)
    return known
  }

  function amount(minor: number, currency: string, locale: Locale): string {
    const { format, minorUnits } = formatOf(currency, locale)
    return format.format(minor / minorUnits)
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

  const formatPrice = ({ min, max, currency }: PriceRange, locale: Locale) => {
    if (min === max) return amount(min, currency, locale)
    const from = locale === 'ru' ? 'от' : 'from'
    return `${from} ${amount(min, currency, locale)}`
  }
  return Object.assign(formatPrice, {
    inMajor({ min, max, currency }: PriceRange) {
      const { minorUnits } = formatOf(currency, 'en')
      return { min: min / minorUnits, max: max / minorUnits }
    },
  })
}
