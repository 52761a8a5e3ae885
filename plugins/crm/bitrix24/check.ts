import type { Company, OptionFinding } from '../../../core/contract/index.ts'
import { type OpeningHoursNotation, parseOpeningHours } from '../hours/index.ts'
import type { Options } from './options.ts'

/** What the schema can't see. */
export function checkOptions(options: Options, company?: Company): readonly OptionFinding[] {
  const { webhook, oauth, services, employees, hours } = options
  const addresses = [
    { path: ['webhook'], url: webhook },
    { path: ['oauth', 'portal'], url: oauth?.portal },
    { path: ['oauth', 'server'], url: oauth?.server },
  ]
  const names = services.map(({ product }) => product)
  return [
    ...accessFindings(options),
    ...addresses.flatMap(({ path, url }) =>
      url !== undefined && /^http:/.test(url) && !/^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url)
        ? [{ path, message: 'Bitrix24 answers over https only', hint: 'write https:// in place of http://' }]
        : [],
    ),
    ...(hours ? hoursFindings(hours, ['hours']) : []),
    ...employees.flatMap((employee, index) => [
      ...(employee.hours ? hoursFindings(employee.hours, ['employees', index, 'hours']) : []),
      ...(employee.hours || hours || !company || company.hours
        ? []
        : [
            {
              path: ['employees', index],
              message: `${employee.user} has no hours`,
              hint: 'write company.hours, or hours here, such as mon-fri: "10:00-20:00"',
            },
          ]),
      ...unknownServices(employee, names).map(({ at, name }) => ({
        path: ['employees', index, 'services', at],
        message: `${name} is not among the services`,
        hint: `the services are ${names.join(', ')}`,
      })),
    ]),
  ]
}

function accessFindings({ webhook, oauth }: Options): readonly OptionFinding[] {
  if (webhook === undefined && !oauth)
    return [{ path: [], message: 'there is no way into the portal', hint: 'set webhook, or oauth' }]
  if (webhook !== undefined && oauth)
    return [{ path: ['oauth'], message: 'there are two ways into the portal', hint: 'take webhook or oauth away' }]
  return []
}

function hoursFindings(notation: OpeningHoursNotation, path: readonly (string | number)[]): readonly OptionFinding[] {
  return parseOpeningHours(notation).problems.map(problem => ({
    path: [...path, ...problem.path],
    message: problem.message,
  }))
}

function unknownServices({ services }: Options['employees'][number], names: readonly string[]) {
  if (!Array.isArray(services)) return []
  return services.flatMap((name, at) => (names.includes(name) ? [] : [{ at, name }]))
}
