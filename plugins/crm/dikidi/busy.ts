import type { Json, Slot, Store } from '../../../core/contract/index.ts'
import type { Interval, Zone } from '../hours/index.ts'
import { dateOfDay } from '../hours/index.ts'

/** Taken time that the bridge tells of; without an employee it holds for everybody. */
export interface BusyTime extends Interval {
  employeeId?: string
}

const DAY_MS = 86_400_000
const READ_AT = 'busy-read-at'
/** What was taken long ago is of no use, nor is a year ahead. */
const LONGEST_BUSY_DAYS = 100

/** Busy times by local day: one small value each, so that no list grows without end. */
export function createBusyTimes({
  store,
  zone,
  employeeIds,
}: {
  store: Store
  zone: Zone
  employeeIds: readonly string[]
}) {
  const nameOf = (day: number) => `busy ${dateOfDay(day)}`

  async function readDay(day: number): Promise<readonly BusyTime[]> {
    const value = await store.get(nameOf(day))
    return Array.isArray(value) ? value.flatMap(readOne) : []
  }

  async function taken(window: Interval): Promise<ReadonlyMap<string, readonly Interval[]>> {
    // A visit that starts in the window may run into the day after.
    const [first, last] = [zone.dayOf(window.start), zone.dayOf(window.end) + 1]
    const days = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
    const all = (await Promise.all(days.map(readDay))).flat()
    const everybody = all.filter(({ employeeId }) => employeeId === undefined)
    return new Map(employeeIds.map(id => [id, [...everybody, ...all.filter(one => one.employeeId === id)]]))
  }

  return {
    taken,

    /** Whether somebody else has one of the slot's employees then; what lies within `ignoring` is the visit that is being moved. */
    async clashes({ parts, start, end }: Slot, ignoring?: { start: string; end: string }): Promise<boolean> {
      const isOwn = (one: Interval) =>
        ignoring !== undefined && one.start >= Date.parse(ignoring.start) && one.end <= Date.parse(ignoring.end)
      const busy = await taken({ start: Date.parse(start), end: Date.parse(end) })
      return parts.some(part =>
        busy
          .get(part.employeeId ?? '')
          ?.some(one => !isOwn(one) && one.start < Date.parse(part.end) && one.end > Date.parse(part.start)),
      )
    },

    /** Replaces everything between the two moments, and nothing outside of them. */
    async replace(window: Interval, times: readonly BusyTime[], now: number): Promise<void> {
      for (let day = zone.dayOf(window.start); day <= zone.dayOf(window.end - 1); day += 1) {
        const here = { start: zone.boundaryOf(day, 0), end: zone.boundaryOf(day + 1, 0) }
        const [from, to] = [Math.max(here.start, window.start), Math.min(here.end, window.end)]
        const outside = (await readDay(day)).flatMap(one => [
          ...cut(one, { start: here.start, end: from }),
          ...cut(one, { start: to, end: here.end }),
        ])
        const inside = times.flatMap(one => cut(one, { start: from, end: to }))
        await store.set(
          nameOf(day),
          [...outside, ...inside].map(({ employeeId, start, end }): Json => [employeeId ?? null, start, end]),
        )
      }
      // Days that have passed are nobody's business any more.
      const today = zone.dayOf(now)
      for (let day = today - 7; day < today; day += 1) await store.delete(nameOf(day))
      await store.set(READ_AT, now)
    },

    /** When the bridge told of busy times last. */
    async readAt(): Promise<number | undefined> {
      const value = await store.get(READ_AT)
      return typeof value === 'number' ? value : undefined
    },
  }
}

/** How long a stretch may be that is told at once. */
export const isSensible = ({ start, end }: Interval): boolean =>
  start < end && end - start <= LONGEST_BUSY_DAYS * DAY_MS

function cut(time: BusyTime, window: Interval): readonly BusyTime[] {
  const [start, end] = [Math.max(time.start, window.start), Math.min(time.end, window.end)]
  return start < end ? [{ ...time, start, end }] : []
}

function readOne(value: unknown): readonly BusyTime[] {
  const [employeeId, start, end]: readonly unknown[] = Array.isArray(value) ? value : []
  if (typeof start !== 'number' || typeof end !== 'number') return []
  return [{ start, end, ...(typeof employeeId === 'string' && { employeeId }) }]
}
