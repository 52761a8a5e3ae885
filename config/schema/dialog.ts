import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { DialogEvent, Facts, ToolName } from '../../core/contract/index.ts'
import { localizedText } from './localized-text.ts'

/** The tools that a state may list. */
export const TOOL_NAMES = [
  'get_services',
  'get_employees',
  'get_available_slots',
  'get_client_by_phone',
  'create_client',
  'create_appointment',
  'get_client_appointments',
  'reschedule_appointment',
  'cancel_appointment',
] as const satisfies readonly ToolName[]

/** What `next` rules may test. */
export const FACTS = [
  'service_chosen',
  'slot_offered',
  'slot_chosen',
  'client_known',
  'awaiting_consent',
  'booked',
  'requested',
  'moved',
  'cancelled',
  'handed_over',
  'idle',
] as const satisfies readonly (keyof Facts | DialogEvent)[]

const NOT_FACTS = [
  'not service_chosen',
  'not slot_offered',
  'not slot_chosen',
  'not client_known',
  'not awaiting_consent',
  'not booked',
  'not requested',
  'not moved',
  'not cancelled',
  'not handed_over',
  'not idle',
] as const satisfies readonly `not ${keyof Facts | DialogEvent}`[]

const condition = { title: 'fact', type: 'string', enum: [...FACTS, ...NOT_FACTS] } as const satisfies JSONSchema

/** `dialog:` as it is written; what is missing comes from the dialog that it extends. */
export const dialogSchema = {
  type: 'object',
  description: 'How the desk leads a conversation. Only what differs from the dialog that it extends.',
  properties: {
    extends: {
      title: 'dialog',
      type: 'string',
      enum: ['reception', 'none'],
      default: 'reception',
      description: 'The dialog to start from: reception has the six states of a front desk, none has nothing.',
    },
    persona: localizedText('Who the desk is and how it speaks; stands before the prompt of every state. Liquid.'),
    initial: { type: 'string', minLength: 1, description: 'The state in which a conversation begins.' },
    states: {
      type: 'object',
      description: 'States by name. What a state does not set is kept from the dialog that is extended.',
      additionalProperties: {
        type: 'object',
        properties: {
          prompt: localizedText('What the desk does in this state, for the model. Liquid.'),
          tools: {
            type: 'array',
            description: 'The tools that the model may use in this state.',
            items: { title: 'tool', type: 'string', enum: TOOL_NAMES },
          },
          next: {
            type: 'array',
            description: 'Where the conversation goes on; the first rule that holds wins.',
            items: {
              type: 'object',
              properties: {
                when: {
                  description: 'A fact, `not` and a fact, or a list of them that must all hold.',
                  anyOf: [condition, { type: 'array', minItems: 1, items: condition }],
                },
                to: { type: 'string', minLength: 1, description: 'The state to go to.' },
              },
              required: ['when', 'to'],
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
    },
    maxSteps: {
      type: 'integer',
      minimum: 1,
      maximum: 50,
      default: 10,
      description: 'Calls of the model and of tools in one turn.',
    },
    historyMessages: {
      type: 'integer',
      minimum: 2,
      maximum: 200,
      default: 20,
      description: 'Messages of the history that the model sees.',
    },
    idleMinutes: {
      type: 'integer',
      minimum: 5,
      default: 240,
      description: 'Silence in minutes after which a conversation begins anew.',
    },
    holdMinutes: {
      type: 'integer',
      minimum: 1,
      maximum: 120,
      default: 10,
      description: 'How many minutes a time is kept for a client who has not agreed yet.',
    },
    offeredSlots: {
      type: 'integer',
      minimum: 1,
      maximum: 20,
      default: 6,
      description: 'How many free times are offered at once.',
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** `dialog:` as it is written. */
export type DialogBlock = FromSchema<typeof dialogSchema>
