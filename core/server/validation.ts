import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import fp from 'fastify-plugin'

const OPTIONS: Options = {
  useDefaults: true,
  // OpenAPI's own keywords stand in route schemas and mean nothing here.
  strict: false,
  validateFormats: false,
}

/**
 * Bodies are taken as they are: a number is not a string, and an unknown member is an error, never dropped in silence.
 * What stands in a URL or header is always a string, so numbers and booleans are read from it.
 */
export const validation = fp(
  async app => {
    const body = new Ajv2020(OPTIONS)
    const text = new Ajv2020({ ...OPTIONS, coerceTypes: 'array' })
    app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? body : text).compile(Object(schema)))
  },
  { name: 'validation' },
)
