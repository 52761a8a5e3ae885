import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

/** The form of an instance's name. */
export const INSTANCE_NAME = '^[a-z][a-z0-9-]*$'

/** One configured plugin as it is written. Its options have a schema of their own: the plugin's. */
export const instanceSchema = {
  type: 'object',
  properties: {
    use: {
      type: 'string',
      minLength: 1,
      description: 'The plugin: the word of a built-in, npm:<package>, or ./file.ts beside this file.',
    },
    with: { type: 'object', default: {}, description: 'The options of the plugin.' },
  },
  required: ['use'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** One configured plugin as it is written. */
export type InstanceBlock = FromSchema<typeof instanceSchema>

/** `storage:` as it is written. */
export const storageSchema = {
  type: 'object',
  description: 'Where things are kept.',
  properties: {
    journal: {
      ...instanceSchema,
      description: 'What must never be lost: conversations, bookings, messages. SQLite when left out.',
    },
    sessions: {
      ...instanceSchema,
      description: 'Copies of the sessions, for several machines. When left out the journal is the only place.',
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** Instances by name. */
function instancesSchema<const Description extends string>(description: Description) {
  return {
    type: 'object',
    description,
    minProperties: 1,
    propertyNames: { pattern: INSTANCE_NAME },
    additionalProperties: true,
  } as const satisfies JSONSchema
}

/** `llm:`, the instances only; each is checked on its own. */
export const llmSchema = instancesSchema(
  'Who thinks, in order: when one fails the next takes over. The rules brain when left out.',
)

/** `channels:`, the instances only; each is checked on its own. */
export const channelsSchema = instancesSchema('Where clients write. The web chat when left out.')

/** `texts:` as it is written. */
export const textsSchema = {
  type: 'object',
  description: 'What the desk says by itself, in words of your own: by language and key, in ICU MessageFormat.',
  properties: {
    ru: { type: 'object', description: 'Texts in Russian.', additionalProperties: true },
    en: { type: 'object', description: 'Texts in English.', additionalProperties: true },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The first level of `aiadmin.yaml`; the blocks have schemas of their own. */
export const deskSchema = {
  type: 'object',
  properties: {
    version: {
      type: 'integer',
      const: 1,
      title: 'known version',
      description: 'The version of this file, always 1.',
    },
    business: {
      type: 'string',
      pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
      default: 'default',
      description: 'Small letters, digits and dashes; part of every key. Do not change it once there are bookings.',
      examples: ['my-salon'],
    },
    company: {},
    server: {},
    llm: {},
    crm: {},
    storage: {},
    channels: {},
    dialog: {},
    texts: {},
    retention: {
      type: 'object',
      default: {},
      description: 'How long things are kept.',
      properties: {
        messagesDays: {
          type: 'integer',
          minimum: 1,
          default: 365,
          description: 'Messages and turns are deleted after so many days.',
        },
        providerIdsDays: {
          type: 'integer',
          minimum: 8,
          default: 14,
          description:
            'Hashed ids of received messages, by which a message that comes twice is known; at least 8 days.',
        },
      },
      additionalProperties: false,
    },
    rereads: {
      type: 'object',
      default: {},
      description:
        'Visits to come are read again from the CRM now and then, in case it did not tell that the staff moved or cancelled one.',
      properties: {
        everyHours: {
          type: 'integer',
          minimum: 1,
          default: 6,
          description: 'Every visit to come is read again after so many hours.',
        },
        soonEveryMinutes: {
          type: 'integer',
          minimum: 5,
          default: 60,
          description: 'A visit of the next 24 hours is read again after so many minutes.',
        },
        perMinute: {
          type: 'integer',
          minimum: 0,
          maximum: 600,
          default: 10,
          description: 'At most so many are read in a minute; 0 for none at all.',
        },
      },
      additionalProperties: false,
    },
    log: {
      type: 'object',
      default: {},
      description: 'What is logged.',
      properties: {
        level: {
          title: 'level',
          type: 'string',
          enum: ['debug', 'info', 'warn', 'error'],
          default: 'info',
          description: 'Names, phones and texts of clients appear at debug only.',
        },
      },
      additionalProperties: false,
    },
  },
  required: ['version', 'company', 'crm'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The first level of `aiadmin.yaml`. */
export type DeskBlock = FromSchema<typeof deskSchema>
