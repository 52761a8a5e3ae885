import type { Call, Employee, OpeningHours, PluginContext, Service } from '../../../core/contract/index.ts'
import { parseOpeningHours } from '../hours/index.ts'
import { type Remembered, remember } from '../remembered/index.ts'
import type { Api } from './api.ts'
import { DURATION_FIELD } from './fields.ts'
import { isNamed, type Layout } from './layout.ts'
import { priceOf } from './money.ts'
import type { AmoOptions } from './options.ts'
import { fieldValuesOf, idOf, numberOf, recordOf, textByCode, textOf, type Wire } from './wire.ts'

/** An employee with the hours that hold for them. */
export interface BookableEmployee extends Employee {
  hours: OpeningHours
}

/** What can be booked and who does it. */
export interface Catalog {
  services: ReadonlyMap<string, Service>
  employees: ReadonlyMap<string, BookableEmployee>
  /** Services of the list that have no duration and are not offered. */
  withoutDuration: number
  catalogId: string
}

const MAX_AGE_MS = 60_000

/** The catalogue of the account, read at most once a minute. */
export function createCatalog(
  context: PluginContext<AmoOptions>,
  api: Api,
  layout: Remembered<Layout>,
): Remembered<Catalog> {
  const { config, company, clock, error } = context
  const businessHours = config.hours ? parseOpeningHours(config.hours).hours : company.hours

  const readEmployees = async (call: Call): Promise<readonly { id: string; name: string }[]> => {
    if (config.employeesFrom !== 'users')
      return (await layout.get(call)).employees.map(({ id, value }) => ({ id, name: value }))
    const users = await api.list('users', 'users', call)
    return users.flatMap(user => {
      const rights = recordOf(user['rights'])
      const [id, name] = [idOf(user['id']), textOf(user['name'])]
      return id === undefined || name === undefined || rights['is_active'] === false || rights['is_free'] === true
        ? []
        : [{ id, name }]
    })
  }

  const withOptions = (all: readonly { id: string; name: string }[]) =>
    config.employees
      ? config.employees.flatMap(option => {
          const found = all.find(one => isNamed({ ...one }, option.name))
          return found ? [{ ...found, option }] : []
        })
      : all.map(one => ({ ...one, option: undefined }))

  return remember(clock, MAX_AGE_MS, async call => {
    const people = withOptions(await readEmployees(call))
    const catalogId = await findCatalog(context, api, call)
    const elements = await api.list(`catalogs/${catalogId}/elements`, 'elements', call)
    const found = elements.flatMap(element => serviceOf(element, context))
    const does = (services: string | readonly string[] | undefined, service: { id: string; name: string }) =>
      services === undefined || typeof services === 'string' || services.some(wanted => isNamed({ ...service }, wanted))
    const services = found.flatMap(({ durationMinutes, ...service }): Service[] =>
      durationMinutes === undefined
        ? []
        : [
            {
              ...service,
              durationMinutes,
              employeeIds: people.filter(({ option }) => does(option?.services, service)).map(({ id }) => id),
            },
          ],
    )
    const employees = people.map(({ id, name, option }): BookableEmployee => {
      const hours = option?.hours ? parseOpeningHours(option.hours).hours : businessHours
      if (!hours) throw error('invalid', 'nobody knows the working hours: write company.hours, or hours here')
      return {
        id,
        name,
        ...(option?.title !== undefined && { title: option.title }),
        ...(option?.synonyms && { synonyms: option.synonyms }),
        serviceIds: services.filter(({ employeeIds }) => employeeIds.includes(id)).map(service => service.id),
        hours,
      }
    })
    return {
      catalogId,
      services: new Map(services.map(service => [service.id, service])),
      employees: new Map(employees.map(one => [one.id, one])),
      withoutDuration: found.length - services.length,
    }
  })
}

/** The id of the list that the options name. @throws `unavailable` when there is none. */
export async function findCatalog(
  { config, error }: Pick<PluginContext<AmoOptions>, 'config' | 'error'>,
  api: Api,
  call: Call,
): Promise<string> {
  const catalogs = await api.list('catalogs', 'catalogs', call)
  const id = idOf(catalogs.find(one => isNamed(one, config.services.catalog))?.['id'])
  if (id !== undefined) return id
  const names = catalogs.map(one => textOf(one['name']) ?? '?').join(', ')
  throw error('unavailable', `amoCRM: there is no list ${config.services.catalog}${names && `; there are ${names}`}`)
}

function serviceOf(element: Wire, { config, company }: PluginContext<AmoOptions>) {
  const [id, name] = [idOf(element['id']), textOf(element['name'])]
  if (id === undefined || name === undefined || element['is_deleted'] === true) return []
  const wanted = config.services.durationField
  const minutes = fieldValuesOf(element, field =>
    wanted === undefined ? field.code === DURATION_FIELD.code : field.id === wanted || field.name === wanted,
  )[0]
  const durationMinutes = positive(numberOf(minutes?.value)) ?? config.services.defaultMinutes
  const [category, description] = [textByCode(element, 'GROUP'), textByCode(element, 'DESCRIPTION')]
  const price = priceOf(numberOf(textByCode(element, 'PRICE')?.replace(',', '.')), company.currency)
  return [
    {
      id,
      name,
      ...(category !== undefined && { category }),
      ...(description !== undefined && { description }),
      ...(price && { price }),
      durationMinutes,
    },
  ]
}

const positive = (minutes: number | undefined) =>
  minutes !== undefined && minutes > 0 && minutes <= 1440 ? Math.round(minutes) : undefined
