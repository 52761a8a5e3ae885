import type {
  Company,
  Employee,
  Locale,
  LocalizedText,
  OpeningHours,
  PluginContext,
  PriceRange,
  Service,
} from '../../../core/contract/index.ts'
import { parseOpeningHours } from '../hours/index.ts'
import { minorUnitsOf } from '../provider/index.ts'
import { hoursOfEmployee } from './employee-hours.ts'
import type { CalendarOptions } from './options.ts'

/** A service with what clients need not know. */
export interface CatalogService extends Service {
  bufferMinutes: { before: number; after: number }
}

/** An employee with the hours that hold for them. */
export interface CatalogEmployee extends Employee {
  hours: OpeningHours
}

/** What the business sells and who does it, in the order and the language of `aiadmin.yaml`. */
export interface Catalog {
  services: ReadonlyMap<string, CatalogService>
  employees: ReadonlyMap<string, CatalogEmployee>
}

/** @throws `invalid` when somebody has no hours: neither their own, nor the calendar's, nor the company's. */
export function createCatalog({ config, company, error }: PluginContext<CalendarOptions>): Catalog {
  const does = (employee: CalendarOptions['employees'][number], id: string) =>
    employee.services === undefined || employee.services === 'all' || employee.services.includes(id)

  const services = config.services.map((option): CatalogService => {
    const { id, name, category, description, synonyms, durationMinutes, price, buffer } = option
    return {
      id,
      name: inLocale(name, company),
      ...(category && { category: inLocale(category, company) }),
      ...(description && { description: inLocale(description, company) }),
      ...(synonyms && { synonyms }),
      ...translationsOf({ name, category, description }),
      durationMinutes,
      ...(price !== undefined && { price: toPriceRange(price, company.currency) }),
      employeeIds: config.employees.filter(employee => does(employee, id)).map(employee => employee.id),
      bufferMinutes: { before: buffer?.before ?? 0, after: buffer?.after ?? 0 },
    }
  })

  const businessHours = config.hours ? parseOpeningHours(config.hours).hours : company.hours
  const employees = config.employees.map((option): CatalogEmployee => {
    const { id, name, title, synonyms } = option
    const hours = hoursOfEmployee(option, businessHours)
    if (!hours)
      throw error(
        'invalid',
        `${id} has no hours; write company.hours, or hours at the employee, such as mon-fri: 10:00-20:00`,
      )
    return {
      id,
      name: inLocale(name, company),
      ...(title && { title: inLocale(title, company) }),
      ...(synonyms && { synonyms }),
      ...translationsOf({ name, title }),
      serviceIds: services.filter(service => does(option, service.id)).map(service => service.id),
      hours,
    }
  })
  return {
    services: new Map(services.map(service => [service.id, service])),
    employees: new Map(employees.map(employee => [employee.id, employee])),
  }
}

/** The services as clients see them. */
export function servicesOf({ services }: Catalog): readonly Service[] {
  return [...services.values()].map(({ bufferMinutes: _, ...service }) => service)
}

/** Who does all of these services, as clients see them. */
export function employeesOf({ employees }: Catalog, serviceIds: readonly string[]): readonly Employee[] {
  return [...employees.values()].filter(employee => serviceIds.every(id => employee.serviceIds.includes(id)))
}

/** What is written in both languages, by language; a text in one serves both and is not repeated. */
function translationsOf<Key extends string>(texts: Readonly<Partial<Record<Key, LocalizedText | undefined>>>) {
  const entries = Object.entries<LocalizedText | undefined>(texts)
  const of = (locale: Locale) =>
    Object.fromEntries(
      entries.flatMap(([key, text]) => {
        const translated = typeof text === 'object' ? text[locale] : undefined
        return translated === undefined ? [] : [[key, translated]]
      }),
    )
  const translations = { ru: of('ru'), en: of('en') }
  const isTranslated = Object.values(translations).some(names => Object.keys(names).length > 0)
  return isTranslated ? { translations } : {}
}

function inLocale(text: LocalizedText, { locale }: Company): string {
  return typeof text === 'string' ? text : (text[locale] ?? text.ru ?? text.en ?? '')
}

function toPriceRange(price: number | { from: number; to: number }, currency: string): PriceRange {
  const minor = (amount: number) => Math.round(amount * minorUnitsOf(currency))
  const { from, to } = typeof price === 'number' ? { from: price, to: price } : price
  return { min: minor(from), max: minor(to), currency }
}
