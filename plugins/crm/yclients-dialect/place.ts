import type { Slot } from '../../../core/contract/index.ts'
import type { Parts } from './parts.ts'
import { blockOf, isId, numberOf, textOf } from './wire.ts'

/** Where a visit is to stand, in the numbers of the provider. */
export interface Place {
  employeeId: string
  serviceIds: readonly string[]
  startMs: number
  seconds: number
  /** As the provider named the time: it goes back unchanged. */
  datetime: string
}

/** @throws `invalid` for what can't be a slot of ours. */
export function placeOf({ times, context: { error } }: Parts, slot: Slot): Place {
  const [part, ...others] = slot.parts
  const employeeId = part?.employeeId
  const startMs = times.read(slot.start)
  const { datetime, seconds } = blockOf(slot.data)
  const length = numberOf(seconds) ?? (times.read(slot.end) - startMs) / 1_000
  const serviceIds = part?.serviceIds ?? []
  const isWhole = employeeId !== undefined && others.length === 0 && serviceIds.length > 0 && length > 0
  if (!isWhole || ![employeeId, ...serviceIds].every(isId))
    throw error('invalid', 'a slot is one employee, known services and a time')
  return { employeeId, serviceIds, startMs, seconds: length, datetime: textOf(datetime) || times.withOffset(startMs) }
}

/** The visit as online booking takes it. */
export function appointmentsAt({ serviceIds, employeeId, datetime }: Place): readonly object[] {
  return [{ id: 1, services: serviceIds.map(Number), staff_id: Number(employeeId), datetime }]
}

/** How the journal is told when a visit begins. */
export function journalTime({ dialect, times }: Parts, startMs: number): string {
  return dialect.journalTime === 'wall' ? times.wall(startMs) : times.withOffset(startMs)
}
