import type { Company, OptionFinding } from '../../../core/contract/index.ts'
import { parseOpeningHours } from '../hours/index.ts'
import { resolveMap } from './entity-map.ts'
import type { OnecOptions } from './options.ts'

/** What the schema can't see: names that stand neither here nor in the preset, a zone that is none, an address with a password. */
export function checkOptions(options: OnecOptions, company?: Company): readonly OptionFinding[] {
  const { map, missing } = resolveMap(options)
  const findings: OptionFinding[] = missing.map(({ path, example }) => ({
    path,
    message: `${path.join('.')} is needed`,
    hint: `such as ${example}`,
  }))
  if (/^https?:\/\/[^/]*@/.test(options.url))
    findings.push({ path: ['url'], message: 'the address holds a login', hint: 'write login and password instead' })
  if (options.timezone !== undefined && !isZone(options.timezone))
    findings.push({ path: ['timezone'], message: `${options.timezone} is no time zone`, hint: 'such as Europe/Moscow' })
  if (options.statuses && !map.visit.status)
    findings.push({
      path: ['statuses'],
      message: 'nothing says in which field the status stands',
      hint: 'write visit.status, such as Статус',
    })
  if (options.hours) {
    const { problems } = parseOpeningHours(options.hours)
    findings.push(...problems.map(({ path, message }) => ({ path: ['hours', ...path], message })))
  } else if (company && !company.hours && !options.schedule && options.preset !== 'booking')
    findings.push({
      path: ['hours'],
      message: 'nothing says when visits can be booked',
      hint: 'write company.hours, hours here, or schedule',
    })
  return findings
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
