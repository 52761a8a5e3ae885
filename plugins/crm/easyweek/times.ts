import type { PluginContext } from '../../../core/contract/index.ts'
import type { Zone } from '../hours/index.ts'
import { instantOf, listOf, member, minutesOf, numberOf, textOf } from './wire.ts'

/** A free time of one employee. */
export interface Time {
  start: number
  end: number
  /** Minor units, where the answer tells it. */
  price?: number
  /** How many may book it; one where the answer does not tell. */
  places: number
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const CLOCK = /^(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?$/i
const NAIVE = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)$/

/**
 * Reads an answer of `time-slots` in both forms that are known: `dates[].slots[]` with moments, and `dates[].intervals[]`,
 * free stretches of the wall clock that are cut into times here. What can't be read is an error: a time that is left out
 * would be one that the salon does not sell.
 */
export function readTimes(
  answer: object,
  options: { zone: Zone; durationMinutes: number; stepMinutes: number; error: PluginContext['error'] },
): readonly Time[] {
  const { zone, durationMinutes, stepMinutes, error } = options
  const unreadable = (what: string) => error('unavailable', `EasyWeek's free times can't be read: ${what}`)
  const dates = listOf(member(answer, 'dates'))
  if (!dates) throw unreadable('there is no list of dates')

  const momentOf = (value: unknown, day: number): number => {
    const instant = instantOf(value)
    if (instant !== undefined) return instant
    const text = textOf(value) ?? ''
    const [, date = '', clock = ''] = NAIVE.exec(text) ?? []
    const seconds = numberOf(value)
    const minute = seconds === undefined ? minuteOf(clock || text) : seconds / 60
    if (minute === undefined || minute < 0 || minute > 2_880) throw unreadable('a time is in no known form')
    return zone.boundaryOf(date === '' ? day : dayOf(date, unreadable), minute)
  }

  return dates.flatMap(entry => {
    const day = dayOf(textOf(member(entry, 'date')) ?? '', unreadable)
    const slots = listOf(member(entry, 'slots'))
    if (slots)
      return slots.flatMap((slot): Time[] => {
        const start = momentOf(member(slot, 'start'), day)
        const length = minutesOf(member(slot, 'duration')) ?? durationMinutes
        const end = member(slot, 'end') ? momentOf(member(slot, 'end'), day) : start + length * MINUTE_MS
        const price = numberOf(member(slot, 'price'))
        const places = numberOf(member(slot, 'quantity')) ?? 1
        if (places < 1 || end <= start) return []
        return [{ start, end, places, ...(price !== undefined && { price }) }]
      })
    const intervals = listOf(member(entry, 'intervals'))
    if (!intervals) throw unreadable('a date has neither slots nor intervals')
    return intervals.flatMap((interval): Time[] => {
      const from = momentOf(member(interval, 'start_formatted') ?? member(interval, 'start'), day)
      const to = momentOf(member(interval, 'end_formatted') ?? member(interval, 'end'), day)
      const times: Time[] = []
      for (let start = from; start + durationMinutes * MINUTE_MS <= to; start += stepMinutes * MINUTE_MS)
        times.push({ start, end: start + durationMinutes * MINUTE_MS, places: 1 })
      return times
    })
  })
}

function dayOf(date: string, unreadable: (what: string) => Error): number {
  const day = /^\d{4}-\d{2}-\d{2}/.test(date) ? Date.parse(date.slice(0, 10)) / DAY_MS : Number.NaN
  if (Number.isNaN(day)) throw unreadable('a date is in no known form')
  return day
}

/** Minutes from midnight of `9:30`, `09:30:00` and `9:30 PM`. */
function minuteOf(text: string): number | undefined {
  const [, hours, minutes, half = ''] = CLOCK.exec(text) ?? []
  if (hours === undefined) return undefined
  const hour = half === '' ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return hour * 60 + Number(minutes)
}
