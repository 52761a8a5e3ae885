import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { COLOR_PATTERN } from './theme.ts'

/** A text in one language or in both; empty: the page's own. */
const localizedText = (description: string) =>
  ({
    description,
    default: '',
    anyOf: [
      { type: 'string', maxLength: 500 },
      {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: {
          ru: { type: 'string', minLength: 1, maxLength: 500 },
          en: { type: 'string', minLength: 1, maxLength: 500 },
        },
      },
    ],
  }) as const

/** The options of the channel `web`; every one has a default. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: localizedText("What stands at the top of the chat. Empty: the company's name."),
    color: {
      type: 'string',
      pattern: COLOR_PATTERN,
      default: '#1f6f5c',
      description: 'The color of buttons and of what the client wrote: `#rrggbb`.',
    },
    theme: {
      enum: ['auto', 'light', 'dark'],
      default: 'auto',
      description: "Light or dark. `auto`: as the visitor's system has it.",
    },
    greeting: localizedText(
      'The first words of the chat, before the visitor has written. Empty: the text `web.greeting`.',
    ),
    quick: {
      type: 'array',
      maxItems: 6,
      default: ['book', 'prices', 'visits', 'human'],
      description:
        'The buttons below the greeting: `book`, `prices`, `visits`, `human`, or a question of your own as `{ ru, en }`, which is asked in these words.',
      items: {
        anyOf: [
          { enum: ['book', 'prices', 'visits', 'human'] },
          {
            type: 'object',
            additionalProperties: false,
            minProperties: 1,
            properties: {
              ru: { type: 'string', minLength: 1, maxLength: 80 },
              en: { type: 'string', minLength: 1, maxLength: 80 },
            },
          },
        ],
      },
    },
    label: localizedText('What the button on other sites says. Empty: the text `web.widget_open`.'),
    position: {
      enum: ['right', 'left'],
      default: 'right',
      description: 'The corner of other sites in which the button stands.',
    },
    sound: {
      type: 'boolean',
      default: false,
      description: 'A soft sound with each new message, until the visitor turns it off.',
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
