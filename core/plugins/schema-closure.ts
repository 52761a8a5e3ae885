const HOLDERS_OF_ONE = ['items', 'additionalProperties', 'contains', 'unevaluatedItems'] as const
const HOLDERS_OF_MANY = ['properties', 'patternProperties', '$defs'] as const

/**
 * Where a schema lets unknown keys pass: the whole must be a closed object, and so must every object in it that names
 * properties. Undefined when it is closed.
 */
export function findOpenObject(schema: unknown): string | undefined {
  const { type, additionalProperties, unevaluatedProperties } = Object(schema)
  if (type !== 'object' || (additionalProperties !== false && unevaluatedProperties !== false)) return 'its top level'
  return findOpenInside(schema, '')
}

function findOpenInside(schema: unknown, path: string): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const members: Readonly<Record<string, unknown>> = { ...schema }
  const isOpen = members['additionalProperties'] === undefined && members['unevaluatedProperties'] === undefined
  if (members['type'] === 'object' && members['properties'] !== undefined && isOpen) return path || 'its top level'
  const inside = [
    ...HOLDERS_OF_ONE.map(name => ({ name, schema: members[name] })),
    ...HOLDERS_OF_MANY.flatMap(holder =>
      Object.entries(Object(members[holder])).map(([name, member]) => ({ name: `${holder}/${name}`, schema: member })),
    ),
    ...(['anyOf', 'oneOf'] as const).flatMap(holder => {
      const branches: unknown = members[holder]
      return Array.isArray(branches)
        ? branches.map((branch: unknown, index) => ({ name: `${holder}/${index}`, schema: branch }))
        : []
    }),
  ]
  for (const { name, schema: member } of inside) {
    const found = findOpenInside(member, `${path}/${name}`)
    if (found !== undefined) return found
  }
  return undefined
}
