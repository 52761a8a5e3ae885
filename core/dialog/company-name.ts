import type { Company, Locale } from '../contract/index.ts'

/** The business's name as a client of this language reads it. */
export function companyName({ name, names }: Pick<Company, 'name' | 'names'>, locale: Locale): string {
  return names?.[locale] ?? name
}
