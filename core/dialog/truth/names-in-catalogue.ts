import type { Catalogue } from '../catalogue.ts'
import { type CatalogueNames, catalogueNames } from './spoken-people.ts'

/** The names of a catalogue as they are looked for; made once for each catalogue that is read. */
export type NamesInCatalogue = (catalogue: Catalogue) => CatalogueNames

/** Makes it. */
export function createNamesInCatalogue(): NamesInCatalogue {
  const made = new WeakMap<Catalogue, CatalogueNames>()
  return catalogue => {
    const { services, employees } = catalogue
    const names =
      made.get(catalogue) ??
      catalogueNames({
        employees: employees.map(employee => ({ name: employee.name, forms: employee.synonyms ?? [] })),
        services: services.flatMap(service => [service.name, ...(service.synonyms ?? [])]),
      })
    made.set(catalogue, names)
    return names
  }
}
