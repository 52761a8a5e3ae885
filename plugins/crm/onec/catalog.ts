import type { Call, Employee, PriceRange, Service } from '../../../core/contract/index.ts'
import { minorUnitsOf } from '../provider/index.ts'
import { remember } from '../remembered/index.ts'
import type { Base } from './base.ts'
import { textOf } from './clients.ts'
import { allOf, EMPTY_REF, isRef, quoted } from './literal.ts'
import type { Row } from './odata.ts'

/** What is sold, and by whom. */
export interface Catalog {
  services: ReadonlyMap<string, Service>
  employees: ReadonlyMap<string, Employee>
}

/** Prices and people change seldom; core itself asks at most once a minute. */
const KEEP_MS = 60_000
const LIVE = 'DeletionMark eq false'

/** Reads the catalog, at most once a minute. */
export function createCatalog(base: Base): (call: Call) => Promise<Catalog> {
  return remember(base.context.clock, KEEP_MS, call => readCatalog(base, call)).get
}

async function readCatalog({ odata, map, context }: Base, call: Call): Promise<Catalog> {
  const { services, employees, skills } = map
  const items = await odata.rows({ set: services.set, filter: allOf(LIVE, services.filter) }, call)
  const people = await odata.rows({ set: employees.set, filter: allOf(LIVE, employees.filter) }, call)
  const pairs = skills && (await odata.rows({ set: skills.set }, call))
  const prices = await readPrices(call)

  const sold = items.filter(row => row['IsFolder'] !== true && isRef(row['Ref_Key']))
  const staff = people.filter(row => row['IsFolder'] !== true && isRef(row['Ref_Key']))
  const folders = new Map(items.filter(row => row['IsFolder'] === true).map(row => [refOf(row), row]))
  const staffIds = staff.map(refOf)
  const serviceIds = sold.map(refOf)
  const done = pairs?.map(row => ({
    employee: String(row[skills?.employee ?? '']).toLowerCase(),
    service: String(row[skills?.service ?? '']).toLowerCase(),
  }))

  return {
    services: new Map(
      sold.map(row => {
        const id = refOf(row)
        const price = priceOf(prices?.get(id) ?? (services.price && row[services.price]))
        const category = textOf(folders.get(String(row['Parent_Key'] ?? EMPTY_REF).toLowerCase())?.['Description'])
        const service: Service = {
          id,
          name: textOf(row[services.name]) ?? textOf(row['Code']) ?? id,
          ...(category !== undefined && { category }),
          durationMinutes: minutesOf(row, id),
          ...(price && { price }),
          employeeIds: done
            ? staffIds.filter(employee => done.some(pair => pair.employee === employee && pair.service === id))
            : staffIds,
        }
        return [id, service]
      }),
    ),
    employees: new Map(
      staff.map(row => {
        const id = refOf(row)
        const title = employees.title && textOf(row[employees.title])
        const employee: Employee = {
          id,
          name: textOf(row[employees.name]) ?? textOf(row['Code']) ?? id,
          ...(title && { title }),
          serviceIds: done
            ? serviceIds.filter(service => done.some(pair => pair.employee === id && pair.service === service))
            : serviceIds,
        }
        return [id, employee]
      }),
    ),
  }

  async function readPrices(given: Call): Promise<ReadonlyMap<string, unknown> | undefined> {
    if (!services.prices) return undefined
    const { set, service, price, filter } = services.prices
    const virtual = filter === undefined ? 'SliceLast()' : `SliceLast(Condition=${encodeURIComponent(quoted(filter))})`
    const rows = await odata.rows({ set, virtual }, given)
    return new Map(rows.map(row => [String(row[service]).toLowerCase(), row[price]]))
  }

  function priceOf(value: unknown): PriceRange | undefined {
    const amount = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value ?? Number.NaN)
    // Nothing is sold for nothing: a price that was not entered is 0.
    if (!(amount > 0)) return undefined
    const { currency } = context.company
    const minor = Math.round(amount * minorUnitsOf(currency))
    return { min: minor, max: minor, currency }
  }

  function minutesOf(row: Row, id: string): number {
    const { minutes = {}, defaultMinutes = 60, durationUnit } = context.config.services ?? {}
    const given = minutes[textOf(row['Code']) ?? ''] ?? minutes[id]
    if (given !== undefined) return given
    const value = services.duration && row[services.duration]
    const [, hours, rest] = (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})/.exec(value)) || []
    const counted =
      hours === undefined ? Number(value) * (durationUnit === 'hours' ? 60 : 1) : Number(hours) * 60 + Number(rest)
    return counted >= 1 ? Math.round(counted) : defaultMinutes
  }
}

const refOf = (row: Row): string => String(row['Ref_Key']).toLowerCase()
