import { isRecord } from './value-check.ts'

interface Row {
  key: string
  type: string
  initial: string
  description: string
}

const HOURS = 'opening hours'

/**
 * The options that a schema describes, as a Markdown table: made, never written by hand. `hours` is where the notation of
 * opening hours is explained.
 */
export function optionTable(schema: unknown, { hours = '#opening-hours' }: { hours?: string } = {}): string {
  const rows = [...rowsOf(schema, '')].map(row => ({ ...row, type: row.type.replace(HOURS, `[${HOURS}](${hours})`) }))
  if (rows.length === 0) return 'No options.'
  return [
    '| Option | Type | Default | Meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ key, type, initial, description }) => `| \`${key}\` | ${type} | ${initial} | ${description} |`),
  ].join('\n')
}

function* rowsOf(schema: unknown, prefix: string): Generator<Row> {
  const { properties, required } = Object(schema)
  if (!isRecord(properties)) return
  for (const [name, member] of Object.entries(properties)) {
    if (!isRecord(member)) continue
    const key = `${prefix}${name}`
    const isRequired = Array.isArray(required) && required.includes(name)
    yield {
      key,
      type: typeOf(member),
      initial: isRequired ? '**needed**' : defaultOf(member),
      description: describe(member),
    }
    // Named by a pattern, its members have no names to list; the notation of hours is explained in one place.
    if (isOpeningHours(member) || 'patternProperties' in member) continue
    yield* rowsOf(member, `${key}.`)
    const { items, additionalProperties, anyOf } = member
    yield* rowsOf(items, `${key}[].`)
    yield* rowsOf(additionalProperties, `${key}.<name>.`)
    // Of several forms the one with members of its own is the one that needs words; a localized text does not.
    const forms = Array.isArray(anyOf) && !isLocalizedText(anyOf) ? anyOf : []
    for (const form of forms) yield* rowsOf(form, `${key}.`)
    for (const form of forms) yield* rowsOf(Object(form).items, `${key}[].`)
  }
}

function typeOf(schema: Record<string, unknown>): string {
  const { type, anyOf, oneOf, items, enum: values, const: value, title } = schema
  if (isOpeningHours(schema)) return HOURS
  const forms: unknown = anyOf ?? oneOf
  if (Array.isArray(forms)) {
    if (isLocalizedText(forms)) return 'text or `{ ru, en }`'
    return [...new Set(forms.filter(isRecord).map(typeOf))].join(' or ')
  }
  if (Array.isArray(values) && values.length > 5 && typeof title === 'string') return title
  if (Array.isArray(values)) return values.map(one => `\`${String(one)}\``).join(', ')
  if (value !== undefined) return `\`${String(value)}\``
  if (type === 'array') return isRecord(items) ? `list of ${typeOf(items)}` : 'list'
  return [type]
    .flat()
    .map(one => NAMES[String(one)] ?? 'any')
    .join(' or ')
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'block',
  null: 'nothing',
}

function defaultOf({ default: value }: Record<string, unknown>): string {
  if (value === undefined) return ''
  return `\`${JSON.stringify(value)}\``
}

function describe(schema: Record<string, unknown>): string {
  const { description, writeOnly, minimum, maximum } = schema
  const examples = isOpeningHours(schema) ? undefined : schema['examples']
  const range =
    maximum !== undefined
      ? `From ${minimum ?? 0} to ${maximum}.`
      : minimum !== undefined && minimum !== 0
        ? `At least ${minimum}.`
        : ''
  const example = Array.isArray(examples) && examples.length > 0 ? `Example: \`${show(examples[0])}\`.` : ''
  return [description, range, example, writeOnly === true ? 'A secret: write a reference.' : '']
    .filter(Boolean)
    .join(' ')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
}

function show(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example)
}

function isLocalizedText(forms: readonly unknown[]): boolean {
  return (
    forms.length === 2 &&
    forms.some(form => Object(form).type === 'string') &&
    forms.some(form => 'ru' in Object(Object(form).properties))
  )
}

function isOpeningHours({ properties }: Record<string, unknown>): boolean {
  return isRecord(properties) && 'mon-fri' in properties
}
