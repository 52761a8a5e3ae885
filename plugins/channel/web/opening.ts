import type { Locale, PluginContext } from '../../../core/contract/index.ts'
import { createZone, dateOfDay, openTimes } from '../../crm/hours/index.ts'

const DAY_MS = 86_400_000
/** Longer holidays end on a day that nobody asks for yet. */
const DAYS_AHEAD = 31

/** Whether the business is open, in words. */
export interface Opening {
  open: boolean
  text: string
}

/** Tells from the company's hours whether it is open now, until or from when; undefined where it has named no hours. */
export function createOpening({
  company,
  clock,
  text,
}: Pick<PluginContext, 'company' | 'clock' | 'text'>): (locale: Locale) => Opening | undefined {
  const { hours } = company
  if (!hours) return () => undefined
  const zone = createZone(company.timezone)
  const timeOf = (instant: number) => zone.format(instant).slice(11, 16)
  const endOf = (instant: number) => timeOf(instant).replace('00:00', '24:00')

  return locale => {
    const now = clock.now()
    const today = zone.dayOf(now)
    // Hours may run past midnight: yesterday's can still hold.
    const stretches = openTimes(hours, zone, { first: today - 1, last: today + DAYS_AHEAD })
    const next = stretches.find(({ end }) => end > now)
    if (!next) return { open: false, text: text(locale, 'hours_closed') }
    if (next.start <= now) {
      const isAlways = next.end - now > DAY_MS
      return {
        open: true,
        text: isAlways ? text(locale, 'hours_open_always') : text(locale, 'hours_open', { time: endOf(next.end) }),
      }
    }
    const day = zone.dayOf(next.start)
    const values = { time: timeOf(next.start) }
    if (day === today) return { open: false, text: text(locale, 'hours_today', values) }
    if (day === today + 1) return { open: false, text: text(locale, 'hours_tomorrow', values) }
    return { open: false, text: text(locale, 'hours_later', { ...values, ...dayNames(day, today, locale) }) }
  }
}

/** The day of the week within the next six days, after that the date. */
function dayNames(day: number, today: number, locale: Locale): { weekday: string; date: string } {
  const noon = Date.parse(`${dateOfDay(day)}T12:00:00Z`)
  const format = (tag: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }).format(noon)
  return {
    weekday: day - today < 7 ? format('en-GB', { weekday: 'short' }).toLowerCase() : 'later',
    date: format(locale === 'ru' ? 'ru-RU' : 'en-GB', { day: 'numeric', month: 'long' }),
  }
}
