import type { Call, OpeningHours, PluginContext, PriceRange } from '../../../core/contract/index.ts'
import { parseOpeningHours } from '../hours/index.ts'
import { nearNames } from '../provider/index.ts'
import type { Api } from './api.ts'
import { readPrice } from './money.ts'
import type { Options } from './options.ts'
import { readPipeline, type Stages } from './stages.ts'
import { type Fields, fieldsOf, flagOf, fullNameOf, idOf, textOf } from './wire.ts'

/** A service with the product behind it. */
export interface PortalService {
  id: string
  name: string
  durationMinutes: number
  category?: string
  synonyms?: readonly string[]
  price?: PriceRange
  employeeIds: readonly string[]
}

/** A user of the portal who is booked. */
export interface PortalEmployee {
  id: string
  name: string
  title?: string
  synonyms?: readonly string[]
  serviceIds: readonly string[]
  hours: OpeningHours
}

/** What the configured names mean in this portal. */
export interface Portal {
  services: ReadonlyMap<string, PortalService>
  employees: ReadonlyMap<string, PortalEmployee>
  stages: Stages
  /** Codes of the deal's fields. */
  fields: { details: string; event: string; start: string | undefined }
  /** Names that the portal does not have: for the operator. */
  missing: readonly string[]
}

/** Answers the portal's catalogue, not older than ten minutes; with `fresh` a new one. */
export type ReadPortal = (call: Call, options?: { fresh?: boolean }) => Promise<Portal>

const MAX_AGE_MS = 600_000

/** Reads services, employees, stages and fields, and keeps them for a while. */
export function createPortal(context: PluginContext<Options>, api: Api): ReadPortal {
  const { clock } = context
  let kept: { portal: Portal; at: number } | undefined
  let loading: Promise<Portal> | undefined

  const load = async (call: Call) => {
    const portal = await readPortal(context, api, call)
    kept = { portal, at: clock.now() }
    return portal
  }

  return async (call, { fresh = false } = {}) => {
    const isKept = () => kept && clock.now() - kept.at < MAX_AGE_MS
    // Who comes while it is read waits for it; when that caller gives up, the next one asks for themselves.
    while (!fresh && !isKept() && loading) await loading.catch(() => undefined)
    if (!fresh && kept && isKept()) return kept.portal
    const mine = load(call)
    loading = mine
    try {
      return await mine
    } finally {
      if (loading === mine) loading = undefined
    }
  }
}

async function readPortal(context: PluginContext<Options>, api: Api, call: Call): Promise<Portal> {
  const { config, company } = context
  const missing: string[] = []
  const products = await readProducts(context, api, call)
  const users = (await api.list('user.get', { FILTER: { ACTIVE: true } }, call)).filter(user => flagOf(user['ACTIVE']))
  const { stages, missing: lostStages } = await readPipeline(context, api, call)
  const fields = await readFields(context, api, call, missing)

  const productOf = (wanted: string) => {
    const found = products.filter(({ id, name }) => id === wanted || isSame(name, wanted))
    if (found.length === 0)
      missing.push(
        `no product ${wanted}${alike(
          wanted,
          products.map(({ name }) => name),
        )}`,
      )
    if (found.length > 1) missing.push(`more than one product ${wanted}: write its id`)
    return found.length === 1 ? found[0] : undefined
  }
  const userOf = (wanted: string) => {
    const found = users.filter(user => idOf(user['ID']) === wanted || isSame(fullNameOf(user), wanted))
    if (found.length === 0) missing.push(`no active user ${wanted}${alike(wanted, users.map(fullNameOf))}`)
    if (found.length > 1) missing.push(`more than one user ${wanted}: write the id`)
    return found.length === 1 ? found[0] : undefined
  }

  const sold = config.services.flatMap(option => {
    const product = productOf(option.product)
    return product ? [{ option, product }] : []
  })
  const business = config.hours ? parseOpeningHours(config.hours).hours : company.hours
  const employees = config.employees.flatMap((option): PortalEmployee[] => {
    const user = userOf(option.user)
    const id = idOf(user?.['ID'])
    const hours = option.hours ? parseOpeningHours(option.hours).hours : business
    if (!user || id === undefined || !hours) return []
    const does = option.services ?? 'all'
    return [
      {
        id,
        name: fullNameOf(user) || option.user,
        ...(option.title !== undefined && { title: option.title }),
        ...(option.synonyms && { synonyms: option.synonyms }),
        serviceIds: sold
          .filter(({ option: { product: name }, product }) => {
            return does === 'all' || does.some(one => one === name || one === product.id || isSame(one, product.name))
          })
          .map(({ product }) => product.id),
        hours,
      },
    ]
  })
  const services = sold.map(({ option, product: { id, name, price } }): PortalService => {
    return {
      id,
      name,
      durationMinutes: option.durationMinutes,
      ...(option.category !== undefined && { category: option.category }),
      ...(option.synonyms && { synonyms: option.synonyms }),
      ...(price && { price }),
      employeeIds: employees.filter(({ serviceIds }) => serviceIds.includes(id)).map(employee => employee.id),
    }
  })
  return {
    services: new Map(services.map(service => [service.id, service])),
    employees: new Map(employees.map(employee => [employee.id, employee])),
    stages,
    fields,
    missing: [...missing, ...lostStages],
  }
}

interface Product {
  id: string
  name: string
  price?: PriceRange
}

async function readProducts(
  { config, company }: PluginContext<Options>,
  api: Api,
  call: Call,
): Promise<readonly Product[]> {
  const productFrom = (id: unknown, name: unknown, price: PriceRange | undefined): Product[] => {
    const known = idOf(id)
    return known === undefined ? [] : [{ id: known, name: textOf(name), ...(price && { price }) }]
  }
  if (config.catalogue !== 'catalog') {
    const select = ['ID', 'NAME', 'ACTIVE', 'PRICE', 'CURRENCY_ID']
    const wanted = config.services.map(({ product }) => product)
    // A shop may have thousands of products: with ids only the few that are sold here are asked for.
    const filter = { ACTIVE: 'Y', ...(wanted.every(one => idOf(one) !== undefined) && { ID: wanted }) }
    const rows = await api.list('crm.product.list', { order: { ID: 'ASC' }, filter, select }, call)
    return rows.flatMap(row =>
      productFrom(row['ID'], row['NAME'], readPrice(row['PRICE'], row['CURRENCY_ID'], company.currency)),
    )
  }
  const catalogs = await api.list('catalog.catalog.list', {}, call, result => fieldsOf(result)['catalogs'])
  const blocks = catalogs.flatMap(row => idOf(row['iblockId']) ?? [])
  const products: Fields[] = []
  for (const block of blocks) {
    const params = {
      select: ['id', 'iblockId', 'name', 'active'],
      filter: { iblockId: Number(block), active: 'Y' },
      order: { id: 'ASC' },
    }
    products.push(
      ...(await api.list('catalog.product.service.list', params, call, result => fieldsOf(result)['services'])),
    )
  }
  const ids = products.flatMap(row => idOf(row['id']) ?? [])
  const filter = { productId: ids.map(Number) }
  const prices =
    ids.length === 0 ? [] : await api.list('catalog.price.list', { filter }, call, result => fieldsOf(result)['prices'])
  return products.flatMap(row => {
    const price = prices.find(one => idOf(one['productId']) === idOf(row['id']))
    return productFrom(row['id'], row['name'], readPrice(price?.['price'], price?.['currency'], company.currency))
  })
}

/** The codes of the fields that the options name. Standard codes need no look. */
async function readFields(
  { config }: PluginContext<Options>,
  api: Api,
  call: Call,
  missing: string[],
): Promise<Portal['fields']> {
  const { details = 'ADDITIONAL_INFO', event = 'SOURCE_DESCRIPTION', start } = config.fields ?? {}
  const isStandard = details === 'ADDITIONAL_INFO' && event === 'SOURCE_DESCRIPTION' && start === undefined
  if (isStandard) return { details, event, start }
  const known = Object.entries(fieldsOf((await api.ask('crm.deal.fields', {}, call))['result']))
  const codeOf = (wanted: string) => {
    const found = known.find(([code, about]) => {
      const { title, formLabel, listLabel } = fieldsOf(about)
      return code === wanted || [title, formLabel, listLabel].some(label => isSame(textOf(label), wanted))
    })
    if (!found) {
      const labels = known.map(
        ([code, about]) => textOf(fieldsOf(about)['formLabel']) || textOf(fieldsOf(about)['title']) || code,
      )
      missing.push(`no field ${wanted} of the deal${alike(wanted, labels)}`)
    }
    return found?.[0]
  }
  return {
    details: codeOf(details) ?? 'ADDITIONAL_INFO',
    event: codeOf(event) ?? 'SOURCE_DESCRIPTION',
    start: start === undefined ? undefined : codeOf(start),
  }
}

const isSame = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

/** The names that were most likely meant, for the operator. */
const alike = (wanted: string, known: readonly string[]) => {
  const near = nearNames(wanted, known)
  return near.length > 0 ? `, but ${near.join(', ')}` : ''
}
