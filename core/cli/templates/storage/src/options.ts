/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'password'],
  properties: {
    url: {
      type: 'string',
      pattern: '^tcp://[^\\s/]+:\\d+/?$',
      description: 'Where the server is.',
      examples: ['tcp://127.0.0.1:7070'],
    },
    password: { type: 'string', minLength: 1, writeOnly: true, description: 'The password of the server.' },
  },
} as const

/** The options, checked. */
export interface Options {
  readonly url: string
  readonly password: string
}
