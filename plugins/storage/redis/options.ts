import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The options of the storage `redis`. */
export const configSchema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      pattern: '^rediss?://',
      writeOnly: true,
      description: 'Where Redis is: `redis://user:password@host:6379/0`; with `rediss://` by TLS.',
      examples: ['redis://redis:6379', 'rediss://desk@redis.example:6380/1'],
    },
    ca: {
      type: 'string',
      minLength: 1,
      description:
        'The certificate authority that signed the certificate of Redis, as PEM text; the system’s when left out.',
    },
  },
  required: ['url'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options, checked and with their defaults. */
export type Config = FromSchema<typeof configSchema>
