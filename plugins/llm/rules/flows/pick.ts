import type { SlotItem } from '../../../../core/contract/index.ts'
import { addDays, daysBetween } from '../../../crm/hours/index.ts'
import type { Turn } from '../dialog/turn.ts'
import { clockOf, datesFrom, minutesOf } from '../time/calendar.ts'
import { hourReadings } from '../time/clock.ts'
import type { ClockWindow, RelativeTime, TimeWish } from '../time/wish.ts'
import { satisfies } from '../time/wish.ts'
import { USUAL_HOURS } from '../time/words.ts'

/** Longer lists are told as ranges, in which nobody counts. */
const MOST_COUNTED = 8

/** The offered time that the client pointed at, when there is no doubt which one it is. */
export function pickOffered(turn: Turn): SlotItem | undefined {
  const { heard, offered } = turn
  if (offered.length === 0) return undefined
  const { pick, wish, number, relative, excluded } = heard.time
  if (pick !== undefined) {
    const slot = pointed(offered, pick)
    // "Six the latest" names a time of its own.
    return slot === undefined || wish === undefined || satisfies(wish, slot) ? slot : undefined
  }
  if (relative !== undefined || excluded.length > 0) return undefined
  if (wish !== undefined) return wish.soonest ? undefined : (onlyExact(offered, wish) ?? agreedDay(turn, wish))
  if (number !== undefined && !isCountedAnswer(turn)) return onlyHour(offered, number) ?? counted(turn, number)
  const [only, ...others] = offered
  // "Then book me" agrees to the one time that was named.
  const isAgreed = heard.intents.has('yes') || (heard.intents.has('book') && !heard.time.touched)
  const isYes = isAgreed && !heard.intents.has('no') && !heard.text.includes('?')
  return isYes && others.length === 0 && turn.memory.asked?.about === 'offer' ? only : undefined
}

const SAME_TIME = /(?:же|same) (?:время|time)/u

/** A wish relative to the times on the table, as days and times; undefined when there is nothing to relate to. */
export function relativeWish(
  turn: Turn,
  relative: RelativeTime,
  fallback?: { date: string; time: string },
): TimeWish | undefined {
  const offered = [...turn.offered].sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))
  const chosen = turn.memory.chosen ?? turn.situation.draft.slot
  const first = chosen ?? offered[0] ?? fallback
  const last = chosen ?? offered.at(-1) ?? fallback
  if (first === undefined || last === undefined) return undefined
  switch (relative.kind) {
    case 'next_day':
      return { options: [{ dates: [addDays(wishedDate(turn) ?? last.date, 1)], windows: windowsOf(turn) }] }
    case 'other_day': {
      const [from = last.date] = [last.date, turn.situation.now.date].sort().reverse()
      return {
        options: [
          { dates: Array.from({ length: 7 }, (_, index) => addDays(from, index + 1)), windows: windowsOf(turn) },
        ],
      }
    }
    case 'same_time': {
      const wished = turn.memory.time?.options[0]?.windows ?? []
      const windows =
        chosen === undefined && wished.length > 0 ? wished : [exactly(chosen?.time ?? fallback?.time ?? first.time)]
      return { options: [{ dates: heardDates(turn, first.date), windows }] }
    }
    case 'other_time':
      return later(last, 1)
    case 'earlier':
    case 'later':
      if (
        chosen === undefined &&
        first.date !== last.date &&
        relative.minutes === undefined &&
        relative.days === undefined
      )
        return otherDays(turn, relative.kind, first.date, last.date)
      // "The week after, same day" is counted from the visit that is moved, not from what was offered for it.
      if (chosen === undefined && fallback !== undefined && (relative.days ?? 1) % 7 === 0)
        return shifted(turn, relative, fallback)
      return shifted(turn, relative, relative.kind === 'earlier' || relative.minutes !== undefined ? first : last)
  }
}

function shifted(
  turn: Turn,
  { kind, minutes, days }: Extract<RelativeTime, { kind: 'earlier' | 'later' }>,
  from: { date: string; time: string },
): TimeWish {
  const sign = kind === 'later' ? 1 : -1
  if (days !== undefined)
    return {
      options: [
        { dates: [addDays(from.date, sign * days)], windows: [{ kind: 'about', from: from.time, to: from.time }] },
      ],
    }
  if (minutes !== undefined) {
    const time = clockOf(minutesOf(from.time) + sign * minutes)
    return { options: [{ dates: [from.date], windows: [{ kind: 'exact', from: time, to: time }] }] }
  }
  if (kind === 'later') return later(from, 1)
  const isFirstOfDay = daysBetween(turn.situation.now.date, from.date) === 0 && from.time <= turn.situation.now.time
  return {
    options: [
      {
        dates: [from.date],
        windows: [{ kind: 'range', from: '00:00', to: isFirstOfDay ? clockOf(minutesOf(from.time) + 1) : from.time }],
      },
    ],
  }
}

function exactly(time: string): ClockWindow {
  return { kind: 'exact', from: time, to: time }
}

/** Of times of several days "later" may mean the day or the hour. */
function otherDays(turn: Turn, kind: 'earlier' | 'later', first: string, last: string): TimeWish {
  const { date: today } = turn.situation.now
  const dates = kind === 'later' ? datesFrom(last, addDays(last, 6)) : datesFrom(today, first)
  return { options: [{ dates, windows: windowsOf(turn) }] }
}

function later(from: { date: string; time: string }, minutes: number): TimeWish {
  return {
    options: [
      { dates: [from.date], windows: [{ kind: 'range', from: clockOf(minutesOf(from.time) + minutes), to: '24:00' }] },
    ],
  }
}

/** The part of the day that was wished; the very hour only when the client says so: «на следующий день в это же время». */
function windowsOf(turn: Turn) {
  const windows = turn.memory.time?.options[0]?.windows ?? []
  return SAME_TIME.test(turn.heard.text) ? windows : windows.filter(window => window.kind === 'range')
}

/** The one day that was wished, though nothing may be free on it. */
function wishedDate({ memory }: Turn): string | undefined {
  const [date, ...others] = memory.time?.options[0]?.dates ?? []
  return others.length === 0 ? date : undefined
}

function heardDates(turn: Turn, fallback: string): readonly string[] {
  const dates = turn.heard.time.wish?.options[0]?.dates ?? []
  return dates.length > 0 ? dates : [fallback]
}

function pointed(offered: readonly SlotItem[], pick: number | 'last' | 'earliest' | 'latest'): SlotItem | undefined {
  if (typeof pick === 'number') return offered[pick - 1]
  if (pick === 'last') return offered.at(-1)
  const ordered = [...offered].sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))
  return pick === 'earliest' ? ordered[0] : ordered.at(-1)
}

function onlyExact(offered: readonly SlotItem[], wish: TimeWish): SlotItem | undefined {
  const isExact = wish.options.every(
    option => option.windows.length > 0 && option.windows.every(window => window.kind !== 'range'),
  )
  return isExact ? onlyMoment(offered.filter(slot => satisfies(wish, slot))) : undefined
}

/** "Yes, Friday" to the only time that was named. */
function agreedDay({ offered, heard, memory }: Turn, wish: TimeWish): SlotItem | undefined {
  const [only, ...others] = offered
  if (only === undefined || others.length > 0 || memory.asked?.about !== 'offer') return undefined
  const isAgreed = heard.intents.has('yes') && !heard.intents.has('no') && !heard.text.includes('?')
  const isDayOnly = wish.options.every(option => option.windows.length === 0)
  return isAgreed && isDayOnly && satisfies(wish, only) ? only : undefined
}

function onlyHour(offered: readonly SlotItem[], hour: number): SlotItem | undefined {
  if (hour > 23) return undefined
  const full = offered.filter(slot => hourReadings(hour, 0, USUAL_HOURS).includes(slot.time))
  if (full.length > 0) return onlyMoment(full)
  // "15" for 15:30, when no other time of that hour was named.
  return onlyMoment(
    offered.filter(slot =>
      hourReadings(hour, 0, USUAL_HOURS).some(time => time?.slice(0, 2) === slot.time.slice(0, 2)),
    ),
  )
}

/** "2" is the second time of a short list when no time of it is at two. */
function counted({ offered, memory }: Turn, number: number): SlotItem | undefined {
  return memory.asked?.about === 'pick' && offered.length <= MOST_COUNTED ? offered[number - 1] : undefined
}

/** One moment only; of several people free at it the first will do, for nobody was wished. */
function onlyMoment(slots: readonly SlotItem[]): SlotItem | undefined {
  const [first, ...others] = slots
  return first !== undefined && others.every(slot => slot.date === first.date && slot.time === first.time)
    ? first
    : undefined
}

function isCountedAnswer(turn: Turn): boolean {
  const about = turn.memory.asked?.about
  return about !== 'pick' && about !== 'offer' && about !== 'time'
}
