import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The options of the storage `postgres`. */
export const configSchema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      pattern: '^postgres(ql)?://',
      writeOnly: true,
      description:
        'Where the database is: `postgres://user:password@host:5432/database`. Add `?sslmode=verify-full` for TLS with a checked certificate, `?sslmode=no-verify` for TLS alone.',
      examples: ['postgres://aiadmin@db.example:5432/aiadmin'],
    },
    ca: {
      type: 'string',
      minLength: 1,
      description:
        'The certificate authority that signed the certificate of the database, as PEM text; the system’s when left out.',
    },
    maxConnections: {
      type: 'integer',
      minimum: 2,
      maximum: 100,
      default: 10,
      description: 'How many connections one process of the desk opens at most, beside two for news and health.',
    },
  },
  required: ['url'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options, checked and with their defaults. */
export type Config = FromSchema<typeof configSchema>
