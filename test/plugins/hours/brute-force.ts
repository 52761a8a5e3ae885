import { Temporal } from 'temporal-polyfill'
import type { OpeningHours } from '../../../core/contract/index.ts'
import type { Step, WorkingEmployee } from '../../../plugins/crm/hours/index.ts'

const MINUTE = 60_000
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** What the wall clock shows at every minute of a stretch: nothing but Temporal's conversion of instants is believed. */
export function wallClock(zone: string, start: number, end: number) {
  const shown: { date: string; minute: number; weekday: (typeof WEEK)[number] }[] = []
  for (let at = start; at < end; at += MINUTE) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    shown.push({
      date: local.toPlainDate().toString(),
      minute: local.hour * 60 + local.minute,
      weekday: WEEK[local.dayOfWeek - 1] ?? 'mon',
    })
  }
  return { start, shown }
}

export type WallClock = ReturnType<typeof wallClock>

/** Every time at which the visit fits, found by looking at each minute. Starts lie in the middle day of the clock's three. */
export function bruteForce(
  clock: WallClock,
  query: { date: string; gridMinutes: number; steps: readonly Step[]; employees: readonly WorkingEmployee[] },
) {
  const open = query.employees.map(employee => openMinutes(clock, employee.hours))
  const busy = query.employees.map(employee => {
    const taken = new Set<number>()
    for (const { start, end } of employee.busy)
      for (let at = start; at < end; at += MINUTE) taken.add((at - clock.start) / MINUTE)
    return taken
  })

  const fits = (start: number, who: readonly number[]) => {
    let at = start
    return query.steps.every((step, index) => {
      const employee = who[index] ?? 0
      const end = at + step.durationMinutes
      const begins = who[index - 1] !== employee ? (step.bufferMinutes?.before ?? 0) : 0
      const ends = who[index + 1] !== employee ? (step.bufferMinutes?.after ?? 0) : 0
      let good = step.employeeIds.includes(query.employees[employee]?.id ?? '')
      for (let minute = at; good && minute < end; minute++) good = open[employee]?.has(minute) ?? false
      for (let minute = at - begins; good && minute < end + ends; minute++) good = !busy[employee]?.has(minute)
      at = end
      return good
    })
  }

  const everyone = query.employees.map((_, index) => index)
  const chains = query.steps.reduce<number[][]>(
    (done, _) => done.flatMap(chain => everyone.map(one => [...chain, one])),
    [[]],
  )
  const seen = new Set<number>()
  return clock.shown.flatMap((shown, at) => {
    const again = shown.date === query.date && seen.has(shown.minute)
    if (shown.date === query.date) seen.add(shown.minute)
    if (shown.date !== query.date || again || shown.minute % query.gridMinutes !== 0) return []
    const fitting = chains.filter(chain => fits(at, chain))
    return fitting.length === 0 ? [] : [{ start: clock.start + at * MINUTE, chains: fitting }]
  })
}

/** A range holds from the first minute at which the clock shows its beginning, or later, until the same for its end. */
function openMinutes({ shown }: WallClock, hours: OpeningHours): ReadonlySet<number> {
  const open = new Set<number>()
  const dates = [...new Set(shown.map(minute => minute.date))]
  for (const date of dates) {
    const weekday = shown.find(minute => minute.date === date)?.weekday ?? 'mon'
    for (const range of hours.exceptions[date] ?? hours.week[weekday]) {
      const reaches = (time: string) => {
        const [h = 0, m = 0] = time.split(':').map(Number)
        const index = shown.findIndex(one => one.date > date || (one.date === date && one.minute >= h * 60 + m))
        return index < 0 ? shown.length : index
      }
      const end = reaches(range.to)
      for (let minute = reaches(range.from); minute < end; minute++) open.add(minute)
    }
  }
  return open
}
