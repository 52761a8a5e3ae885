import type { Call, Employee, PluginContext, Service } from '../../../core/contract/index.ts'
import type { Api } from './api.ts'
import type { Dialect } from './dialect.ts'
import { priceOf } from './money.ts'
import type { Options } from './options.ts'
import { blockOf, blocksOf, idOf, isOff, isOn, numberOf, textOf, type Wire } from './wire.ts'

/** A service, with what the journal wants to know of it. */
export interface CatalogueService extends Service {
  /** Sold against prepayment only. */
  isPrepaid: boolean
  /** In whole units of money, and a discount in per cent: what a visit in the journal is written with. */
  cost: number
  discount: number
  /** How long each employee takes, in seconds. */
  secondsBy: ReadonlyMap<string, number>
}

/** What can be booked, and with whom. */
export interface Catalogue {
  services: readonly CatalogueService[]
  employees: readonly Employee[]
  /** Services that are sold against prepayment only, also those that are not offered. */
  prepaid: ReadonlySet<string>
}

/**
 * Three questions: what is sold online (names and prices, no true durations), the whole catalogue (durations, who does
 * what), and who can be booked. The directory of the staff is not asked: it has dismissed people, phones and e-mails.
 */
export async function loadCatalogue(
  api: Api,
  { config, company, error }: PluginContext<Options>,
  dialect: Dialect,
  call: Call,
): Promise<Catalogue> {
  const c = config.companyId
  const [sold, all, staff] = await Promise.all([
    api.ask({ path: `/book_services/${c}` }, call),
    api.list({ path: dialect.servicesPath(c) }, call),
    api.list({ path: `/book_staff/${c}` }, call),
  ])
  const online = blockOf(sold.data)
  if (!Array.isArray(online['services'])) throw error('unavailable', `${dialect.title} answered no list of services`)
  const categories = new Map(
    blocksOf(online['category'] ?? online['categories']).map(one => [textOf(one['id']), textOf(one['title'])]),
  )
  const details = new Map(all.rows.map(one => [textOf(one['id']), one]))
  const people = staff.rows.flatMap(one => readPerson(one) ?? [])
  const bookable = new Set(people.map(({ id }) => id))
  const read = blocksOf(online['services']).flatMap(
    one => readService(one, details.get(textOf(one['id'])) ?? {}, bookable, company.currency) ?? [],
  )
  const named = read.map(({ categoryId, ...service }) => {
    const category = categories.get(categoryId)
    return category ? { ...service, category } : service
  })
  const services = named.filter(({ isPrepaid }) => !isPrepaid || config.prepaid === 'request')
  return {
    services,
    employees: people.map(person => ({
      ...person,
      serviceIds: services.filter(({ employeeIds }) => employeeIds.includes(person.id)).map(({ id }) => id),
    })),
    prepaid: new Set(named.filter(({ isPrepaid }) => isPrepaid).map(({ id }) => id)),
  }
}

function readPerson(one: Wire): Omit<Employee, 'serviceIds'> | undefined {
  const id = idOf(one['id'])
  const name = textOf(one['name'])
  if (id === undefined || name === '' || isOff(one['bookable']) || isOn(one['fired']) || isOn(one['hidden']))
    return undefined
  const title = textOf(one['specialization']) || textOf(blockOf(one['position'])['title'])
  return { id, name, ...(title && { title }) }
}

/** A service without a known duration, or that nobody does, can't be booked. */
function readService(
  sold: Wire,
  detail: Wire,
  bookable: ReadonlySet<string>,
  currency: string,
): (CatalogueService & { categoryId: string }) | undefined {
  const id = idOf(sold['id'])
  const name = textOf(sold['title']) || textOf(detail['booking_title']) || textOf(detail['title'])
  if (id === undefined || name === '' || isOff(sold['active']) || isOff(detail['active'])) return undefined
  const secondsBy = new Map(
    blocksOf(detail['staff']).flatMap(one => {
      const employee = idOf(one['id'])
      const seconds = numberOf(one['seance_length']) || numberOf(detail['duration'])
      return employee !== undefined && bookable.has(employee) && seconds ? [[employee, seconds] as const] : []
    }),
  )
  const seconds = numberOf(detail['duration']) || Math.min(...secondsBy.values())
  if (secondsBy.size === 0 || !Number.isFinite(seconds) || seconds <= 0) return undefined
  const price = priceOf(sold['price_min'], sold['price_max'], currency)
  const description = plain(textOf(sold['comment']))
  return {
    id,
    name,
    durationMinutes: Math.max(1, Math.round(seconds / 60)),
    employeeIds: [...secondsBy.keys()],
    ...(description && { description }),
    ...(price && { price }),
    categoryId: textOf(sold['category_id']),
    isPrepaid: sold['prepaid'] === 'required' || detail['prepaid'] === 'required',
    cost: numberOf(sold['price_min']) ?? 0,
    discount: numberOf(sold['discount']) ?? 0,
    secondsBy,
  }
}

/** Descriptions may hold HTML. */
function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
