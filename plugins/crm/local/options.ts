import type { JSONSchema } from 'json-schema-to-ts'
import { calendarProperties } from '../calendar/index.ts'

/** The options of the business's own calendar. */
export const configSchema = {
  type: 'object',
  properties: calendarProperties,
  required: ['services', 'employees'],
  additionalProperties: false,
} as const satisfies JSONSchema
