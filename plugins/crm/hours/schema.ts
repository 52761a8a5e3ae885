import type { JSONSchema } from 'json-schema-to-ts'

const day = {
  description: 'When it is open on this day: one range, several ranges, or `closed`. The end may be `24:00`.',
  examples: ['10:00-20:00', ['09:00-13:00', '14:00-18:00'], 'closed'],
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
} as const satisfies JSONSchema

/**
 * JSON Schema of opening hours as they are written in YAML, to be embedded in the schema of a config. It knows the
 * shape only; what the strings say is checked by `parseOpeningHours`, which words its problems for people.
 */
export const openingHoursSchema = {
  type: 'object',
  description: 'Opening hours by weekday or range of weekdays. Days that are not named are closed.',
  examples: [{ 'mon-fri': '10:00-20:00', sat: ['10:00-14:00', '15:00-18:00'], exceptions: { '2026-12-31': 'closed' } }],
  properties: {
    'mon-fri': day,
    'mon-sat': day,
    'mon-sun': day,
    'sat-sun': day,
    mon: day,
    tue: day,
    wed: day,
    thu: day,
    fri: day,
    sat: day,
    sun: day,
    exceptions: {
      type: 'object',
      description: 'Hours of single dates, or of a range of dates, in place of their weekday.',
      examples: [{ '2026-12-31': '10:00-16:00', '2027-01-01..2027-01-03': 'closed' }],
      additionalProperties: day,
    },
  },
  // All other ranges; a name may match in one place only.
  patternProperties: {
    '^(?!(?:mon-fri|mon-sat|mon-sun|sat-sun)$)(?:mon|tue|wed|thu|fri|sat|sun)-(?:mon|tue|wed|thu|fri|sat|sun)$': day,
  },
  additionalProperties: false,
} as const satisfies JSONSchema
