import type { Company, OptionFinding } from '../../../core/contract/index.ts'
import { type OpeningHoursNotation, parseOpeningHours } from '../hours/index.ts'
import type { AmoOptions } from './options.ts'

type Path = readonly (string | number)[]

/** What the schema can't see: two ways to log in or none, a token over an open line, hours that make no sense. */
export function checkOptions(options: AmoOptions, company?: Company): readonly OptionFinding[] {
  const findings: OptionFinding[] = []
  if ((options.token === undefined) === (options.oauth === undefined))
    findings.push({
      path: [options.token === undefined ? 'account' : 'oauth'],
      message:
        options.token === undefined ? 'there is neither `token` nor `oauth`' : 'there are both `token` and `oauth`',
      hint: 'a private integration needs `token` alone',
    })
  const url = URL.parse(options.account)
  if (url?.protocol === 'http:' && !['127.0.0.1', 'localhost'].includes(url.hostname))
    findings.push({
      path: ['account'],
      message: 'the token would go over an open line',
      hint: 'write https:// at the beginning',
    })
  const everybody = options.employees ?? []
  const hasHours = everybody.length > 0 && everybody.every(({ hours }) => hours !== undefined)
  if (company && !company.hours && !options.hours && !hasHours)
    findings.push({
      path: ['hours'],
      message: 'amoCRM knows no working hours, and none are written here',
      hint: 'write company.hours, such as mon-fri: 10:00-20:00',
    })
  return [
    ...findings,
    ...(options.hours ? checkHours(options.hours, ['hours']) : []),
    ...everybody.flatMap(({ hours }, index) => (hours ? checkHours(hours, ['employees', index, 'hours']) : [])),
  ]
}

function checkHours(notation: OpeningHoursNotation, path: Path): readonly OptionFinding[] {
  return parseOpeningHours(notation).problems.map(at => ({ path: [...path, ...at.path], message: at.message }))
}
