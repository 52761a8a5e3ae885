import type { Locale, PriceRange, ServiceItem } from '../../../../core/contract/index.ts'
import type { Speaker } from '../speech/speaker.ts'

/** "Маникюр: 1 500 ₽, 60 мин" */
export function priceLine(speaker: Speaker, service: ServiceItem): string {
  const price = service.price_text ?? (service.price === undefined ? undefined : money(service.price, speaker))
  const duration = speaker.say('minutes', { minutes: service.duration_minutes })
  return price === undefined
    ? speaker.say('no_price_line', { name: service.name, duration })
    : speaker.say('price_line', { name: service.name, price, duration })
}

function money({ min, max, currency }: PriceRange, speaker: Speaker): string {
  const least = amount(min, currency, speaker.locale)
  return min === max ? least : speaker.say('from_to', { from: least, to: amount(max, currency, speaker.locale) })
}

function amount(minor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const value = minor / 10 ** digits
  return Number.isInteger(value)
    ? new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(value)
    : format.format(value)
}
