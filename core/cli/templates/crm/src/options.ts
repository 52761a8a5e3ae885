/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['token'],
  properties: {
    token: { type: 'string', minLength: 1, writeOnly: true, description: 'The access token of your account.' },
    apiUrl: {
      type: 'string',
      pattern: '^https?://',
      default: 'https://api.acme.example',
      description: 'Where the API is.',
      examples: ['https://api.acme.example'],
    },
  },
} as const

/** The options, checked and with their defaults. */
export interface Options {
  readonly token: string
  readonly apiUrl: string
}
