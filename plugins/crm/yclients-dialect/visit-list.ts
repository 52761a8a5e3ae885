import type { Appointment, AppointmentQuery, Call } from '../../../core/contract/index.ts'
import { findClients } from './clients.ts'
import type { Parts } from './parts.ts'
import { readVisit } from './visits.ts'
import { idOf, isId, numberOf, type Wire } from './wire.ts'

/** The largest page that is attested everywhere. */
const PAGE = 200
const DAY_MS = 86_400_000
/** The provider's clock and ours need not agree. */
const CLOCKS_MS = 10 * 60_000
/** How far back a key is looked for when nothing tells when it was written. */
const BACK_MS = 14 * DAY_MS

type Filter = Readonly<Record<string, string | undefined>>

/** Method 10: cancelled visits are in every answer. */
export async function listVisits(parts: Parts, query: AppointmentQuery, call: Call): Promise<readonly Appointment[]> {
  const { times, context } = parts
  const { key, from, to, clientId, phone, employeeId, writtenAfter } = query
  if (key !== undefined) return findByKey(parts, query, key, call)
  if (from === undefined || to === undefined)
    throw context.error('invalid', 'from and to may be left out only with a key')
  const [start, end] = [times.read(from), times.read(to)]
  if ([clientId, employeeId].some(id => id !== undefined && !isId(id)) || start >= end) return []
  const filter = {
    start_date: times.dateAt(start),
    end_date: times.dateAt(end - 1),
    staff_id: employeeId,
    changed_after: writtenAfter && changedAfter(parts, writtenAfter),
  }
  const found: Appointment[] = []
  for (const client of await clientsOf(parts, { clientId, phone }, call))
    found.push(...(await visitsWith(parts, { ...filter, client_id: client }, call)))
  return sorted(found).filter(
    visit =>
      Date.parse(visit.start) >= start &&
      Date.parse(visit.start) < end &&
      (clientId === undefined || visit.clientId === clientId) &&
      (employeeId === undefined || visit.parts.some(part => part.employeeId === employeeId)),
  )
}

/** A phone is no filter of the API: its clients are. Undefined stands for everybody. */
async function clientsOf(
  parts: Parts,
  { clientId, phone }: { clientId: string | undefined; phone: string | undefined },
  call: Call,
): Promise<readonly (string | undefined)[]> {
  if (phone === undefined) return [clientId]
  const ids = (await findClients(parts, phone, call)).map(({ id }) => id)
  return clientId === undefined ? ids : ids.filter(id => id === clientId)
}

/**
 * The day for which the visit was written comes first; staff may have moved it since, so that then everything is looked
 * through that was written or changed since.
 */
async function findByKey(
  parts: Parts,
  { draft, writtenAfter, from, to }: AppointmentQuery,
  key: string,
  call: Call,
): Promise<readonly Appointment[]> {
  const { times, context } = parts
  const filters: Filter[] = []
  if (draft) {
    const date = times.dateAt(times.read(draft.slot.start))
    filters.push({ start_date: date, end_date: date })
  }
  if (from !== undefined && to !== undefined)
    filters.push({ start_date: times.dateAt(times.read(from)), end_date: times.dateAt(times.read(to)) })
  filters.push({ changed_after: changedAfter(parts, writtenAfter ?? times.format(context.clock.now() - BACK_MS)) })
  for (const filter of filters) {
    const found = (await visitsWith(parts, filter, call)).filter(visit => visit.key === key)
    if (found.length > 0) return sorted(found)
  }
  return []
}

function changedAfter({ times }: Parts, instant: string): string {
  return times.wall(times.read(instant) - CLOCKS_MS).replace(' ', 'T')
}

/** All pages. A short page is the last one; `total_count` is not always there, and a page may hold fewer than asked for. */
async function visitsWith(parts: Parts, filter: Filter, call: Call): Promise<readonly Appointment[]> {
  const { api, context, catalogue } = parts
  const known = await catalogue.get(call)
  const records = new Map<string, Wire>()
  for (let page = 1; ; page += 1) {
    const query = { ...filter, with_deleted: 1, page, count: PAGE }
    const { rows, meta } = await api.list({ path: `/records/${context.config.companyId}`, query }, call)
    const before = records.size
    for (const row of rows) records.set(idOf(row['id']) ?? `?${records.size}`, row)
    const total = numberOf(meta['total_count'])
    const isLast = total === undefined ? rows.length < PAGE : records.size >= total
    // A server that does not know pages gives the same one for ever.
    if (isLast || records.size === before) break
  }
  return [...records.values()].flatMap(record => readVisit(parts, record, known) ?? [])
}

const sorted = (visits: readonly Appointment[]) => visits.toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start))
