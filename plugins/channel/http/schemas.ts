import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { MAX_CURSOR } from '../stored/cursor.ts'

const conversation = {
  type: 'string',
  pattern: '^[!-~]{1,128}$',
  description: 'Your own id of the conversation: visible ASCII characters. Only keys of the same name share it.',
} as const

/** The body of `POST /`: at least one of `text`, `choice`, `contact`, `command`. */
export const messageBody = {
  type: 'object',
  additionalProperties: false,
  required: ['conversation'],
  anyOf: [{ required: ['text'] }, { required: ['choice'] }, { required: ['contact'] }, { required: ['command'] }],
  properties: {
    conversation,
    text: { type: 'string', description: 'What the client wrote.' },
    choice: {
      type: 'string',
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      description: 'The `id` of a choice that the client pressed.',
    },
    contact: {
      type: 'object',
      additionalProperties: false,
      required: ['phone'],
      description: 'A phone that the client gave in a form. It counts as said, not as proved.',
      properties: {
        phone: { type: 'string', pattern: '^[+0-9 ().-]{5,32}$' },
        name: { type: 'string', minLength: 1, maxLength: 128 },
      },
    },
    command: {
      enum: ['start', 'help', 'book', 'my', 'cancel', 'human'],
      description: 'A wish with a button of its own on your side.',
    },
    sender: {
      type: 'object',
      additionalProperties: false,
      description: 'What you know of the client.',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 128 },
        language: {
          type: 'string',
          pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
          description: 'BCP 47: `ru`, `en-GB`.',
        },
      },
    },
    message_id: {
      type: 'string',
      pattern: '^[!-~]{1,255}$',
      description: 'Your id of this message, for who can not set the header Idempotency-Key. The header wins.',
    },
  },
} as const satisfies JSONSchema

/** The body of `POST /`. */
export type MessageBody = FromSchema<typeof messageBody>

/** The headers of `POST /`. */
export const messageHeaders = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      pattern: '^[!-~]{1,255}$',
      description: 'The same key sent again answers with the first message instead of storing a second one.',
    },
  },
} as const satisfies JSONSchema

const wait = { type: 'integer', minimum: 0, maximum: 25 } as const

/** The query of `POST /`. */
export const messageQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { wait: { ...wait, default: 25, description: 'Seconds to wait for the answer; then 202.' } },
} as const satisfies JSONSchema

/** The query of `GET /`. */
export const readQuery = {
  type: 'object',
  additionalProperties: false,
  required: ['conversation'],
  properties: {
    conversation,
    after: {
      type: 'integer',
      minimum: 0,
      maximum: MAX_CURSOR,
      default: 0,
      description: 'The `after` of an earlier answer: only what came since.',
    },
    wait: { ...wait, default: 0, description: 'Seconds to wait for something new.' },
  },
} as const satisfies JSONSchema

const visit = {
  type: 'object',
  required: ['id', 'status', 'start', 'end', 'services'],
  properties: {
    id: { type: 'string' },
    status: { enum: ['requested', 'booked', 'arrived', 'no_show', 'cancelled'] },
    start: { type: 'string', description: "ISO 8601 with the company's offset." },
    end: { type: 'string' },
    services: { type: 'array', items: { type: 'string' } },
    employee: { type: 'string' },
    title: { type: 'string', description: 'One line for a calendar: the services and the business.' },
    price: {
      type: 'object',
      required: ['min', 'max', 'currency'],
      description: 'In minor units (kopecks, cents) of an ISO 4217 currency; `min` equals `max` for a fixed price.',
      properties: { min: { type: 'integer' }, max: { type: 'integer' }, currency: { type: 'string' } },
    },
    price_text: { type: 'string', description: 'The price as it is said: `1 500 ₽`, `from $40`.' },
    address: { type: 'string' },
    revision: { type: 'integer', description: 'How often the visit has changed; 0 for a new one.' },
    changed_at: { type: 'string' },
  },
} as const

/** The answer of both. */
export const answer = {
  type: 'object',
  required: ['conversation', 'turn', 'state', 'mode', 'busy', 'replies', 'appointments', 'after'],
  properties: {
    conversation: { type: 'string' },
    turn: { type: 'integer', description: 'The turn that answered; 0 before the first.' },
    state: { type: 'string' },
    mode: { enum: ['auto', 'staff'], description: '`staff`: a person has taken over.' },
    busy: { type: 'boolean', description: 'Messages still wait for their answer.' },
    replies: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'author', 'at', 'text', 'choices'],
        properties: {
          id: { type: 'string' },
          author: { enum: ['desk', 'staff'] },
          at: { type: 'string' },
          text: { type: 'string', description: 'Plain text; `**bold**` and `[text](https://…)` are the only markup.' },
          choices: {
            type: 'array',
            description: 'What can be pressed now; send the `id` back as `choice`.',
            items: {
              type: 'object',
              required: ['id', 'label'],
              properties: {
                id: { type: 'string' },
                label: { type: 'string' },
                hint: { type: 'string' },
                date: {
                  type: 'string',
                  description: 'With `days` and `times`: `YYYY-MM-DD`, for a calendar of your own.',
                },
                time: {
                  type: 'string',
                  description: 'With `times`: `HH:MM`. An option without it leads on: other days.',
                },
              },
            },
          },
          choice_kind: { enum: ['services', 'employees', 'days', 'times', 'visits', 'confirm', 'other'] },
          visit: { ...visit, description: 'In the reply that tells what became of a visit: the visit.' },
        },
      },
    },
    appointments: { type: 'array', items: visit },
    after: { type: 'integer', description: 'Goes into `after` of the next read.' },
    next: { type: 'string', description: 'With 202: where to read on.' },
  },
} as const satisfies JSONSchema

/** The answer of both. */
export type Answer = FromSchema<typeof answer>

/** Every error. */
export const problem = {
  type: 'object',
  description: 'application/problem+json with a stable `code`.',
  required: ['status', 'code', 'title', 'detail'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    title: { type: 'string' },
    detail: { type: 'string' },
    request: { type: 'string' },
  },
  additionalProperties: true,
} as const satisfies JSONSchema
