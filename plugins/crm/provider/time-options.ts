import type { JSONSchema } from 'json-schema-to-ts'

/** When visits may start, where the provider does not compute free times: properties of a plugin's own schema. */
export const timeOptions = {
  gridMinutes: {
    type: 'integer',
    minimum: 5,
    maximum: 240,
    default: 30,
    description: 'Visits start at whole multiples of this many minutes after midnight.',
    examples: [15],
  },
  noticeMinutes: {
    type: 'integer',
    minimum: 0,
    maximum: 43200,
    default: 60,
    description: 'Nothing is offered earlier than so many minutes from now.',
    examples: [120],
  },
  horizonDays: {
    type: 'integer',
    minimum: 1,
    maximum: 366,
    default: 60,
    description: 'Nothing is offered later than so many days from today.',
    examples: [30],
  },
} as const satisfies Readonly<Record<string, JSONSchema>>
