import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { openingHoursSchema } from '../hours/index.ts'
import { timeOptions } from '../provider/index.ts'
import { clients, employees, schedule, services, skills, statuses, visit } from './entity-options.ts'

/** Names of the configurations that have presets. */
export const PRESET_NAMES = ['unf', 'trade', 'repair', 'booking'] as const

/** The options of the 1C plugin. */
export const configSchema = {
  type: 'object',
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://[^\\s?#]+$',
      description: 'The address of the publication, with or without /odata/standard.odata.',
      examples: ['https://1c.example.com/salon'],
    },
    login: { type: 'string', minLength: 1, description: 'Name of a user of the infobase.', examples: ['AI-Admin'] },
    password: {
      type: 'string',
      writeOnly: true,
      description: 'The user’s password, as a reference to the environment.',
      default: '',
    },
    timezone: {
      type: 'string',
      minLength: 1,
      description: 'The zone of the 1C server, whose times have no offset; that of the company when left out.',
      examples: ['Europe/Moscow'],
    },
    preset: {
      enum: PRESET_NAMES,
      description:
        'Names for a known configuration; what is written below comes before them, and an empty text takes a name away.',
      examples: ['unf'],
    },
    clients,
    services,
    employees,
    skills,
    schedule,
    hours: { ...openingHoursSchema, description: 'When visits can be booked; `company.hours` when left out.' },
    visit,
    statuses,
    ...timeOptions,
    connections: {
      type: 'integer',
      minimum: 1,
      maximum: 8,
      default: 2,
      description: 'How many requests run at once: each is a session of 1C and takes a licence.',
    },
  },
  required: ['url', 'login'],
  examples: [{ url: 'https://1c.example.com/salon', login: 'AI-Admin', preset: 'booking' }],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type OnecOptions = FromSchema<typeof configSchema>
