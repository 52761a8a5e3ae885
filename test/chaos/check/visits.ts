import type { Row, World } from '../world.ts'
import { changesById, isByStaff, json, moment, type RecordChange, stateOf, text, type Violation } from './evidence.ts'

type Changes = ReturnType<typeof changesById>

/** Whether a person was left to find out: then nothing was promised. */
function isLeftToStaff(operation: Row, operations: ReadonlyMap<string, Row>): boolean {
  const parent = operations.get(text(operation, 'parent'))
  return operation['status'] === 'staff' || parent?.['status'] === 'staff'
}

/** Two visits of one employee at a time, unless it was staff who put the later one there, or who were asked to look at it. */
function overlaps(changes: Changes, operations: ReadonlyMap<string, Row>): Violation[] {
  const placed = [...changes.values()].flatMap(own => {
    const record = stateOf(own)
    const last = own.findLast(({ change }) => change !== 'cancelled')
    return record?.isLive && last ? [{ record, last }] : []
  })
  return placed.flatMap((one, index) =>
    placed.slice(index + 1).flatMap((other): Violation[] => {
      const isApart =
        one.record.employee !== other.record.employee ||
        one.record.start >= other.record.end ||
        other.record.start >= one.record.end
      const later = one.last.seq > other.last.seq ? one.last : other.last
      const operation = operations.get(later.record.key ?? '')
      if (isApart || isByStaff(later) || (operation && isLeftToStaff(operation, operations))) return []
      const { id, employee, start } = one.record
      return [{ kind: 'overlap', text: `records ${id} and ${other.record.id} of ${employee} at ${moment(start)}` }]
    }),
  )
}

const startOf = (operation: Row) => {
  const { slot } = json(operation, 'draft') as { slot?: { start: string } }
  return slot === undefined ? undefined : Date.parse(slot.start)
}

/** A visit that the ledger has booked must stand in the CRM as it was agreed, unless staff or its client changed it. */
function lostVisits(changes: Changes, operations: ReadonlyMap<string, Row>): Violation[] {
  return [...operations.values()].flatMap((operation): Violation[] => {
    if (operation['status'] !== 'booked') return []
    const [id, key] = [text(operation, 'appointment'), text(operation, 'id')]
    const own = changes.get(id) ?? []
    const lost = (why: string): Violation[] => [{ kind: 'lost', text: `operation ${key}: visit ${id} ${why}` }]
    const [created] = own
    if (!created || created.record.key !== key) return lost('was never written')
    if (created.record.start !== startOf(operation)) return lost('stands at another time than agreed')
    const removed = own.find(({ change }) => change === 'cancelled')
    if (!removed || isByStaff(removed)) return []
    const canceller = operations.get(removed.key ?? '')
    return canceller?.['kind'] === 'cancel' ? [] : lost('was removed by the desk itself')
  })
}

/** What the desk changed in the CRM must be what its ledger says that it did. */
function unknownChange(change: RecordChange, operations: ReadonlyMap<string, Row>): Violation[] {
  const { record, key } = change
  if (key === undefined || key === record.key) return []
  const operation = operations.get(key)
  const expected = change.change === 'moved' ? 'moved' : 'cancelled'
  if (operation && (operation['status'] === expected || isLeftToStaff(operation, operations))) return []
  const status = operation ? text(operation, 'status') : 'not in the ledger'
  return [{ kind: 'unknown', text: `record ${record.id} was ${change.change} by ${key}, which is ${status}` }]
}

/** A live record of ours must be the visit of a booking that the ledger knows. */
function unknownRecord(own: readonly RecordChange[], operations: ReadonlyMap<string, Row>): Violation[] {
  const record = stateOf(own)
  if (!record?.isLive || record.key === undefined) return []
  const operation = operations.get(record.key)
  if (operation && isLeftToStaff(operation, operations)) return []
  if (operation?.['status'] === 'booked' && operation['appointment'] === record.id) return []
  const status = operation ? `${text(operation, 'status')} with visit ${text(operation, 'appointment')}` : 'missing'
  return [{ kind: 'unknown', text: `record ${record.id} lives, its operation ${record.key} is ${status}` }]
}

/** A move or a cancellation that the ledger says was made must have been made. */
function unmadeChange(operation: Row, changes: Changes, operations: ReadonlyMap<string, Row>): Violation[] {
  const { kind, status } = operation
  const { appointmentId = '' } = json(operation, 'draft') as { appointmentId?: string }
  const key = text(operation, 'id')
  const own = changes.get(appointmentId) ?? []
  const isEmulated = [...operations.values()].some(({ parent }) => parent === key)
  if (kind === 'cancel' && status === 'cancelled' && stateOf(own)?.isLive !== false)
    return [{ kind: 'unknown', text: `visit ${appointmentId} lives, but ${key} has cancelled it` }]
  if (kind !== 'move' || status !== 'moved') return []
  if (isEmulated && stateOf(own)?.isLive)
    return [{ kind: 'unknown', text: `visit ${appointmentId} lives beside the one to which ${key} has moved it` }]
  // What staff changed in the meantime may already be where the client wants it.
  const isThere = own.some(change => change.record.start === startOf(operation))
  if (!isEmulated && !isThere) return [{ kind: 'lost', text: `${key} has moved ${appointmentId}, the CRM has not` }]
  return []
}

/** Compares the CRM's records with the ledger. */
export function checkVisits(world: World): readonly Violation[] {
  const changes = changesById(world)
  const operations = new Map(world.tables.operation.map(row => [text(row, 'id'), row]))
  return [
    ...overlaps(changes, operations),
    ...lostVisits(changes, operations),
    ...[...changes.values()].flatMap(own => [
      ...unknownRecord(own, operations),
      ...own.flatMap(change => unknownChange(change, operations)),
    ]),
    ...[...operations.values()].flatMap(operation => unmadeChange(operation, changes, operations)),
  ]
}
