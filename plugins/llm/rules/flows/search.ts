import type { SlotItem, ToolArguments } from '../../../../core/contract/index.ts'
import { addDays, daysBetween } from '../../../crm/hours/index.ts'
import { type Steps, useAll } from '../dialog/replay.ts'
import type { Turn } from '../dialog/turn.ts'
import { clockOf, minutesOf } from '../time/calendar.ts'
import type { ClockWindow, TimeOption, TimeWish } from '../time/wish.ts'
import { ABOUT_MINUTES } from '../time/words.ts'

/** What is looked for. */
export interface Search {
  serviceIds: readonly string[]
  employeeIds: readonly string[]
  /** The visit that is being moved. */
  visitId?: string
  wish: TimeWish
}

/** Free times that fit, else the nearest others; `failed` when the book could not be read. */
export interface Found {
  slots: readonly SlotItem[]
  others: readonly SlotItem[]
  checkedUntil?: string
  failed?: string
  /** Why the business shows no times, in a sentence for the client. */
  said?: string
  /** Of several days core names only some of the times. */
  isSample?: boolean
}

type Query = ToolArguments['get_available_slots']

const MOST_QUERIES = 4
const DAYS_WITHOUT_DATE = 7
const DAYS_OF_SOONEST = 14

/** Looks for free times of a wish. */
export function* search(turn: Turn, wanted: Search): Steps<Found> {
  const queries = queriesOf(wanted, turn.situation.now.date)
  const results = yield* useAll('get_available_slots', queries)
  const slots: SlotItem[] = []
  const others: SlotItem[] = []
  let checkedUntil: string | undefined
  let isSample = false
  for (const result of results) {
    if ('error' in result) {
      const { code, message } = result.error
      return { slots: [], others: [], failed: code, ...(code === 'refused' && { said: message }) }
    }
    slots.push(...result.slots)
    isSample ||= new Set(result.slots.map(slot => slot.date)).size > 1
    others.push(...(result.others ?? []))
    checkedUntil =
      checkedUntil === undefined || result.checked_until > checkedUntil ? result.checked_until : checkedUntil
  }
  const dates = new Set(wanted.wish.options.flatMap(option => option.dates))
  const isAnyDate = wanted.wish.options.some(option => option.dates.length === 0) || dates.size === 0
  const { notDates = [], notEmployeeIds = [] } = turn.memory
  const mayDo = (slot: SlotItem) =>
    !notDates.includes(slot.date) && !slot.employee_ids.some(id => notEmployeeIds.includes(id))
  const fitting = slots.filter(slot => (isAnyDate || dates.has(slot.date)) && mayDo(slot))
  return {
    slots: sorted(fitting),
    others: distinct(others).filter(mayDo),
    isSample,
    ...(checkedUntil === undefined ? {} : { checkedUntil }),
  }
}

/** The calls that a wish needs: one for each run of days, part of the day and person. */
function queriesOf({ serviceIds, employeeIds, visitId, wish }: Search, today: string): Query[] {
  const options: readonly TimeOption[] = wish.options.length > 0 ? wish.options : [{ dates: [], windows: [] }]
  const people: readonly (string | undefined)[] = employeeIds.length > 0 ? employeeIds : [undefined]
  return options
    .flatMap(option =>
      rangesOf(option, wish, today).flatMap(([from, to]) =>
        timesOf(option.windows).flatMap(times =>
          people.map(person => ({
            service_ids: [...serviceIds],
            ...(person === undefined ? {} : { employee_id: person }),
            date_from: from,
            date_to: to,
            ...times,
            ...(visitId === undefined ? {} : { appointment_id: visitId }),
          })),
        ),
      ),
    )
    .slice(0, MOST_QUERIES)
}

function rangesOf(option: TimeOption, wish: TimeWish, today: string): [string, string][] {
  const first = option.dates[0]
  if (first === undefined) return [[today, addDays(today, (wish.soonest ? DAYS_OF_SOONEST : DAYS_WITHOUT_DATE) - 1)]]
  const runs: [string, string][] = []
  for (const date of option.dates) {
    const run = runs.at(-1)
    if (run !== undefined && daysBetween(run[1], date) <= 1) run[1] = date
    else runs.push([date, date])
  }
  // Every Friday of a month: one look over all of it is enough.
  return runs.length > 2 ? [[first, option.dates.at(-1) ?? first]] : runs
}

function timesOf(windows: readonly ClockWindow[]): Pick<Query, 'time_from' | 'time_to'>[] {
  if (windows.length === 0) return [{}]
  return windows.flatMap(window => {
    if (window.kind === 'range') return [{ time_from: window.from, time_to: window.to }]
    const times = window.or === undefined ? [window.from] : [window.from, window.or]
    const around = window.kind === 'about' ? ABOUT_MINUTES : 0
    return times.map(time => ({
      time_from: clockOf(minutesOf(time) - around),
      time_to: clockOf(minutesOf(time) + around + 1),
    }))
  })
}

function sorted(slots: readonly SlotItem[]): SlotItem[] {
  return distinct(slots).sort((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`))
}

function distinct(slots: readonly SlotItem[]): SlotItem[] {
  const seen = new Set<string>()
  return slots.filter(slot => {
    const key = `${slot.date} ${slot.time} ${slot.employee_ids.join()}`
    return seen.has(key) ? false : seen.add(key) !== undefined
  })
}
