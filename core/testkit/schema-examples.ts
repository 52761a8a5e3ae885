/** One example in a schema, with the place that it is an example of. */
export interface SchemaExample {
  /** `properties/services/items/properties/id`. */
  path: string
  schema: object
  example: unknown
}

/** Every `examples` of a schema, wherever it stands. */
export function* examplesIn(schema: unknown, path = ''): Generator<SchemaExample> {
  if (typeof schema !== 'object' || schema === null) return
  if (Array.isArray(schema)) {
    for (const [index, member] of schema.entries()) yield* examplesIn(member, `${path}/${index}`)
    return
  }
  for (const [name, member] of Object.entries(schema)) {
    if (name === 'examples' && Array.isArray(member)) {
      for (const example of member) yield { path, schema, example }
    } else if (name !== 'const' && name !== 'enum' && name !== 'default') {
      yield* examplesIn(member, path === '' ? name : `${path}/${name}`)
    }
  }
}
