import type { Noted, RecordState } from '../chronicle.ts'
import type { Row, World } from '../world.ts'

/** What must never happen, and `unsettled`: the run did not come to rest. */
export const VIOLATIONS = ['overlap', 'lost', 'phantom', 'unknown', 'unanswered', 'doubled', 'unsettled'] as const

/** One thing that must never happen, and did. */
export interface Violation {
  kind: (typeof VIOLATIONS)[number]
  text: string
}

/** Something noted of one kind. */
export type NotedAs<What extends Noted['what']> = Extract<Noted, { what: What }>

/** A change of one record. */
export type RecordChange = NotedAs<'record'>

/** Everything of one kind that was noted, in its order. */
export function notedAs<What extends Noted['what']>(world: World, what: What): readonly NotedAs<What>[] {
  return world.noted.filter((one): one is NotedAs<What> => one.what === what)
}

/** The changes of each record, oldest first. */
export function changesById(world: World): ReadonlyMap<string, readonly RecordChange[]> {
  return Map.groupBy(notedAs(world, 'record'), ({ record }) => record.id)
}

/** Records as they are in the end, or after the change numbered `until`. */
export function stateOf(changes: readonly RecordChange[], until = Number.POSITIVE_INFINITY): RecordState | undefined {
  return changes.findLast(({ seq }) => seq <= until)?.record
}

/** Who wrote: staff have no key. */
export const isByStaff = ({ key }: RecordChange) => key === undefined

/** A row's column as text; empty when there is none. */
export const text = (row: Row, column: string) => String(row[column] ?? '')

/** A row's column of JSON. */
export function json(row: Row, column: string): Record<string, unknown> {
  return JSON.parse(text(row, column) || '{}')
}

/** A moment as people read it. */
export const moment = (ms: number) => new Date(ms).toISOString().slice(0, 16)
