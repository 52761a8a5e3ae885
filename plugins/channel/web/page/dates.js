/** Words for days and times in the visitor's language. */
export function createDates(language, texts) {
  // The visitor's own variant knows whether they say 2 PM or 14:00.
  const locale = navigator.languages.find(name => name.split('-')[0] === language) ?? language
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' })
  const dayOf = date => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  const inUtc = options => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  const visitTime = inUtc({ hour: 'numeric', minute: '2-digit' })
  const visitMonth = inUtc({ month: 'short' })
  const visitWeekday = inUtc({ weekday: 'long' })
  const visitDate = inUtc({ day: 'numeric', month: 'long' })

  return {
    /** A key that is the same for all instants of one day, where the visitor is. */
    dayKey: instant => dayOf(new Date(instant)),
    timeOf: instant => time.format(new Date(instant)),
    dayOf(instant, now) {
      const days = Math.round((dayOf(now) - dayOf(new Date(instant))) / 86_400_000)
      if (days === 0) return texts.today
      return days === 1 ? texts.yesterday : day.format(new Date(instant))
    },
    /** A visit happens where the salon is: the clock on its wall stands in the instant, before the offset. */
    visit(start, end) {
      const from = wallClock(start)
      return {
        day: String(from.getUTCDate()),
        month: visitMonth.format(from).replace('.', ''),
        weekday: visitWeekday.format(from),
        date: visitDate.format(from),
        times: `${visitTime.format(from)} – ${visitTime.format(wallClock(end))}`,
      }
    },
  }
}

function wallClock(instant) {
  return new Date(`${instant.slice(0, 16)}Z`)
}
