import type { ErrorObject } from 'ajv/dist/2020.js'
import { fromPointer, type Path, type Problem } from './finding.ts'
import { problems } from './problems.ts'

/** How values stand in the file that is checked. */
export interface AsWritten {
  /** A scalar as it is written: `01204`, not 1204. */
  source(path: Path): string | undefined
  /** The leaf before its reference was replaced. */
  reference(path: Path): string | undefined
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a block of settings',
  array: 'a list',
  null: 'nothing',
}

/** The name of a value's type, as findings say it. */
export function nameType(value: unknown): string {
  const type = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  return TYPE_NAMES[type] ?? type
}

/** The types that an error of the keyword `type` wants. */
export function typesOf(error: ErrorObject): readonly string[] {
  return [error.params['type']].flat().map(String)
}

/** A scalar as a finding may quote it. What a reference brings may be a secret, and findings end up in logs. */
export function showValue(error: ErrorObject, file: AsWritten): string {
  const path = fromPointer(error.instancePath)
  const reference = file.reference(path)
  if (reference !== undefined) return `what ${reference} brings`
  if (Object(error.parentSchema).writeOnly === true) return 'the value'
  return typeof error.data === 'string' ? `"${error.data}"` : (file.source(path) ?? String(error.data))
}

/** Says what is wanted and what was found instead. */
export function describeWrongType(error: ErrorObject, wanted: readonly string[], file: AsWritten): Problem {
  const { data } = error
  const isScalar = typeof data === 'number' || typeof data === 'boolean'
  const source = file.source(fromPointer(error.instancePath))
  if (isScalar && wanted.includes('string')) return problems.quoteIt({ written: source ?? String(data) })
  const hint = hintFor(data, wanted, String(fromPointer(error.instancePath).at(-1)))
  return problems.wrongType({
    wanted: [...new Set(wanted.map(type => TYPE_NAMES[type] ?? type))].join(' or '),
    found: typeof data === 'string' || isScalar ? showValue(error, file) : nameType(data),
    ...(hint && file.reference(fromPointer(error.instancePath)) === undefined ? { hint } : {}),
  })
}

function hintFor(data: unknown, wanted: readonly string[], key: string): string | undefined {
  if (typeof data === 'string') {
    if (wanted.includes('boolean') && /^(yes|no|on|off|да|нет|true|false)$/i.test(data)) {
      return `write ${/^(yes|on|да|true)$/i.test(data) ? 'true' : 'false'}, without quotes`
    }
    const wantsNumber = wanted.includes('number') || wanted.includes('integer')
    if (wantsNumber && /^-?\d+(\.\d+)?$/.test(data)) return 'remove the quotes'
    const number = wantsNumber ? numberInside(data, key) : undefined
    if (number !== undefined) return `write the number alone: ${number}`
    if (wanted.includes('array')) return 'begin each entry in a line of its own with "- "'
  }
  return wanted.includes('object') && Array.isArray(data)
    ? 'remove the dashes: here each line is "name: value"'
    : undefined
}

/** The number of `2300 руб`, `$40`, `2 300 ₽` or, where minutes are counted, of `1,5 часа`. */
function numberInside(text: string, key: string): number | undefined {
  const [, whole = '', fraction = '0', unit = ''] =
    /^[^\d-]{0,4}(\d{1,3}(?:\s\d{3})+|\d+)(?:[.,](\d+))?\s*([^\d]*)$/u.exec(text.trim()) ?? []
  if (whole === '') return undefined
  const number = Number(`${whole.replace(/\s/g, '')}.${fraction}`)
  return /minutes$/i.test(key) && /^(ч|час|h)/i.test(unit) ? number * 60 : number
}
