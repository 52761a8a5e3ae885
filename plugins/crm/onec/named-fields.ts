import { CONTACT_COLUMNS, PHONE_DIGITS } from './contact-rows.ts'
import type { EntityMap } from './entity-map.ts'

/** A name of the options and where it stands, to be held against the base. */
export interface NamedField {
  /** The option: `visit.start`. */
  option: string
  /** The type that must have it; a row of a table part is a type of its own. */
  type: string
  field: string
}

/** The sets that are spoken of, by option. */
export function namedSets({ clients, services, employees, skills, schedule, visit }: EntityMap) {
  const sets: readonly (readonly [option: string, set: string | undefined])[] = [
    ['clients.set', clients.set],
    ['services.set', services.set],
    ['services.prices.set', services.prices?.set],
    ['employees.set', employees.set],
    ['skills.set', skills?.set],
    ['schedule.set', schedule?.set],
    ['visit.set', visit.set],
  ]
  return sets.flatMap(([option, set]) => (set === undefined ? [] : [{ option, set }]))
}

/** The type of a table part's rows. */
const rowTypeOf = (set: string, table: string) => `${set}_${table}_RowType`

/** Every field that the options and the preset name. */
export function namedFields(map: EntityMap): readonly NamedField[] {
  const found: NamedField[] = []
  const add = (section: string, type: string, names: Readonly<Record<string, string | undefined>>) => {
    for (const [name, field] of Object.entries(names))
      if (field !== undefined) found.push({ option: `${section}.${name}`, type, field })
  }
  const { clients, services, employees, skills, schedule, visit } = map
  const { name, phone, email, comment, contacts } = clients
  add('clients', clients.set, { name, phone, email, comment, contacts, ...own(clients.fixed) })
  if (contacts)
    add(
      'clients.contacts',
      rowTypeOf(clients.set, contacts),
      Object.fromEntries([...CONTACT_COLUMNS, PHONE_DIGITS].map(column => [column, column])),
    )
  add('services', services.set, { name: services.name, duration: services.duration, price: services.price })
  const { prices } = services
  if (prices) add('services.prices', prices.set, { service: prices.service, price: prices.price })
  add('employees', employees.set, { name: employees.name, title: employees.title })
  if (skills) add('skills', skills.set, { employee: skills.employee, service: skills.service })
  if (schedule) {
    const { employee, date, start, end } = schedule
    add('schedule', schedule.set, { employee, date, start, end })
  }
  const { set, rows, fixed, service, ...fields } = visit
  add('visit', set, { ...fields, ...(rows ? { 'rows.table': rows.table } : { service }), ...own(fixed) })
  if (rows) {
    const { table, fixed: always, ...columns } = rows
    add('visit.rows', rowTypeOf(set, table), { ...columns, ...own(always) })
  }
  return found
}

const own = (fixed: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.keys(fixed).map(field => [`fixed.${field}`, field]))
