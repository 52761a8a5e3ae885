type Schema = Readonly<Record<string, unknown>>

/** Longer than any secret that a schema asks for. */
const SAMPLE_TEXT = 'sample-text-of-32-characters-000'

/**
 * Options that a schema probably accepts, made of its own examples: enough to ask a plugin what it can do where nobody has
 * configured it. Whoever uses them holds them against the schema first.
 */
export function sampleOptions(schema: unknown): unknown {
  const { examples, default: given, const: constant, enum: values, anyOf, oneOf } = asSchema(schema)
  const [example] = Array.isArray(examples) ? examples : []
  if (example !== undefined) return example
  if (given !== undefined) return given
  if (constant !== undefined) return constant
  if (Array.isArray(values)) return values[0]
  const branches = anyOf ?? oneOf
  return Array.isArray(branches) ? sampleOptions(branches[0]) : sampleOfType(asSchema(schema))
}

function sampleOfType({ type, properties, required, items, minItems, minimum, minLength }: Schema): unknown {
  switch (type) {
    case 'string':
      return SAMPLE_TEXT.padEnd(Number(minLength ?? 0), '0')
    case 'integer':
    case 'number':
      return minimum ?? 1
    case 'boolean':
      return false
    case 'array':
      return Number(minItems ?? 0) > 0 ? [sampleOptions(items)] : []
    default: {
      const names = Array.isArray(required) ? required.map(String) : []
      return Object.fromEntries(names.map(name => [name, sampleOptions(asSchema(properties)[name])]))
    }
  }
}

const asSchema = (value: unknown): Schema => (typeof value === 'object' && value !== null ? { ...value } : {})
