import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { openingHoursSchema } from '../hours/index.ts'
import { timeOptions } from '../provider/index.ts'

const name = (description: string, examples: readonly string[]) =>
  ({ type: 'string', minLength: 1, description, examples }) as const satisfies JSONSchema

const synonyms = {
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description: 'Other words that clients use for it.',
  examples: [['trim', 'cut']],
} as const satisfies JSONSchema

const service = {
  type: 'object',
  description: 'A product of the catalogue that can be booked.',
  properties: {
    product: name('Its name or id in Bitrix24. The id survives a renaming.', ['Haircut', '1265']),
    durationMinutes: {
      type: 'integer',
      minimum: 5,
      maximum: 1440,
      description: 'How long the client stays: Bitrix24 knows no duration.',
      examples: [60],
    },
    category: name('Groups services in a list.', ['Hair']),
    synonyms,
  },
  required: ['product', 'durationMinutes'],
  additionalProperties: false,
} as const satisfies JSONSchema

const employee = {
  type: 'object',
  description: 'A user of the portal whose time can be booked.',
  properties: {
    user: name('First and last name as in Bitrix24, or the user id. The id survives a renaming.', ['Anna Lee', '7']),
    title: name('What they are.', ['Stylist']),
    synonyms: { ...synonyms, description: 'Other forms of the name.', examples: [['Anya']] },
    services: {
      description: 'The products that they do, by name or id as in `services`; `all` when left out.',
      default: 'all',
      examples: [['Haircut'], 'all'],
      anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    },
    hours: {
      ...openingHoursSchema,
      description: 'When they work; `hours` of the plugin or of the company when left out.',
    },
  },
  required: ['user'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options of Bitrix24. */
export const configSchema = {
  type: 'object',
  properties: {
    webhook: {
      type: 'string',
      pattern: '^https?://[^/\\s]+/rest/\\d+/[^/\\s]+/?$',
      writeOnly: true,
      description: 'The address of an inbound webhook, whole. Either this or `oauth`.',
      examples: ['https://example.bitrix24.com/rest/1/a1b2c3d4e5f6/'],
    },
    oauth: {
      type: 'object',
      description: 'A local application instead of a webhook.',
      properties: {
        portal: {
          type: 'string',
          pattern: '^https?://[^/\\s]+/?$',
          description: 'The address of the portal.',
          examples: ['https://example.bitrix24.com'],
        },
        clientId: name('The application’s id.', ['local.0123456789.01234567']),
        clientSecret: { type: 'string', minLength: 1, writeOnly: true, description: 'The application’s key.' },
        refreshToken: {
          type: 'string',
          minLength: 1,
          writeOnly: true,
          description:
            'A refresh token from elsewhere, in place of the consent that `aiadmin setup` asks for. Later ones are kept in the journal’s store; a new one here replaces them.',
        },
        server: {
          type: 'string',
          pattern: '^https?://[^/\\s]+/?$',
          default: 'https://oauth.bitrix.info',
          description: 'Where tokens are renewed: `server_endpoint` of the first tokens tells.',
          examples: ['https://oauth.bitrix24.tech'],
        },
      },
      required: ['portal', 'clientId', 'clientSecret'],
      additionalProperties: false,
    },
    plan: {
      enum: ['standard', 'enterprise'],
      default: 'standard',
      description: 'Enterprise portals take more requests: five a second, not two.',
      examples: ['enterprise'],
    },
    catalogue: {
      enum: ['crm', 'catalog'],
      default: 'crm',
      description:
        'Where services are read: `crm` (any user, scope crm) or `catalog` (services of the trade catalogue; an administrator, scope catalog).',
      examples: ['catalog'],
    },
    services: { type: 'array', items: service, minItems: 1, description: 'What can be booked.' },
    employees: { type: 'array', items: employee, minItems: 1, description: 'Who can be booked.' },
    hours: { ...openingHoursSchema, description: 'When visits can be booked; `company.hours` when left out.' },
    pipeline: name('The deals’ pipeline, by name or id; the main one when left out.', ['Visits', '4']),
    stages: {
      type: 'object',
      description: 'Stages of the pipeline, by name or code.',
      properties: {
        booked: name('New visits; the first stage when left out.', ['Booked', 'NEW']),
        cancelled: name('Cancelled visits; the first failure stage when left out.', ['Cancelled', 'LOSE']),
        arrived: name('The client came; any success stage when left out.', ['Came', 'WON']),
        noShow: name('The client did not come: a failure stage of its own.', ['No show', 'C4:2']),
      },
      additionalProperties: false,
    },
    fields: {
      type: 'object',
      description: 'Fields of the deal, by name or code.',
      properties: {
        details: {
          ...name('A text in which the plugin keeps time and services of the visit.', ['UF_CRM_VISIT_DETAILS']),
          default: 'ADDITIONAL_INFO',
        },
        event: {
          ...name('A text in which the plugin keeps the id of the calendar event.', ['UF_CRM_VISIT_EVENT']),
          default: 'SOURCE_DESCRIPTION',
        },
        start: name('A date-with-time field that shows the start of the visit to staff; none when left out.', [
          'Visit at',
        ]),
      },
      additionalProperties: false,
    },
    ...timeOptions,
    outboundToken: {
      type: 'string',
      minLength: 1,
      writeOnly: true,
      description: 'The token of the outbound webhook, which Bitrix24 sends with each event; checked when it is set.',
    },
  },
  required: ['services', 'employees'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type Options = FromSchema<typeof configSchema>
