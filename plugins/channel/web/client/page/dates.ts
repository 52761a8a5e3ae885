import type { Locale } from '../../../../../core/contract/index.ts'

const DAY_MS = 86_400_000

/** Words for days and times in the visitor's language. */
export interface Dates {
  /** A key that is the same for all instants of one day, where the visitor is. */
  dayKey(instant: string): number
  timeOf(instant: string): string
  /** `Today`, `Yesterday`, `12 November`. */
  dayOf(instant: string): string
  /** A visit happens where the salon is: the clock on its wall stands in the instant, before the offset. */
  visit(start: string, end: string): { day: string; month: string; date: string; times: string }
  /** `November 2026`, of `2026-11`. */
  month(month: string): string
  /** `Wednesday 25 November`, of `2026-11-25`. */
  longDay(date: string): string
  /** The seven weekdays as the visitor's calendars have them. */
  weekdays: readonly { short: string; long: string }[]
  /** 0 for Sunday, 1 for Monday. */
  firstWeekday: number
}

/** Makes the words of one page. */
export function createDates(language: Locale, texts: Readonly<Record<string, string>>): Dates {
  // The visitor's own variant knows whether they say 2 PM or 14:00.
  const locale = navigator.languages.find(name => name.split('-')[0] === language) ?? language
  const here = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const atSalon = (options: Intl.DateTimeFormatOptions) => here({ ...options, timeZone: 'UTC' })
  const time = here({ hour: 'numeric', minute: '2-digit' })
  const day = here({ day: 'numeric', month: 'long' })
  const visitTime = atSalon({ hour: 'numeric', minute: '2-digit' })
  const visitMonth = atSalon({ month: 'short' })
  const longDay = atSalon({ weekday: 'long', day: 'numeric', month: 'long' })
  const month = atSalon({ month: 'long', year: 'numeric' })
  const shortWeekday = atSalon({ weekday: 'short' })
  const longWeekday = atSalon({ weekday: 'long' })
  const firstWeekday = firstWeekdayOf(locale)
  const midnight = (instant: Date) => new Date(instant.getFullYear(), instant.getMonth(), instant.getDate()).getTime()

  return {
    dayKey: instant => midnight(new Date(instant)),
    timeOf: instant => time.format(new Date(instant)),
    dayOf(instant) {
      const days = Math.round((midnight(new Date()) - midnight(new Date(instant))) / DAY_MS)
      if (days === 0) return texts['today'] ?? ''
      return days === 1 ? (texts['yesterday'] ?? '') : day.format(new Date(instant))
    },
    visit(start, end) {
      const from = wallClock(start)
      return {
        day: String(from.getUTCDate()),
        month: visitMonth.format(from).replace('.', ''),
        date: longDay.format(from),
        times: `${visitTime.format(from)} – ${visitTime.format(wallClock(end))}`,
      }
    },
    month: value => month.format(new Date(`${value}-01T00:00Z`)).replace(/\s?г\.$/, ''),
    longDay: date => longDay.format(new Date(`${date}T00:00Z`)),
    // The first of November 2026 is a Sunday.
    weekdays: [0, 1, 2, 3, 4, 5, 6].map(index => {
      const date = new Date(Date.UTC(2026, 10, 1 + firstWeekday + index))
      return { short: shortWeekday.format(date), long: longWeekday.format(date) }
    }),
    firstWeekday,
  }
}

function wallClock(instant: string): Date {
  return new Date(`${instant.slice(0, 16)}Z`)
}

/** Weeks begin on Monday where the browser does not know better. */
function firstWeekdayOf(locale: string): number {
  const known: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(locale)
  return (known.getWeekInfo?.().firstDay ?? 1) % 7
}
