import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The options of the channel `web`; every one has a default. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: {
      type: 'string',
      maxLength: 80,
      default: '',
      description: "What stands at the top of the chat. Empty: the company's name.",
    },
    color: {
      type: 'string',
      pattern: '^#[0-9a-fA-F]{6}$',
      default: '#1f6f5c',
      description: 'The color of buttons and of what the client wrote: `#rrggbb`.',
    },
    locale: {
      enum: ['auto', 'ru', 'en'],
      default: 'auto',
      description: "The language of the page. `auto`: the visitor's own, else the company's.",
    },
    messagesPerMinute: {
      type: 'integer',
      minimum: 1,
      maximum: 600,
      default: 20,
      description: 'How many messages one visitor may send in a minute.',
    },
    sessionDays: {
      type: 'integer',
      minimum: 1,
      maximum: 400,
      default: 90,
      description: 'How long a browser remembers its conversation after the last visit.',
    },
    secureCookies: {
      enum: ['auto', true, false],
      default: 'auto',
      description:
        '`auto`: cookies are marked secure when the page was opened by https (see server.trustProxy behind a proxy).',
    },
  },
} as const satisfies JSONSchema

/** The options, checked and with their defaults. */
export type Config = FromSchema<typeof configSchema>
