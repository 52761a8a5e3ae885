import type { CalendarDate } from '../../../../core/contract/index.ts'
import { clockOf, minutesOf } from './calendar.ts'
import type { ClockMention } from './clock.ts'
import type { DayMention } from './day-finding.ts'
import type { ClockWindow, TimeWish } from './wish.ts'

/** Puts days and times that belong together into options: "Friday at 5 or Saturday morning" are two. */
export function combine(days: readonly DayMention[], clocks: readonly ClockMention[]): TimeWish | undefined {
  if (days.length === 0 && clocks.length === 0) return undefined
  const sure = inOrder(days)
  const mentions = [...sure, ...clocks].sort((a, b) => a.start - b.start)
  const groups: { days: DayMention[]; clocks: ClockMention[]; closed: boolean }[] = []
  for (const [index, mention] of mentions.entries()) {
    const group = groups.at(-1)
    const isDay = 'dates' in mention
    const previous = mentions[index - 1]
    // A day after "day and time" begins a new option, and so does a time before its own day ("at 5 on Friday or at 6 on Saturday").
    const full = group !== undefined && group.days.length > 0 && group.clocks.length > 0
    const startsNew =
      full && (isDay ? group.closed : nextIsItsDay(mentions, index) && previous !== undefined && 'dates' in previous)
    if (group === undefined || startsNew)
      groups.push({ days: isDay ? [mention] : [], clocks: isDay ? [] : [mention], closed: false })
    else if (isDay) group.days.push(mention)
    else {
      group.clocks.push(mention)
      group.closed = group.days.length > 0
    }
  }
  const options = groups.map(group => ({
    dates: unique(group.days.flatMap(day => day.dates)),
    windows: narrow(group.clocks),
  }))
  const isUnsure = sure.some(day => day.unsure)
  return { options: options.slice(0, 3), ...(isUnsure ? { unsure: true } : {}) }
}

/** "Tuesday or Wednesday", said on a Wednesday, means the one after that Tuesday. */
function inOrder(days: readonly DayMention[]): readonly DayMention[] {
  return days.map((day, index) => {
    const before = days[index - 1]?.dates[0]
    const [first, second, ...others] = day.dates
    if (!day.unsure || second === undefined || others.length > 0 || before === undefined) return day
    if (first === undefined || before <= first) return day
    const { unsure: _settled, ...known } = day
    return { ...known, dates: [second] }
  })
}

function nextIsItsDay(mentions: readonly (DayMention | ClockMention)[], index: number): boolean {
  const next = mentions[index + 1]
  return next !== undefined && 'dates' in next
}

/** "At 7 in the evening" is one time, "after two and before six" one range, "in the morning or in the evening" two. */
function narrow(clocks: readonly ClockMention[]): ClockWindow[] {
  const points = clocks.filter(clock => clock.window.kind !== 'range').map(clock => clock.window)
  const ranges = clocks.filter(clock => clock.window.kind === 'range')
  if (points.length > 0)
    return points.map(point =>
      halfOfDay(
        point,
        ranges.map(range => range.window),
      ),
    )
  const bounds = ranges.filter(range => range.open !== undefined)
  const parts = ranges.filter(range => range.open === undefined).map(range => range.window)
  if (bounds.length === 0) return withoutWider(parts)
  const from = Math.max(...bounds.map(bound => minutesOf(bound.window.from)))
  const to = Math.min(...bounds.map(bound => minutesOf(bound.window.to)))
  const bound: ClockWindow = { kind: 'range', from: clockOf(from), to: clockOf(to) }
  if (parts.length === 0) return from < to ? [bound] : []
  return parts
    .map(part => ({
      ...part,
      from: clockOf(Math.max(from, minutesOf(part.from))),
      to: clockOf(Math.min(to, minutesOf(part.to))),
    }))
    .filter(part => part.from < part.to)
}

/** "In the morning, at ten or eleven": the wider part says nothing new. */
function withoutWider(parts: readonly ClockWindow[]): ClockWindow[] {
  const isWithin = (inner: ClockWindow, outer: ClockWindow) =>
    inner.from >= outer.from && inner.to <= outer.to && (inner.from !== outer.from || inner.to !== outer.to)
  return parts.filter(part => !parts.some(other => isWithin(other, part)))
}

function halfOfDay(point: ClockWindow, ranges: readonly ClockWindow[]): ClockWindow {
  const { or, ...sure } = point
  if (ranges.length === 0) return point
  const twelveLater = clockOf(minutesOf(point.from) + 720)
  const candidates = [point.from, or, minutesOf(point.from) < 720 ? twelveLater : undefined]
  const fitting = candidates.find(
    time => time !== undefined && ranges.some(range => time >= range.from && time < range.to),
  )
  return fitting === undefined ? point : { ...sure, from: fitting, to: fitting }
}

/** Dates in their order, each once. */
export function unique(dates: readonly CalendarDate[]): CalendarDate[] {
  return [...new Set(dates)].sort()
}
