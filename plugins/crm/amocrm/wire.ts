/** One JSON object as amoCRM sends it: any member may be missing, a number may come as text, an empty map as a list. */
export type Wire = Readonly<Record<string, unknown>>

const isWire = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object; an empty one for anything else. */
export function recordOf(value: unknown): Wire {
  return isWire(value) ? value : {}
}

/** The objects of a list; `null` and maps are empty lists. */
export function listOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter(isWire) : []
}

/** Text that is not empty, also when it came as a number. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** A number, also when it came as text. */
export function numberOf(value: unknown): number | undefined {
  const text = textOf(value)
  const number = text === undefined ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** An id as amoCRM counts them: digits, in the answer as a number or as text. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && isId(text) && text !== '0' ? text : undefined
}

/** Whether this can be an id of amoCRM at all. */
export function isId(text: string): boolean {
  return /^\d{1,15}$/.test(text)
}

/** The objects under `_embedded.<name>`. */
export function embeddedOf(value: unknown, name: string): readonly Wire[] {
  return listOf(recordOf(recordOf(value)['_embedded'])[name])
}

/** One value of a custom field. */
export interface FieldValue {
  value: unknown
  enumId: string | undefined
}

/** The values of one custom field; none when it is empty or not there. */
export function fieldValuesOf(
  entity: Wire,
  isWanted: (field: { id: string | undefined; code: string | undefined; name: string | undefined }) => boolean,
): readonly FieldValue[] {
  const field = listOf(entity['custom_fields_values']).find(one =>
    isWanted({ id: idOf(one['field_id']), code: textOf(one['field_code']), name: textOf(one['field_name']) }),
  )
  return listOf(field?.['values']).map((one): FieldValue => ({ value: one['value'], enumId: idOf(one['enum_id']) }))
}

/** The first value of the field with this id. */
export function fieldById(entity: Wire, fieldId: string): FieldValue | undefined {
  return fieldValuesOf(entity, ({ id }) => id === fieldId)[0]
}

/** The first value of the field with this code, as text. */
export function textByCode(entity: Wire, fieldCode: string): string | undefined {
  return textOf(fieldValuesOf(entity, ({ code }) => code === fieldCode)[0]?.value)
}
