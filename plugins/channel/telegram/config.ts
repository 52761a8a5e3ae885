import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The options of the channel `telegram`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['token'],
  properties: {
    token: {
      type: 'string',
      writeOnly: true,
      pattern: '^[0-9]{1,20}:[A-Za-z0-9_-]{10,100}$',
      description: 'The token that @BotFather gives for the bot: digits, a colon, and some 35 characters.',
      examples: ['123456789:the-token-that-BotFather-gave'],
    },
    mode: {
      enum: ['polling', 'webhook'],
      default: 'polling',
      description:
        '`polling` asks Telegram for news and needs no public address. `webhook` is called by Telegram at `server.publicUrl`; `aiadmin setup` registers it.',
    },
    groups: {
      type: 'boolean',
      default: false,
      description:
        'Whether the bot answers in groups, each member in a conversation of their own. Else it is silent there.',
    },
    drafts: {
      type: 'boolean',
      default: true,
      description: 'Whether the client sees the answer while a model writes it.',
    },
    messagesPerSecond: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000,
      default: 30,
      description:
        'How many messages the bot sends at most. Telegram allows about 30, and more to bots that pay for it.',
    },
    apiRoot: {
      type: 'string',
      pattern: '^https?://[^\\s?#]+$',
      default: 'https://api.telegram.org',
      description: 'Where the Bot API is: another address for a Bot API server of your own.',
    },
  },
} as const satisfies JSONSchema

/** The options, checked and with their defaults. */
export type Config = FromSchema<typeof configSchema>

/** Where the Bot API is, without a slash at its end. */
export const apiRootOf = ({ apiRoot }: Config): string => apiRoot.replace(/\/+$/, '')

/** The bot's public number, the part of its token that is no secret. */
export const botIdOf = ({ token }: Config): string => token.slice(0, token.indexOf(':'))
