import type { ConfiguredInstance, DeskConfig } from '../config/desk-config.ts'

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The strings that a schema marks `writeOnly`, wherever they stand in a value. */
function* secretsIn(schema: unknown, value: unknown): Generator<string> {
  if (!isRecord(schema)) return
  if (schema['writeOnly'] === true && typeof value === 'string') yield value
  for (const branch of ['anyOf', 'oneOf', 'allOf']) {
    const schemas = schema[branch]
    if (Array.isArray(schemas)) for (const one of schemas) yield* secretsIn(one, value)
  }
  if (Array.isArray(value)) for (const item of value) yield* secretsIn(schema['items'], item)
  if (!isRecord(value)) return
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  for (const [key, inner] of Object.entries(value))
    yield* secretsIn(properties[key] ?? schema['additionalProperties'], inner)
}

/** Every secret of a configuration: what the log must never show. */
export function secretsOf(config: DeskConfig): readonly string[] {
  const { llm, crm, channels, storage } = config
  const instances: readonly ConfiguredInstance[] = [
    ...llm,
    ...channels,
    crm,
    storage.journal,
    ...(storage.sessions ? [storage.sessions] : []),
  ]
  return instances.flatMap(({ plugin, config: options }) => [...secretsIn(plugin.configSchema, options)])
}
