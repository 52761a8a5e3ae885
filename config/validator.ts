import { Ajv2020, type ErrorObject, type SchemaObject } from 'ajv/dist/2020.js'
import { isHost, isNetwork, isOrigin } from './network.ts'
import { isCountry, isCurrency, isTimeZone } from './places.ts'

/** A JSON Schema ready for use. */
export interface CompiledSchema<T> {
  /** Fills in defaults, in place. After `false`, `errors` says why. */
  accepts(value: unknown): value is T
  errors(): readonly ErrorObject[]
  /** JSON pointers of the `writeOnly` members that the value has. */
  secretsIn(value: unknown): readonly string[]
}

/** The string formats that schemas of the configuration and of plugins may use. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  uri: text => URL.canParse(text),
  email: text => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  hostname: text => /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text),
  date: text => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text,
  'date-time': text =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)),
  time: text => /^([01]\d|2[0-3]):[0-5]\d$/.test(text),
  timezone: isTimeZone,
  currency: isCurrency,
  country: isCountry,
  host: isHost,
  origin: isOrigin,
  network: isNetwork,
}

/** An `$id` would stay in the ajv and collide with another plugin's. */
function withoutId(schema: SchemaObject): SchemaObject {
  const anonymous: SchemaObject = { ...schema }
  delete anonymous['$id']
  return anonymous
}

/** Makes a schema ready for use. Throws when it is invalid. */
export type CompileSchema = <T = unknown>(schema: SchemaObject) => CompiledSchema<T>

/**
 * Compiles schemas on one ajv: strict, all errors, defaults filled in, nothing coerced. `isOurs`: the schemas come with
 * the program, whose tests hold them against the metaschema; doing it again costs a start some 50 ms.
 */
export function createSchemaCompiler({ isOurs }: { isOurs: boolean }): CompileSchema {
  let secrets: string[] = []
  const ajv = new Ajv2020({
    allErrors: true,
    verbose: true,
    useDefaults: true,
    strict: true,
    logger: false,
    validateSchema: !isOurs,
    // Too narrow for `anyOf: [{ required: … }]`, unions and a pattern beside named properties, all sound schemas.
    strictRequired: false,
    allowUnionTypes: true,
    allowMatchingProperties: true,
  })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate)
  // ajv walks references and branches anyway: the annotation tells on the way which members are secrets.
  ajv.removeKeyword('writeOnly')
  ajv.addKeyword({
    keyword: 'writeOnly',
    schemaType: 'boolean',
    errors: false,
    validate: (isSecret: boolean, _data: unknown, _parent?: object, context?: { instancePath: string }) => {
      if (isSecret && context) secrets.push(context.instancePath)
      return true
    },
  })

  return <T>(schema: SchemaObject): CompiledSchema<T> => {
    const prepared: SchemaObject = '$id' in schema ? withoutId(schema) : schema
    const validate = ajv.compile<T>(prepared)
    return {
      accepts: (value): value is T => validate(value),
      errors: () => validate.errors ?? [],
      secretsIn(value) {
        secrets = []
        validate(structuredClone(value))
        return [...new Set(secrets)]
      },
    }
  }
}
