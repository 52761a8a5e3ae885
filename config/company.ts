import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { Company, OpeningHours } from '../core/contract/index.ts'
import { parseOpeningHours } from '../plugins/crm/hours/index.ts'
import { checkFaq, type FileCheck } from './company-files.ts'
import type { DeskFile } from './desk-config.ts'
import { countryOf } from './places.ts'
import { problems } from './problems.ts'
import { type CompanyBlock, companySchema } from './schema/company.ts'
import type { CompileSchema } from './validator.ts'
import { type CheckedFile, checkValue, isRecord } from './value-check.ts'

/** Checks `company:` and brings it into the form of the contract, with the files that it names. */
export async function checkCompany(
  value: unknown,
  compile: CompileSchema,
  check: FileCheck,
): Promise<{ company: Company; files: readonly DeskFile[] } | undefined> {
  const { file } = check
  const path = ['company']
  // Hours have a notation of their own, whose parser has the better words.
  const written = isRecord(value) && isRecord(value['hours']) ? value['hours'] : undefined
  const hours = written && checkHours(file, written)
  const block = checkValue<CompanyBlock>(file, {
    schema: compile<CompanyBlock>(companySchema),
    value: isRecord(value) && written ? { ...value, hours: {} } : value,
    path,
  })
  if (!block || file.report.isBroken(path)) return undefined

  const country = block.country ?? countryOf(block.timezone, block.currency)
  if (!country) {
    file.report.add(path, problems.countryNeeded({ timezone: block.timezone, currency: block.currency }), 'key')
    return undefined
  }
  if (block.phone !== undefined && !isPhone(block.phone, country)) {
    const reference = file.references.get('/company/phone')
    const shown = reference === undefined ? `"${block.phone}"` : `what ${reference} brings`
    file.report.add([...path, 'phone'], problems.phone({ shown, country }))
  }
  const { hours: _, faq: entries = [], privacy, name, ...rest } = block
  const names = typeof name === 'string' ? undefined : name
  const { faq, files } = await checkFaq(entries, check)
  const company: Company = {
    ...rest,
    name: typeof name === 'string' ? name : (name[block.locale] ?? Object.values(name)[0] ?? ''),
    ...(names ? { names } : {}),
    country,
    faq,
    ...(hours ? { hours } : {}),
    ...(privacy ? { privacy: { ...privacy, ask: privacy.ask ?? false } } : {}),
  }
  return { company, files }
}

/** A number of the country, or of any country when it has a prefix. */
function isPhone(text: string, country: string): boolean {
  const home: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  // Where it is extracted from a longer text, the rest would be read out to clients, too.
  return (
    parsePhoneNumberFromString(text, { ...(home ? { defaultCountry: home } : {}), extract: false })?.isValid() ?? false
  )
}

/** The hours; undefined when something is wrong with them, since what is left would mislead other checks. */
function checkHours({ report }: CheckedFile, notation: Record<string, unknown>): OpeningHours | undefined {
  const written = Object.fromEntries(Object.entries(notation).filter(([, value]) => value !== null))
  const { hours, problems: found } = parseOpeningHours(written)
  for (const { path, message } of found) {
    // A weekday that is none, or is named twice, is a matter of the key.
    report.add(
      ['company', 'hours', ...path],
      problems.hours({ message }),
      /no weekday|named twice|no date/.test(message) ? 'key' : 'value',
    )
  }
  return found.length === 0 ? hours : undefined
}
