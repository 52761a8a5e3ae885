import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { openingHoursSchema } from '../hours/index.ts'
import { timeOptions } from '../provider/index.ts'

const text = (description: string, examples: readonly string[]) =>
  ({
    description,
    examples,
    anyOf: [
      { type: 'string', minLength: 1 },
      {
        type: 'object',
        properties: { ru: { type: 'string', minLength: 1 }, en: { type: 'string', minLength: 1 } },
        minProperties: 1,
        additionalProperties: false,
      },
    ],
  }) as const satisfies JSONSchema

const id = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$',
} as const satisfies JSONSchema

const synonyms = {
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description: 'Other words that clients use for it.',
} as const satisfies JSONSchema

const service = {
  type: 'object',
  description: 'Something that the business sells and that takes time.',
  properties: {
    id: { ...id, description: 'Stays the same for ever: booked visits refer to it.', examples: ['womens-haircut'] },
    name: text('As clients read it; one text, or one for each language.', ['Haircut']),
    category: text('Groups services in a list.', ['Hair']),
    description: text('What the client should know before booking.', ['Wash, cut and styling.']),
    synonyms,
    durationMinutes: { type: 'integer', minimum: 5, maximum: 1440, description: 'How long the client stays.' },
    price: {
      description: 'In units of the company’s currency: one price, or a range.',
      examples: [1500, { from: 2000, to: 3500 }],
      anyOf: [
        { type: 'number', minimum: 0 },
        {
          type: 'object',
          properties: { from: { type: 'number', minimum: 0 }, to: { type: 'number', minimum: 0 } },
          required: ['from', 'to'],
          additionalProperties: false,
        },
      ],
    },
    buffer: {
      type: 'object',
      description: 'Time that the employee needs around the visit and in which no other visit may lie.',
      examples: [{ after: 15 }],
      properties: {
        before: { type: 'integer', minimum: 0, maximum: 240, default: 0, description: 'Minutes before.' },
        after: { type: 'integer', minimum: 0, maximum: 240, default: 0, description: 'Minutes after.' },
      },
      additionalProperties: false,
    },
  },
  required: ['id', 'name', 'durationMinutes'],
  additionalProperties: false,
} as const satisfies JSONSchema

const employee = {
  type: 'object',
  description: 'Someone whose time is booked.',
  properties: {
    id: { ...id, description: 'Stays the same for ever: booked visits refer to it.', examples: ['anna'] },
    name: text('As clients read it.', ['Anna']),
    title: text('What they are.', ['Stylist']),
    synonyms: { ...synonyms, description: 'Other forms of the name: `Anya` for `Anna`.' },
    services: {
      description: 'The ids of the services that they do, or `all`.',
      default: 'all',
      examples: [['womens-haircut', 'colouring'], 'all'],
      anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    },
    hours: {
      ...openingHoursSchema,
      description: 'When they work; the hours of the business when left out. Days that are not named are days off.',
    },
    exceptions: {
      ...openingHoursSchema.properties.exceptions,
      description:
        'Days off and other hours on single dates. On a date that is an exception of the business and not named here they work when both are open.',
    },
  },
  required: ['id', 'name'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** Services, employees and hours as an operator writes them: properties of a plugin's own schema. */
export const calendarProperties = {
  services: { type: 'array', items: service, minItems: 1, description: 'What can be booked.' },
  employees: { type: 'array', items: employee, minItems: 1, description: 'Who can be booked.' },
  hours: {
    ...openingHoursSchema,
    description: 'When visits can be booked; `company.hours` when left out.',
  },
  ...timeOptions,
} as const satisfies Readonly<Record<string, JSONSchema>>

const calendarSchema = {
  type: 'object',
  properties: calendarProperties,
  required: ['services', 'employees'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** These options as written, with their defaults. */
export type CalendarOptions = FromSchema<typeof calendarSchema>
