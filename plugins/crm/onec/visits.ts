import type { AppointmentQuery, Call, CrmInstance } from '../../../core/contract/index.ts'
import type { Interval } from '../hours/index.ts'
import type { Base } from './base.ts'
import type { Catalog } from './catalog.ts'
import type { Clients } from './clients.ts'
import { allOf, datetime, guid, isOneOf, isRef, quoted } from './literal.ts'
import { createVisitForm, type Visit, type VisitForm } from './visit-form.ts'

/** Method 9, what method 10 lists, and what booking reads. */
export interface Visits extends Pick<CrmInstance, 'getAppointment'> {
  form: VisitForm
  /** Undefined where there is none. */
  read(id: string, call: Call): Promise<Visit | undefined>
  list(query: AppointmentQuery, call: Call): Promise<readonly Visit[]>
  /** What may reach into this stretch of time, cancelled ones too; of one employee, or of all. */
  around(time: Interval, employeeId: string | undefined, call: Call): Promise<readonly Visit[]>
}

/** No visit is longer: so far back one that reaches into a stretch of time may have begun. */
const LONGEST_MS = 86_400_000
/** On the wall clock one hour comes twice in autumn; what is read too much is left out afterwards. */
const CLOCK_CHANGE_MS = 2 * 3_600_000
const BATCH = 40

/** Reads the documents that are visits. */
export function createVisits(base: Base, catalogOf: (call: Call) => Promise<Catalog>, clients: Clients): Visits {
  const { odata, wall, instant, context } = base
  const { visit: map } = base.map
  const form = createVisitForm(base)

  const select = async (filter: string | undefined, call: Call): Promise<readonly Visit[]> => {
    const catalog = await catalogOf(call)
    const rows = await odata.rows({ set: map.set, filter }, call)
    return rows.flatMap(row => form.read(row, catalog) ?? []).sort((a, b) => a.start - b.start)
  }
  const startsIn = (start: number, end: number) =>
    `${map.start} ge ${datetime(wall.write(start))} and ${map.start} lt ${datetime(wall.write(end))}`
  const isEmployee = (id: string) => `${map.employee} eq ${guid(id)}`

  /** The key finds deleted visits as well. What merely resembles it is left out by the caller. */
  const holdsKey = (key: string) =>
    map.key ? `${map.key} eq ${quoted(key)}` : `substringof(${quoted(form.marker(key))},${map.comment})`

  async function find(query: AppointmentQuery, call: Call): Promise<readonly Visit[]> {
    if (query.key !== undefined) return select(holdsKey(query.key), call)
    const { from, to, phone, employeeId, clientId } = query
    if (from === undefined || to === undefined)
      throw context.error('invalid', 'from and to may be left out only with a key')
    const [start, end] = [instant(from), instant(to)]
    if ([employeeId, clientId].some(id => id !== undefined && !isRef(id))) return []
    const time = startsIn(start - CLOCK_CHANGE_MS, end + CLOCK_CHANGE_MS)
    const filter = allOf(time, employeeId && isEmployee(employeeId), clientId && `${map.client} eq ${guid(clientId)}`)
    if (phone === undefined) return select(filter, call)
    const owners = (await clients.findClientsByPhone({ phone }, call)).map(({ id }) => id)
    const found: Visit[] = []
    for (let at = 0; at < owners.length; at += BATCH)
      found.push(...(await select(allOf(filter, isOneOf(map.client, owners.slice(at, at + BATCH))), call)))
    return found
  }

  const read = async (id: string, call: Call): Promise<Visit | undefined> => {
    const row = await odata.one(map.set, id, call)
    return row && form.read(row, await catalogOf(call))
  }

  return {
    form,
    read,
    async around({ start, end }, employeeId, call) {
      const time = startsIn(start - LONGEST_MS, end + CLOCK_CHANGE_MS)
      return select(allOf(time, employeeId && isEmployee(employeeId)), call)
    },
    getAppointment: async ({ id }, call) => (await read(id, call))?.appointment,
    async list(query, call) {
      const { from, to, key } = query
      const [start, end] = [
        from === undefined ? Number.NEGATIVE_INFINITY : instant(from),
        to === undefined ? Number.POSITIVE_INFINITY : instant(to),
      ]
      return (await find(query, call)).filter(
        visit => visit.start >= start && visit.start < end && (key === undefined || visit.appointment.key === key),
      )
    },
  }
}
