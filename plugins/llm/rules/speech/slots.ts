import type { CalendarDate, SlotItem } from '../../../../core/contract/index.ts'
import { clockOf, minutesOf } from '../time/calendar.ts'
import type { Speaker } from './speaker.ts'

/** So many times in a row are worth a "from … to …". */
const SHORTEST_RUN = 3

/** How many times one answer names at most; the buttons hold the others. */
const MOST_NAMED = 6

/** The times worth naming: spread over the days when there are several, distinct, in order. */
export function worthNaming(slots: readonly SlotItem[]): SlotItem[] {
  const days = byDay(slots)
  const perDay = Math.max(1, Math.floor(MOST_NAMED / Math.min(days.size, 3)))
  return [...days.values()].slice(0, MOST_NAMED / perDay).flatMap(times => spread(times, perDay))
}

/** "Среда, 25 ноября: 14:00, 15:30", a line for each day. */
export function dayLines(speaker: Speaker, slots: readonly SlotItem[]): string {
  return [...byDay(slots)]
    .map(([date, times]) => `${capital(speaker.day(date))}: ${times.map(slot => slot.time).join(', ')}`)
    .join('\n')
}

/** "Среда, 25 ноября: с 10:00 до 13:30 и с 15:00 до 18:30, каждые полчаса", a line for each day. */
export function rangeLines(speaker: Speaker, slots: readonly SlotItem[]): string {
  return [...byDay(slots)]
    .map(([date, times]) => `${capital(speaker.day(date))}: ${rangesInWords(speaker, times)}`)
    .join('\n')
}

function rangesInWords(speaker: Speaker, slots: readonly SlotItem[]): string {
  const minutes = slots.map(slot => minutesOf(slot.time))
  const step = Math.min(...minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0)))
  const runs: number[][] = []
  for (const minute of minutes) {
    const run = runs.at(-1)
    if (run !== undefined && minute - (run.at(-1) ?? 0) === step) run.push(minute)
    else runs.push([minute])
  }
  const parts = runs.flatMap(run =>
    run.length < SHORTEST_RUN
      ? run.map(clockOf)
      : [speaker.say('range', { from: clockOf(run[0] ?? 0), to: clockOf(run.at(-1) ?? 0) })],
  )
  return speaker.and(parts) + speaker.say('every', { minutes: step })
}

/** "в субботу, 28 ноября, в 14:00 (Елена)" */
export function slotInWords(speaker: Speaker, slot: SlotItem): string {
  const moment = speaker.at(slot)
  return slot.employee === undefined ? moment : `${moment} (${slot.employee})`
}

/** The text with a capital at its beginning. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function byDay(slots: readonly SlotItem[]): Map<CalendarDate, SlotItem[]> {
  const days = new Map<CalendarDate, SlotItem[]>()
  for (const slot of [...slots].sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))) {
    const times = days.get(slot.date) ?? []
    if (!times.some(other => other.time === slot.time)) times.push(slot)
    days.set(slot.date, times)
  }
  return days
}

/** So many of a day's times, evenly from its first to its last. */
function spread(times: readonly SlotItem[], count: number): SlotItem[] {
  if (times.length <= count) return [...times]
  const chosen = Array.from(
    { length: count },
    (_, index) => times[Math.round((index * (times.length - 1)) / Math.max(1, count - 1))],
  )
  return [...new Set(chosen)].filter(slot => slot !== undefined)
}
