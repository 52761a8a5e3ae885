import type { CalendarDate, ClockTime, Locale, PluginContext } from '../../../../core/contract/index.ts'
import { addDays, needsYear, weekdayOf } from '../../../crm/hours/index.ts'
import type { TextKey } from '../texts/ru.ts'
import { dateParts } from '../time/calendar.ts'

/** Says things in the client's language, with dates and lists in its grammar. */
export interface Speaker {
  readonly locale: Locale
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string
  /** "среда, 25 ноября", far ahead "среда, 5 января 2028 года" */
  day(date: CalendarDate): string
  /** "в среду, 25 ноября" */
  onDay(date: CalendarDate): string
  /** "в среду, 25 ноября, в 14:00" */
  at(moment: { date: CalendarDate; time: ClockTime }): string
  /** "a, b и c" */
  and(items: readonly string[]): string
  /** "a, b или c" */
  or(items: readonly string[]): string
}

/** A speaker whose "today" and "tomorrow" are those of `today`. */
export function makeSpeaker(text: PluginContext['text'], locale: Locale, today: CalendarDate): Speaker {
  const say: Speaker['say'] = (key, values) => text(locale, key, values)
  const dateValues = (date: CalendarDate) => ({
    weekday: weekdayOf(date),
    day: dateParts(date).day,
    month: `m${dateParts(date).month}`,
    year: needsYear(date, today) ? dateParts(date).year : 'this',
    near: date === today ? 'today' : date === addDays(today, 1) ? 'tomorrow' : 'later',
  })
  const onDay = (date: CalendarDate) => say('on_day', dateValues(date))
  return {
    locale,
    say,
    day: date => say('day', dateValues(date)),
    onDay,
    at: ({ date, time }) => say('at', { day: onDay(date), time }),
    and: items => joined(items, say('and')),
    or: items => joined(items, say('or')),
  }
}

function joined(items: readonly string[], word: string): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`
}
