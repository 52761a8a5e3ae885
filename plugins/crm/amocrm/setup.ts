import type { Call } from '../../../core/contract/index.ts'
import { findCatalog } from './catalog.ts'
import type { Desk } from './desk.ts'
import { DURATION_FIELD, FIELDS, type FieldName } from './fields.ts'
import { readLayout } from './layout.ts'
import { textOf } from './wire.ts'

/** Fields that staff read and a program alone writes. */
const OF_PROGRAM: readonly string[] = ['services', 'key']

/**
 * Makes the fields that are missing, of leads and of the list of services, and looks whether they are there then. What
 * the account has is left as it is. Answers what was made.
 */
export async function makeFields({ context, api, layout, catalog }: Desk, call: Call): Promise<readonly string[]> {
  const { config, company, error } = context
  const before = await readLayout(context, api, call)
  const impossible = before.gaps.filter(({ canBeMade }) => !canBeMade)
  if (impossible.length > 0) throw error('invalid', `amoCRM: ${impossible.map(({ what }) => what).join('; ')}`)

  const made: string[] = []
  const missing = Object.entries(FIELDS).filter(([name]) => before.gaps.some(({ field }) => field === name))
  if (missing.length > 0) {
    const people = missing.some(([name]) => name === 'employee') ? await namesOfPeople() : []
    const body = missing.map(([name, { code, types, title }]) => ({
      name: title[company.locale],
      type: types[0],
      code,
      ...(OF_PROGRAM.includes(name) && { is_api_only: true }),
      ...(name === ('employee' satisfies FieldName) && {
        enums: people.map((value, index) => ({ value, sort: index + 1 })),
      }),
    }))
    await api.write('POST', 'leads/custom_fields', body, call)
    made.push(...body.map(({ name }) => name))
  }

  if (config.services.durationField === undefined) {
    const path = `catalogs/${await findCatalog(context, api, call)}/custom_fields`
    const has = (await api.list(path, 'custom_fields', call)).some(
      one =>
        textOf(one['code']) === DURATION_FIELD.code ||
        Object.values(DURATION_FIELD.title).includes(textOf(one['name']) ?? ''),
    )
    if (!has) {
      const { code, types, title } = DURATION_FIELD
      await api.write('POST', path, [{ name: title[company.locale], type: types[0], code }], call)
      made.push(`${title[company.locale]} (${config.services.catalog})`)
    }
  }

  layout.forget()
  catalog.forget()
  const after = await readLayout(context, api, call)
  if (after.gaps.length > 0)
    throw error('unknown_outcome', `amoCRM still lacks: ${after.gaps.map(({ what }) => what).join('; ')}`)
  return made

  /** Those whom the options name; else the users of the account, so that the list is not empty. */
  async function namesOfPeople(): Promise<readonly string[]> {
    if (config.employees) return config.employees.map(({ name }) => name)
    const users = await api.list('users', 'users', call).catch(cause => {
      throw error('invalid', 'who works here? name them under `employees`, or give the token the right to list users', {
        cause,
      })
    })
    return users.flatMap(user => textOf(user['name']) ?? [])
  }
}
