import type { Call, PluginContext } from '../../../core/contract/index.ts'
import { dateOfDay, type Interval, type Zone } from '../hours/index.ts'
import type { Api } from './api.ts'
import type { Command } from './query.ts'
import { type Fields, fieldsOf, idOf, listOf, textOf } from './wire.ts'

/** A stretch of taken time and the calendar event behind it. */
export interface TakenTime extends Interval {
  eventId: string | undefined
}

const DAY_MS = 86_400_000

/**
 * Asks for the taken time of users. A day more on both sides: the documentation does not say how the borders are
 * compared, and an event may reach into the window.
 */
export function accessibilityOf(users: readonly string[], window: Interval, zone: Zone): Command {
  const from = dateOfDay(zone.dayOf(window.start) - 1)
  const to = dateOfDay(zone.dayOf(window.end) + 2)
  return { method: 'calendar.accessibility.get', params: { users: users.map(Number), from, to } }
}

/** Reads what `accessibilityOf` answered, by user. What cannot be read takes the whole window. */
export function readTaken(
  result: unknown,
  { window, zone, log }: { window: Interval; zone: Zone; log: PluginContext['log'] },
): ReadonlyMap<string, readonly TakenTime[]> {
  return new Map(
    Object.entries(fieldsOf(result)).map(([user, events]) => [
      user,
      listOf(events).flatMap(event => {
        if (textOf(event['ACCESSIBILITY']) === 'free') return []
        const time = timeOf(event, zone)
        if (time) return [{ ...time, eventId: idOf(event['ID']) }]
        log.warn({ user }, 'an event without a readable time counts as taking the whole window')
        return [{ start: window.start - DAY_MS, end: window.end + 2 * DAY_MS, eventId: idOf(event['ID']) }]
      }),
    ]),
  )
}

/** The taken time of users over a window. */
export async function askTaken(
  parts: { api: Api; zone: Zone; log: PluginContext['log'] },
  { users, window }: { users: readonly string[]; window: Interval },
  call: Call,
): Promise<ReadonlyMap<string, readonly TakenTime[]>> {
  if (users.length === 0) return new Map()
  const { method, params = {} } = accessibilityOf(users, window, parts.zone)
  const { result } = await parts.api.ask(method, params, call)
  return readTaken(result, { ...parts, window })
}

/** Only the Unix times are read: the others come in the format of the portal's culture. */
function timeOf(event: Fields, zone: Zone): Interval | undefined {
  const start = unixMs(event['DATE_FROM_TS_UTC'])
  const end = unixMs(event['DATE_TO_TS_UTC'])
  if (start === undefined || end === undefined || end < start) return undefined
  if (textOf(event['DT_SKIP_TIME']) !== 'Y') return { start, end }
  // Whole days: named by midnight in UTC or in the portal's zone, and the last one by its beginning.
  const dayOf = (moment: number) => (moment % DAY_MS === 0 ? moment / DAY_MS : zone.dayOf(moment))
  return { start: zone.boundaryOf(dayOf(start), 0), end: zone.boundaryOf(dayOf(end) + 1, 0) }
}

/** Unix seconds, as text or number, in milliseconds. */
export function unixMs(value: unknown): number | undefined {
  const text = textOf(value)
  return /^\d+$/.test(text) ? Number(text) * 1_000 : undefined
}
