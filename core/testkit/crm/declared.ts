import type { CrmCapabilities } from '../../contract/index.ts'
import type { Check } from '../check.ts'

/** Which promise a CRM must have made for a check to hold it. */
type Name = keyof CrmCapabilities

/** Skips a check for a CRM that does not declare all of these. */
export function unlessDeclared(...names: readonly Name[]): NonNullable<Check<'crm'>['unless']> {
  return async kit => {
    const capabilities = await kit.capabilities()
    const missing = names.find(name => capabilities[name] === false || capabilities[name] === 'none')
    return missing && `${missing} is ${JSON.stringify(capabilities[missing])}`
  }
}
