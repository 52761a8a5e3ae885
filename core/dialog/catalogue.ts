import type { Call, Clock, Employee, EmployeeItem, Locale, Service, ServiceItem } from '../contract/index.ts'
import { MAX_AGE_MS, type ReadSource } from './catalogue-cache.ts'
import type { FormatPrice } from './price.ts'

/** What the business sells and who does it, as the CRM said at most a minute ago, in one language. */
export interface Catalogue {
  services: readonly Service[]
  employees: readonly Employee[]
  /** The same as clients and models see it. */
  items: { services: readonly ServiceItem[]; employees: readonly EmployeeItem[] }
}

/** The catalogue of the CRM in a client's language, read at most once a minute. */
export interface ReadCatalogue {
  (call: Call, locale: Locale): Promise<Catalogue>
  /** What was read last; empty before the first time. */
  latest(locale: Locale): Catalogue
}

/** Names in the client's language; those of the other one become synonyms, since people mix both. */
function translate<Item extends Service | Employee>(item: Item, locale: Locale): Item {
  const { translations } = item
  if (!translations) return item
  const names = [item.name, ...Object.values(translations).flatMap(({ name }) => name ?? [])]
  const translated = { ...item, ...translations[locale] }
  const others = names.filter(name => name !== translated.name)
  return { ...translated, synonyms: [...new Set([...(item.synonyms ?? []), ...others])] }
}

function inLocale(
  read: { services: readonly Service[]; employees: readonly Employee[] },
  locale: Locale,
  formatPrice: FormatPrice,
): Catalogue {
  const services = read.services.map(service => translate(service, locale))
  const employees = read.employees.map(employee => translate(employee, locale))
  const items = {
    services: services.map(service => serviceItem(service, locale, formatPrice)),
    employees: employees.map(employeeItem),
  }
  return { services, employees, items }
}

type Translated = Readonly<Record<Locale, Catalogue>>

/** Nothing is known yet. */
export const EMPTY_CATALOGUE: Catalogue = { services: [], employees: [], items: { services: [], employees: [] } }

/** A cache in front of what the CRM sells; many turns share one request. */
export function createCatalogue(read: ReadSource, clock: Clock, formatPrice: FormatPrice): ReadCatalogue {
  let known: { at: number; catalogue: Promise<Translated> } | undefined
  let latest: Translated = { ru: EMPTY_CATALOGUE, en: EMPTY_CATALOGUE }

  function readAll(call: Call): Promise<Translated> {
    const now = clock.now()
    if (known && now - known.at < MAX_AGE_MS) return known.catalogue
    const catalogue = read(call).then(source => {
      latest = { ru: inLocale(source, 'ru', formatPrice), en: inLocale(source, 'en', formatPrice) }
      // What another process has read is as old as it is.
      if (known?.catalogue === catalogue) known.at = Math.min(now, source.at)
      return latest
    })
    known = { at: now, catalogue }
    catalogue.catch(() => {
      known = undefined
    })
    return catalogue
  }
  const inLanguage = async (call: Call, locale: Locale) => (await readAll(call))[locale]
  return Object.assign(inLanguage, { latest: (locale: Locale) => latest[locale] })
}

/** A service as a client may hear of it. */
function serviceItem(service: Service, locale: Locale, formatPrice: FormatPrice): ServiceItem {
  return {
    id: service.id,
    name: service.name,
    ...(service.category !== undefined && { category: service.category }),
    ...(service.description !== undefined && { description: service.description }),
    ...(service.synonyms && { synonyms: service.synonyms }),
    duration_minutes: service.durationMinutes,
    ...(service.price && { price: service.price, price_text: formatPrice(service.price, locale) }),
    employee_ids: service.employeeIds,
  }
}

/** An employee as a client may hear of them. */
function employeeItem(employee: Employee): EmployeeItem {
  return {
    id: employee.id,
    name: employee.name,
    ...(employee.title !== undefined && { title: employee.title }),
    ...(employee.synonyms && { synonyms: employee.synonyms }),
    service_ids: employee.serviceIds,
    ...(employee.hours && { hours: employee.hours }),
  }
}

/** The names behind ids; an id that is gone from the catalogue is left out. */
export function namesOf(
  items: readonly { id: string; name: string }[],
  ids: readonly (string | undefined)[],
): string[] {
  return ids.flatMap(id => items.find(item => item.id === id)?.name ?? [])
}
