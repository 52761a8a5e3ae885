import type { World } from '../world.ts'
import {
  changesById,
  isByStaff,
  moment,
  type NotedAs,
  notedAs,
  type RecordChange,
  stateOf,
  text,
  type Violation,
} from './evidence.ts'

/** What the desk says of a visit that stands. */
const STANDS = /^(You are booked|Moved)/
const CANCELLED = /booking is cancelled/

type Shown = NotedAs<'shown'>

/** A visit that was there and is gone: because staff or its client wanted so, or because the desk took it back. */
function isGoneByWish(own: readonly RecordChange[], cancellations: ReadonlySet<string>): boolean {
  const removed = own.find(({ change }) => change === 'cancelled')
  return removed !== undefined && (isByStaff(removed) || cancellations.has(removed.key ?? ''))
}

function phantom(shown: Shown, own: readonly RecordChange[], cancellations: ReadonlySet<string>): string | undefined {
  const { visit, seq } = shown
  if (!visit) return 'names no visit'
  const before = own.filter(change => change.seq < seq)
  const record = stateOf(before)
  if (!record) return `visit ${visit.id} was not in the CRM`
  if (CANCELLED.test(shown.text)) return record.isLive ? `visit ${visit.id} still stands` : undefined
  if (!record.isLive && !isGoneByWish(before, cancellations)) return `visit ${visit.id} had been taken back`
  const hasStood = before.some(change => change.record.start === visit.start)
  return hasStood ? undefined : `visit ${visit.id} never stood at ${moment(visit.start)}`
}

/** Compares what clients were told with what the CRM had at that moment. */
export function checkWords(world: World): readonly Violation[] {
  const changes = changesById(world)
  const cancellations = new Set(
    world.tables.operation.flatMap(row => (row['kind'] === 'cancel' ? [text(row, 'id')] : [])),
  )
  return notedAs(world, 'shown').flatMap((shown): Violation[] => {
    if (!STANDS.test(shown.text) && !CANCELLED.test(shown.text)) return []
    const why = phantom(shown, changes.get(shown.visit?.id ?? '') ?? [], cancellations)
    const said = shown.text.split('\n')[0]
    return why === undefined
      ? []
      : [{ kind: 'phantom', text: `${shown.address} read "${said}" (${shown.key}): ${why}` }]
  })
}
