import type { Call, Employee, PluginContext, PriceRange, Service } from '../../../core/contract/index.ts'
import { remember } from '../remembered/index.ts'
import type { Api } from './api.ts'
import type { EasyWeekOptions } from './options.ts'
import { listOf, member, minutesOf, numberOf, textOf } from './wire.ts'

/** What the location sells and who works there. */
export interface Catalog {
  services: ReadonlyMap<string, Service>
  employees: ReadonlyMap<string, Employee>
}

/** Two requests of sixty a minute are too many for every message: so long a catalogue is good. */
const GOOD_FOR_MS = 120_000

/** Reads the catalogue and keeps it for a while. */
export function createCatalog(context: PluginContext<EasyWeekOptions>, api: Api): (call: Call) => Promise<Catalog> {
  const { config, clock, company, error } = context
  const location = `/locations/${config.locationId}`
  const named = new Map(config.employees?.map(({ id, services }) => [id.toLowerCase(), services.map(lower)]))
  const kept = remember(clock, GOOD_FOR_MS, async call => {
    const [services, staff] = await Promise.all([
      api.list({ path: `${location}/services`, what: 'read services' }, call),
      api.list({ path: `${location}/staffers`, what: 'read employees' }, call),
    ])
    if (!services || !staff) throw error('unavailable', 'EasyWeek has no location with this locationId')
    return combine(services.flatMap(readService), staff.flatMap(readEmployee))
  })
  return kept.get

  function combine(services: readonly Service[], staff: readonly Employee[]): Catalog {
    const does = (employee: Employee, { id }: Service) => named.get(lower(employee.id))?.includes(lower(id)) ?? true
    const employees = staff
      .map(one => ({ ...one, serviceIds: services.filter(service => does(one, service)).map(({ id }) => id) }))
      .filter(({ serviceIds }) => serviceIds.length > 0)
    const sold = services.map(service => ({
      ...service,
      employeeIds: employees.filter(({ serviceIds }) => serviceIds.includes(service.id)).map(({ id }) => id),
    }))
    return { services: byId(sold.filter(({ employeeIds }) => employeeIds.length > 0)), employees: byId(employees) }
  }

  /** A service whose length can't be read can't be booked either. */
  function readService(row: unknown): Service[] {
    const id = textOf(member(row, 'uuid'))
    const name = textOf(member(row, 'name'))
    const durationMinutes = minutesOf(member(row, 'duration'))
    if (id === undefined || name === undefined || durationMinutes === undefined) return []
    const category = textOf(member(member(row, 'category'), 'name'))
    const description = textOf(member(row, 'description'))
    const price = priceOf(member(row, 'price'), textOf(member(row, 'currency')) ?? company.currency)
    return [
      {
        id,
        name,
        durationMinutes,
        employeeIds: [],
        ...(category !== undefined && { category }),
        ...(description !== undefined && { description }),
        ...(price && { price }),
      },
    ]
  }
}

/** Only the name and what they are: the rest of a staffer is nobody's business. */
function readEmployee(row: unknown): Employee[] {
  const id = textOf(member(row, 'uuid'))
  const name = [member(row, 'first_name'), member(row, 'last_name')].flatMap(part => textOf(part) ?? []).join(' ')
  if (id === undefined || name === '') return []
  const title = textOf(member(row, 'position'))
  return [{ id, name, serviceIds: [], ...(title !== undefined && { title }) }]
}

/** EasyWeek counts in minor units, sometimes as text. */
function priceOf(value: unknown, currency: string): PriceRange | undefined {
  const amount = numberOf(value)
  return amount !== undefined && Number.isInteger(amount) && amount >= 0
    ? { min: amount, max: amount, currency }
    : undefined
}

/** The locations that the key sees. */
export async function readLocations(
  api: Api,
  call: Call,
): Promise<readonly { id: string; name: string; timezone: string | undefined }[]> {
  const rows = (await api.list({ path: '/locations', what: 'read locations' }, call)) ?? []
  return (listOf(rows) ?? []).flatMap(row => {
    const id = textOf(member(row, 'uuid'))
    const timezone = member(row, 'timezone')
    return id === undefined
      ? []
      : [{ id, name: textOf(member(row, 'name')) ?? id, timezone: textOf(member(timezone, 'name') ?? timezone) }]
  })
}

const lower = (id: string) => id.toLowerCase()

const byId = <T extends { id: string }>(items: readonly T[]) => new Map(items.map(item => [item.id, item]))
