/** A JSON object of the provider's, of which nothing is believed yet. */
export type Wire = Readonly<Record<string, unknown>>

/** PHP writes an empty map as `[]`: that is no object. */
export function isBlock(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object, or an empty one for `[]`, `null` and everything else. */
export function blockOf(value: unknown): Wire {
  return isBlock(value) ? value : {}
}

/** The objects of a list. */
export function blocksOf(value: unknown): readonly Wire[] {
  return Array.isArray(value) ? value.filter(isBlock) : []
}

/** Text, also of what came as a number; empty for everything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** A number, also of what came as a text. */
export function numberOf(value: unknown): number | undefined {
  const text = textOf(value)
  const number = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** Ids are whole numbers, as numbers or as texts; 0 stands for nobody. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  return isId(text) ? text : undefined
}

/** Whether a provider's record may have this id: what else goes into a path could be anything. */
export function isId(text: string): boolean {
  return /^[1-9]\d{0,17}$/.test(text)
}

/** `true`, `1` and `"1"`. */
export function isOn(value: unknown): boolean {
  return value === true || textOf(value) === '1' || value === 'true'
}

/** `false`, `0` and `"0"`: said to be off, which is not the same as not said. */
export function isOff(value: unknown): boolean {
  return value === false || textOf(value) === '0' || value === 'false'
}
