import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { OptionFinding } from '../../../core/contract/index.ts'

/** The options of the channel `http`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    apiKeys: {
      type: 'array',
      default: [],
      description: 'Who may call. Without a key the API refuses every call.',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'key'],
        properties: {
          name: {
            type: 'string',
            pattern: '^[a-z][a-z0-9-]*$',
            maxLength: 40,
            description:
              'Whose key it is. Conversations belong to the name: two keys of one name share them, for a change of keys.',
          },
          key: {
            type: 'string',
            writeOnly: true,
            maxLength: 512,
            description: 'The key, at least 16 characters, or `sha256:` and its hash in hex. Empty: not configured.',
          },
          scopes: {
            type: 'array',
            items: { enum: ['read', 'write'] },
            minItems: 1,
            uniqueItems: true,
            default: ['read', 'write'],
            description: '`write` sends messages, `read` reads conversations.',
          },
        },
      },
    },
    requestsPerMinute: {
      type: 'integer',
      minimum: 1,
      default: 600,
      description: 'Requests per minute of one key name, beside the limit per IP address of the server.',
    },
    textLength: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000,
      default: 4_000,
      description: 'Longest text of one message, in characters.',
    },
  },
} as const satisfies JSONSchema

/** The options, checked and with their defaults. */
export type Config = FromSchema<typeof configSchema>

/** Finds keys that are too weak, malformed or given twice. */
export function checkConfig({ apiKeys }: Config): readonly OptionFinding[] {
  const seen = new Set<string>()
  return apiKeys.flatMap(({ key }, index): OptionFinding[] => {
    const path = ['apiKeys', index, 'key']
    if (key === '') return []
    if (seen.has(key)) return [{ path, message: 'this key is there twice', hint: 'give each caller a key of its own' }]
    seen.add(key)
    if (key.startsWith('sha256:')) {
      if (/^sha256:[0-9a-fA-F]{64}$/.test(key)) return []
      return [{ path, message: 'after sha256: come 64 hex digits', hint: 'printf %s "$KEY" | sha256sum' }]
    }
    if (key.length >= 16) return []
    return [{ path, message: 'is too short to be a secret: 16 characters or more', hint: 'openssl rand -hex 24' }]
  })
}
