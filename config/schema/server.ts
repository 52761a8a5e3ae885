import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** `server:` as it is written. */
export const serverSchema = {
  type: 'object',
  description: 'Where the desk listens and who may call it.',
  properties: {
    host: {
      type: 'string',
      minLength: 1,
      format: 'host',
      default: '0.0.0.0',
      description: 'The address to listen on; 127.0.0.1 for this machine only.',
    },
    port: { type: 'integer', minimum: 0, maximum: 65535, default: 8000, description: 'The port; 0 for any free one.' },
    publicUrl: {
      type: 'string',
      format: 'uri',
      pattern: '^https?://',
      description: 'The address under which the world reaches the desk; providers send their webhooks there.',
      examples: ['https://desk.example.com'],
    },
    trustProxy: {
      anyOf: [{ type: 'boolean' }, { type: 'array', items: { type: 'string', minLength: 1, format: 'network' } }],
      default: false,
      description:
        'Whose X-Forwarded-For is believed: false for nobody, true for everybody, or the addresses and networks of your proxies.',
      examples: [['10.0.0.0/8']],
    },
    origins: {
      type: 'array',
      items: { type: 'string', minLength: 1, format: 'origin' },
      default: [],
      description: 'Web sites that may embed the chat and call the API from a browser; "*" for all of them.',
      examples: [['https://example.com']],
    },
    bodyLimitBytes: {
      type: 'integer',
      minimum: 1024,
      default: 262144,
      description: 'The largest request that is read, in bytes.',
    },
    requestsPerMinute: {
      type: 'integer',
      minimum: 1,
      default: 300,
      description: 'Requests that one IP address may make in a minute.',
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** `server:` with its defaults. */
export type ServerBlock = FromSchema<typeof serverSchema>
