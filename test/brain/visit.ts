import type { Appointment, CrmInstance, Slot } from '../../core/contract/index.ts'
import { EMPLOYEES } from './salon.ts'

/** A visit as a dialog writes it: `women+styling lena 2026-11-27 15:00`; without an employee it may be anybody. */
export interface WrittenVisit {
  services: readonly string[]
  employee?: string
  start: string
  /** Under which name, when not the client's own. */
  name?: string
  /** With a range of times: its end. */
  until?: string
}

const VISIT =
  /^(?:(?<words>[a-z +-]+) )?(?<date>\d{4}-\d\d-\d\d)(?: (?<time>\d\d:\d\d)(?:-(?<until>\d\d:\d\d))?(?: (?<name>\p{Lu}.*))?)?$/u

/** Reads one; `offset` is the salon's. A date alone is the whole day. */
export function readVisit(line: string, offset: string): WrittenVisit {
  const { words = '', date, time, until, name } = VISIT.exec(line)?.groups ?? {}
  if (date === undefined) throw new Error(`"${line}" is no visit`)
  const named = words.split(' ').filter(Boolean)
  const employee = named.find(word => EMPLOYEES.some(({ id }) => id === word))
  const services = named.find(word => word !== employee)?.split('+') ?? []
  const end = until ?? (time === undefined ? '23:59' : undefined)
  return {
    services: services.toSorted(),
    ...(employee !== undefined && { employee }),
    start: `${date}T${time ?? '00:00'}:00${offset}`,
    ...(name !== undefined && { name }),
    ...(end !== undefined && { until: `${date}T${end}:00${offset}` }),
  }
}

const keyOf = (...words: readonly (string | undefined)[]) =>
  words
    .join('-')
    .replaceAll(/[^\w-]/g, '')
    .slice(0, 40)

const forever = () => ({ signal: AbortSignal.timeout(60_000), deadline: Number.MAX_SAFE_INTEGER })

async function freeTimes(
  crm: CrmInstance,
  { services, employee, start, until }: WrittenVisit,
): Promise<readonly Slot[]> {
  const to = until ?? new Date(Date.parse(start) + 60_000).toISOString()
  const query = { serviceIds: services, from: start, to, ...(employee !== undefined && { employeeId: employee }) }
  const { slots } = await crm.listAvailableSlots(query, forever())
  return slots
}

/** Puts a visit of the client into the book. */
export async function bookVisit(crm: CrmInstance, visit: WrittenVisit, client: { name: string; phone: string }) {
  const [slot] = await freeTimes(crm, visit)
  if (!slot) throw new Error(`nobody is free at ${visit.start} for ${visit.services.join()}`)
  return crm.createAppointment({ slot, client, key: keyOf('own', visit.start, visit.employee) }, forever())
}

/** Fills an employee's time with visits of somebody else. */
export async function takeTime(crm: CrmInstance, time: WrittenVisit): Promise<readonly string[]> {
  const { employee } = time
  if (employee === undefined) throw new Error(`whose time is taken at ${time.start}?`)
  const services = (await crm.listServices({}, forever())).filter(service => service.employeeIds.includes(employee))
  const shortest = services.sort((a, b) => a.durationMinutes - b.durationMinutes)[0]
  if (!shortest) throw new Error(`${employee} does nothing`)
  const ids: string[] = []
  for (;;) {
    const [slot] = await freeTimes(crm, { ...time, services: [shortest.id] })
    if (!slot) break
    const client = { name: 'Другой клиент', phone: '+79990000000' }
    ids.push((await crm.createAppointment({ slot, client, key: keyOf('taken', slot.start, employee) }, forever())).id)
  }
  if (ids.length === 0) throw new Error(`${employee} is not there at ${time.start} anyway`)
  return ids
}

/** What stands in the book for clients, without what `takeTime` made. */
export async function visitsIn(crm: CrmInstance, taken: ReadonlySet<string>): Promise<readonly Appointment[]> {
  const from = '2026-01-01T00:00:00Z'
  const all = await crm.listAppointments({ from, to: '2028-01-01T00:00:00Z' }, forever())
  return all.filter(({ id, status }) => !taken.has(id) && status !== 'cancelled')
}
