/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['token', 'webhookSecret'],
  properties: {
    token: { type: 'string', minLength: 1, writeOnly: true, description: 'The access token of your account.' },
    webhookSecret: {
      type: 'string',
      minLength: 16,
      writeOnly: true,
      description: 'The secret with which Acme signs what it delivers.',
    },
    apiUrl: {
      type: 'string',
      pattern: '^https?://',
      default: 'https://api.acme.example',
      description: 'Where the API is.',
    },
  },
} as const

/** The options, checked and with their defaults. */
export interface Options {
  readonly token: string
  readonly webhookSecret: string
  readonly apiUrl: string
}
