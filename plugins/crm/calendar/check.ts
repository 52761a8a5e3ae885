import type { Company, OptionFinding } from '../../../core/contract/index.ts'
import { parseOpeningHours } from '../hours/index.ts'
import { checkHours, findHoursOutside } from './check-hours.ts'
import type { CalendarOptions } from './options.ts'

/** What the schema can't see: names that refer to nothing, things named twice, hours that make no sense. */
export function checkOptions(options: CalendarOptions, company?: Company): readonly OptionFinding[] {
  const errors = [
    ...duplicateIds('services', options.services),
    ...duplicateIds('employees', options.employees),
    ...options.services.flatMap((service, index) => checkService(service, index, options)),
    ...options.employees.flatMap((employee, index) => checkEmployee(employee, index, options)),
    ...(options.hours ? checkHours(options.hours, ['hours']) : []),
  ]
  // Hours are compared only when both are what was meant.
  return errors.length > 0 ? errors : findHoursOutside(options, company)
}

function duplicateIds(list: 'services' | 'employees', items: readonly { id: string }[]): readonly OptionFinding[] {
  return items.flatMap(({ id }, index) => {
    const first = items.findIndex(other => other.id === id)
    if (first === index) return []
    return [
      { path: [list, index, 'id'], message: `the id ${id} is taken by ${list}[${first}]`, hint: 'give each its own' },
    ]
  })
}

function checkService(
  service: CalendarOptions['services'][number],
  index: number,
  { employees }: CalendarOptions,
): readonly OptionFinding[] {
  const findings: OptionFinding[] = []
  if (!employees.some(employee => employee.services === 'all' || employee.services?.includes(service.id) !== false))
    findings.push({
      path: ['services', index],
      message: `nobody does ${service.id}`,
      hint: 'add it to the services of an employee, or take it out',
    })
  if (typeof service.price === 'object' && service.price.from > service.price.to)
    findings.push({ path: ['services', index, 'price'], message: 'the range ends below its beginning' })
  return findings
}

function checkEmployee(
  employee: CalendarOptions['employees'][number],
  index: number,
  options: CalendarOptions,
): readonly OptionFinding[] {
  const path = ['employees', index]
  const known = [...new Set(options.services.map(service => service.id))]
  // Where one id stands twice, one of the two was meant to be another: that one is missing only because of it.
  const isComplete = known.length === options.services.length
  const named = isComplete && Array.isArray(employee.services) ? employee.services : []
  const unknown = named.flatMap((id, at) =>
    known.includes(id)
      ? []
      : [
          {
            path: [...path, 'services', at],
            message: `there is no service ${id}`,
            hint: `the services are ${known.join(', ')}`,
          },
        ],
  )
  const { hours, exceptions } = employee
  return [
    ...unknown,
    ...(hours ? checkHours(hours, [...path, 'hours']) : []),
    ...(exceptions
      ? parseOpeningHours({ exceptions }).problems.map(at => ({ ...at, path: [...path, ...at.path] }))
      : []),
  ]
}
