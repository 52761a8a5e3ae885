/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['apiKey', 'model'],
  properties: {
    apiKey: { type: 'string', minLength: 1, writeOnly: true, description: 'The key of your account.' },
    model: { type: 'string', minLength: 1, description: 'The model that answers.', examples: ['acme-1'] },
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
  readonly apiKey: string
  readonly model: string
  readonly apiUrl: string
}
