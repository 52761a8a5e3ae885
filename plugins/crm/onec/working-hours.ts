import type { Call, OpeningHours, TimeRange } from '../../../core/contract/index.ts'
import type { Interval } from '../hours/index.ts'
import type { Base } from './base.ts'
import { allOf, datetime } from './literal.ts'

const DAY_MS = 86_400_000

/** When these employees work in a stretch of time: by the register of shifts, else the hours of the business. */
export async function readHours(
  { map, odata, wall, zone, hours }: Base,
  { window, employeeIds }: { window: Interval; employeeIds: readonly string[] },
  call: Call,
): Promise<ReadonlyMap<string, OpeningHours>> {
  const { schedule } = map
  if (!schedule) return new Map(employeeIds.map(id => [id, hours]))
  const field = schedule.date ?? schedule.start
  const from = wall.write(window.start - DAY_MS)
  const to = wall.write(window.end + 2 * DAY_MS)
  const days = `${field} ge ${datetime(`${from.slice(0, 10)}T00:00:00`)} and ${field} lt ${datetime(to)}`
  const rows = await odata.rows({ set: schedule.set, filter: allOf(days, schedule.filter) }, call)

  const shifts = new Map(employeeIds.map(id => [id, new Map<string, TimeRange[]>()]))
  for (const row of rows) {
    // Rows that somebody switched off stay in the register.
    if (row['Active'] === false) continue
    const read = (name: string) => (schedule.date ? wall.readOn(row[schedule.date], row[name]) : wall.read(row[name]))
    const dates = shifts.get(String(row[schedule.employee]).toLowerCase())
    const [start, end] = [read(schedule.start), read(schedule.end)]
    if (dates && start !== undefined && end !== undefined && start < end) addShift(dates, start, end)
  }
  return new Map(
    [...shifts].map(([id, dates]) => [
      id,
      {
        week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
        exceptions: Object.fromEntries(dates),
      },
    ]),
  )

  /** A shift over midnight belongs to both days. */
  function addShift(dates: Map<string, TimeRange[]>, start: number, end: number): void {
    for (let day = zone.dayOf(start); day <= zone.dayOf(end - 1); day++) {
      const midnight = zone.boundaryOf(day, 0)
      const nextMidnight = zone.boundaryOf(day + 1, 0)
      const date = zone.format(midnight).slice(0, 10)
      const ranges = dates.get(date) ?? []
      dates.set(date, ranges)
      ranges.push({
        from: zone.format(Math.max(start, midnight)).slice(11, 16),
        to: end >= nextMidnight ? '24:00' : zone.format(end).slice(11, 16),
      })
    }
  }
}
