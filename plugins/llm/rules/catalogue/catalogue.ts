import type { EmployeeItem, ServiceItem } from '../../../../core/contract/index.ts'
import { type KnownEmployees, knowEmployees } from './employees.ts'
import { type KnownServices, knowServices } from './known-services.ts'

/** What can be booked and with whom, together with all ways to say it. */
export interface Catalogue {
  services: readonly ServiceItem[]
  employees: readonly EmployeeItem[]
  knownServices: KnownServices
  knownEmployees: KnownEmployees
}

/** Prepares catalogues and keeps the last one: most turns of a business see the same price list. */
export function createCatalogues(): (
  services: readonly ServiceItem[],
  employees: readonly EmployeeItem[],
) => Catalogue {
  let last: { key: string; catalogue: Catalogue } | undefined
  return (services, employees) => {
    const key = JSON.stringify([services, employees])
    if (last?.key !== key) {
      const catalogue = {
        services,
        employees,
        knownServices: knowServices(services),
        knownEmployees: knowEmployees(employees),
      }
      last = { key, catalogue }
    }
    return last.catalogue
  }
}
