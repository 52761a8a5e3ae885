import { exactMoment, type TimeWish } from '../time/wish.ts'
import type { Speaker } from './speaker.ts'

/** Parts of the day that have a name of their own when they are told. */
const NAMED_PARTS: ReadonlyMap<string, 'morning' | 'afternoon' | 'daytime' | 'evening'> = new Map([
  ['06:00-12:00', 'morning'],
  ['06:00-10:30', 'morning'],
  ['13:00-18:00', 'afternoon'],
  ['12:00-18:00', 'afternoon'],
  ['11:00-17:00', 'daytime'],
  ['17:00-24:00', 'evening'],
])

/** "утром", "с 14:00 до 16:00"; undefined when any time of the day would have done. */
export function partInWords(speaker: Speaker, wish: TimeWish): string | undefined {
  const [window, ...others] = wish.options.flatMap(option => option.windows)
  if (window === undefined || others.length > 0) return undefined
  const { kind, from, to } = window
  if (kind === 'exact') return speaker.say('part_at', { time: from })
  if (kind !== 'range') return speaker.say('part_about', { time: from })
  const part = NAMED_PARTS.get(`${from}-${to}`)
  if (part !== undefined) return speaker.say(part)
  if (to === '24:00') return speaker.say('part_after', { time: from })
  return from <= '06:00' ? speaker.say('part_before', { time: to }) : speaker.say('range', { from, to })
}

/** "завтра, 26 ноября, вечером"; undefined when there is more to it than a day and a part of it. */
export function wishInWords(speaker: Speaker, wish: TimeWish): string | undefined {
  const moment = exactMoment(wish)
  if (moment !== undefined) return speaker.at(moment)
  const [option, ...others] = wish.options
  if (option === undefined || others.length > 0) return undefined
  const [date, ...otherDates] = option.dates
  const day = date === undefined || otherDates.length > 0 ? undefined : speaker.onDay(date)
  const part = partInWords(speaker, wish)
  return day !== undefined && part !== undefined ? speaker.say('part_of_day', { day, part }) : (day ?? part)
}
