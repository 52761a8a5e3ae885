import type { Account, Field, Row } from './account.ts'

/** What goes back: a status, and a body unless there is none. */
export type Reply = readonly [status: number, body?: object | string]

const problem = (status: number, title: string, detail: string, extra: object = {}): Reply => [
  status,
  { title, type: `https://httpstatus.es/${status}`, status, detail, ...extra },
]

/** 400 with the place of what was wrong. */
export const invalid = (code: string, path: string): Reply =>
  problem(400, 'Bad Request', 'Request validation failed', {
    'validation-errors': [{ request_id: '0', errors: [{ code, path, detail: 'The value is not valid.' }] }],
  })

/** 404 for a path or a link that is not there. */
export const notFound = (): Reply => problem(404, 'Not Found', 'Entity not found')

/** 401 for a token that is none. */
export const unauthorized = (): Reply => problem(401, 'Unauthorized', 'Invalid user name or password')

/** 403 with words. */
export const forbidden = (): Reply => problem(403, 'Forbidden', "Client doesn't have the required scope")

/** One page of a list, or 204 when nothing is on it. */
export function page(rows: readonly Row[], name: string, { url, limit }: { url: URL; limit: number }): Reply {
  const number = Number(url.searchParams.get('page') ?? 1)
  const size = Math.min(Number(url.searchParams.get('limit') ?? 50), limit)
  const some = rows.slice((number - 1) * size, number * size)
  if (some.length === 0) return [204]
  const next = new URL(url)
  next.searchParams.set('page', String(number + 1))
  const links = { self: { href: url.href }, ...(number * size < rows.length && { next: { href: next.href } }) }
  return [200, { _page: number, _links: links, _embedded: { [name]: some } }]
}

/** The thin answer to something new. */
export const created = (name: string, rows: readonly Row[]): Reply => [
  200,
  { _links: {}, _embedded: { [name]: rows.map(({ id, request_id }) => ({ id, request_id: request_id ?? '0' })) } },
]

/** The answer to a change; accounts differ. */
export const patched = (account: Account, name: string, { id, updated_at }: Row): Reply => [
  200,
  account.switches.wrapsPatch ? { _embedded: { [name]: [{ id, updated_at }] } } : { id, updated_at },
]

const KINDS: Record<string, string> = { PHONE: 'multitext', EMAIL: 'multitext' }

/** Writes values of fields into a record: a field that is named loses all of its old values. */
export function writeFields(
  account: Account,
  row: Row,
  given: readonly Row[],
  fields: readonly Field[],
): Reply | undefined {
  const kept = new Map<string, Row>((row.custom_fields_values ?? []).map((one: Row) => [String(one.field_id), one]))
  for (const [index, one] of given.entries()) {
    const isSystem = one.field_code === 'PHONE' || one.field_code === 'EMAIL'
    const found = fields.find(
      field => field.id === one.field_id || (field.code !== null && field.code === one.field_code),
    )
    if (!found && !isSystem) return invalid('NotSupportedChoice', `custom_fields_values.${index}.field_id`)
    const id = found?.id ?? (one.field_code === 'PHONE' ? 269_303 : 269_305)
    if (one.values === null) {
      kept.delete(String(id))
      continue
    }
    const values = one.values.map((value: Row) => stored(value, found))
    if (values.includes(undefined)) return invalid('NotSupportedChoice', `custom_fields_values.${index}.values.0`)
    if (account.switches.drops.includes(found?.code ?? one.field_code)) continue
    kept.set(String(id), {
      field_id: id,
      field_name: found?.name ?? one.field_code,
      field_code: found?.code ?? one.field_code ?? null,
      field_type: found?.type ?? KINDS[one.field_code] ?? 'text',
      values,
    })
  }
  row.custom_fields_values = kept.size > 0 ? [...kept.values()] : null
  return undefined
}

/** As amoCRM gives it back: numbers as text, moments as seconds, choices with their text. */
function stored(value: Row, field: Field | undefined): Row | undefined {
  if (field?.enums) {
    const chosen = field.enums.find(one => one.id === value.enum_id || one.value === value.value)
    return chosen && { value: chosen.value, enum_id: chosen.id, enum_code: null }
  }
  if (field?.type === 'date_time') return { value: Number(value.value) }
  if (field?.type === 'numeric') return { value: String(value.value) }
  return { value: value.value, ...(value.enum_code && { enum_id: 154_121, enum_code: value.enum_code }) }
}

/** Whether this text stands anywhere in the record. */
export function mentions(row: Row, text: string): boolean {
  const values = (row.custom_fields_values ?? []).flatMap((field: Row) => field.values.map((one: Row) => one.value))
  return [row.name, ...values].some(value => String(value).includes(text))
}
