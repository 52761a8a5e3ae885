import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { calendarProperties } from '../calendar/index.ts'

/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['bookingPage', 'services', 'employees'],
  examples: [
    {
      bookingPage: 'https://dikidi.net/550001',
      bridge: {
        url: 'https://hook.eu1.make.com/made-up-path',
        secret: 'made-up-secret-of-32-characters-0',
        answersTo: 'https://desk.example.com',
      },
      services: [{ id: 'haircut', name: 'Haircut', durationMinutes: 60 }],
      employees: [{ id: 'anna', name: 'Anna' }],
    },
  ],
  properties: {
    bookingPage: {
      type: 'string',
      pattern: '^https?://',
      description: 'Your public page on DIKIDI: where clients book when the desk cannot.',
      examples: ['https://dikidi.net/550001'],
    },
    bridge: {
      type: 'object',
      additionalProperties: false,
      required: ['url', 'secret', 'answersTo'],
      description: 'What stands between the desk and DIKIDI. Without it clients get the booking page.',
      properties: {
        url: {
          type: 'string',
          pattern: '^https?://',
          description: 'Where operations are sent: the webhook of your integration platform, or your own script.',
          examples: ['https://hook.eu1.make.com/made-up-path'],
        },
        secret: {
          type: 'string',
          minLength: 16,
          writeOnly: true,
          description: 'Signs what is sent, and makes the addresses for answers; 32 random characters.',
        },
        answersTo: {
          type: 'string',
          pattern: '^https?://',
          description: 'The public address of the desk, the same as server.publicUrl.',
          examples: ['https://desk.example.com'],
        },
        answerWithinMinutes: {
          type: 'integer',
          minimum: 5,
          maximum: 10_080,
          default: 720,
          description: 'A request that nobody has answered by then is withdrawn, and its time is offered again.',
        },
      },
    },
    ...calendarProperties,
  },
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type DikidiOptions = FromSchema<typeof configSchema>

/** The bridge's part of them. */
export type BridgeOptions = NonNullable<DikidiOptions['bridge']>
