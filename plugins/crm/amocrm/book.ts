import type { Call } from '../../../core/contract/index.ts'
import { type Remembered, remember } from '../remembered/index.ts'
import type { Query } from './api.ts'
import type { Desk } from './desk.ts'
import { openReader, type Visit } from './visit.ts'
import { isId, type Wire } from './wire.ts'

/** The visits of the account. */
export interface Book {
  /** Visits that take somebody's time from a day ago on; at most a moment old. */
  taken: Remembered<readonly Visit[]>
  /** The same as it is now. */
  readTaken(call: Call): Promise<readonly Visit[]>
  /** Also a cancelled one. */
  read(id: string, call: Call): Promise<Visit | undefined>
  readMany(ids: readonly string[], call: Call): Promise<readonly Visit[]>
  /** All visits of the pipeline that start in this stretch; cancelled ones too. */
  readBetween(from: number, to: number, call: Call): Promise<readonly Visit[]>
  /** Visits with this key. `writtenAfter`: leads that were made then or later are looked through one by one. */
  readByKey(key: string, writtenAfter: number | undefined, call: Call): Promise<readonly Visit[]>
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Those who ask for free times within a second and a half see the same book; a booking reads it anew. */
const TAKEN_AGE_MS = 1_500
const IDS_AT_ONCE = 50
const WITH: Query = [['with', 'contacts,catalog_elements']]
const IN_ORDER: Query = [['order[id]', 'asc']]

/** Reads leads. Every filter is checked here once more: amoCRM ignores those that it does not know. */
export function createBook(desk: Desk): Book {
  const { api, context } = desk
  const { clock, config } = context

  const visitsOf = async (call: Call, query: Query) => {
    const { visitOf } = await openReader(desk, call)
    const leads = await api.list('leads', 'leads', call, [...query, ...WITH, ...IN_ORDER])
    return leads.flatMap(lead => visitOf(lead) ?? [])
  }

  const readTaken: Book['readTaken'] = async call => {
    const { layout } = await openReader(desk, call)
    const since = clock.now() - DAY_MS
    const takes = (visit: Visit) => isTaking(visit) && visit.end > since
    const start = layout.fields.start
    if (layout.canFilter && start !== undefined) {
      const found = await visitsOf(call, [...inPipeline(layout.pipelineId), ...startingFrom(start, since)])
      return found.filter(takes)
    }
    const open = layout.statusIds.filter(id => id !== layout.cancelled && !CLOSED.includes(id))
    const visits = await visitsOf(call, inStatuses(layout.pipelineId, open))
    // A visit may be closed as won before it takes place, but not before it could be booked.
    const closedSince = Math.floor((clock.now() - (config.horizonDays + 1) * DAY_MS) / 1_000)
    const won = await visitsOf(call, [
      ...inStatuses(layout.pipelineId, ['142']),
      ['filter[closed_at][from]', closedSince],
    ])
    return [...new Map([...visits, ...won].map(visit => [visit.id, visit])).values()].filter(takes)
  }

  const readMany: Book['readMany'] = async (ids, call) => {
    const found: Visit[] = []
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const some = ids.slice(at, at + IDS_AT_ONCE)
      const visits = await visitsOf(
        call,
        some.map(id => ['filter[id][]', id] as const),
      )
      found.push(...visits.filter(({ id }) => some.includes(id)))
    }
    return found
  }

  return {
    readTaken,
    taken: remember(clock, TAKEN_AGE_MS, readTaken),
    readMany,
    async read(id, call) {
      if (!isId(id)) return undefined
      const lead: Wire | undefined = await api.read(`leads/${id}`, call, WITH)
      return lead && (await openReader(desk, call)).visitOf(lead)
    },
    async readBetween(from, to, call) {
      const { layout } = await openReader(desk, call)
      const start = layout.fields.start
      const filter = layout.canFilter && start !== undefined ? startingFrom(start, from) : []
      const found = await visitsOf(call, [...inPipeline(layout.pipelineId), ...filter])
      return found.filter(visit => visit.start >= from && visit.start < to)
    },
    async readByKey(key, writtenAfter, call) {
      // The list of what was made since then is the book itself; the search is an index that lags behind it.
      const recent =
        writtenAfter === undefined
          ? []
          : await visitsOf(call, [['filter[created_at][from]', Math.floor((writtenAfter - HOUR_MS) / 1_000)]])
      const own = recent.filter(visit => visit.key === key)
      if (own.length > 0) return own
      return (await visitsOf(call, [['query', key]])).filter(visit => visit.key === key)
    },
  }
}

const CLOSED: readonly string[] = ['142', '143']

/** Whether somebody's time is taken by it. */
export function isTaking({ status }: Visit): boolean {
  return status !== 'cancelled' && status !== 'no_show'
}

const inPipeline = (pipelineId: string): Query => [['filter[pipeline_id][]', pipelineId]]

const startingFrom = (fieldId: string, from: number): Query => [
  [`filter[custom_fields_values][${fieldId}][from]`, Math.floor((from - DAY_MS) / 1_000)],
]

const inStatuses = (pipelineId: string, statusIds: readonly string[]): Query =>
  statusIds.flatMap((statusId, index) => [
    [`filter[statuses][${index}][pipeline_id]`, pipelineId] as const,
    [`filter[statuses][${index}][status_id]`, statusId] as const,
  ])
