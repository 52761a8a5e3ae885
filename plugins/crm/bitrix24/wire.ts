// What Bitrix24 sends is read here and nowhere else: numbers come as strings or as numbers, empty maps as [].

/** A map of unknown values; an empty one for whatever is no map. */
export type Fields = Readonly<Record<string, unknown>>

/** A value as a map. `[]`, which Bitrix24 writes for an empty map, is an empty map. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** The members of a list, or of a map that stands for one. */
export function listOf(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.map(fieldsOf)
  return Object.values(fieldsOf(value)).map(fieldsOf)
}

/** A text or number as a trimmed text; empty for everything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' ? String(value) : ''
}

/** A positive id as Bitrix24 has it, as text; undefined for anything else. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  return /^[1-9]\d{0,17}$/.test(text) ? text : undefined
}

/** `Y`, `true` and `1`. */
export function flagOf(value: unknown): boolean {
  return value === true || ['Y', 'true', '1'].includes(textOf(value))
}

/** The name under which Bitrix24 keeps a person in two fields. */
export function fullNameOf(fields: Fields): string {
  return [textOf(fields['NAME']), textOf(fields['LAST_NAME'])].filter(part => part !== '').join(' ')
}
