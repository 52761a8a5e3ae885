import type { FromSchema, JSONSchema } from 'json-schema-to-ts'

const uuid = (description: string) =>
  ({
    type: 'string',
    pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
    description,
    examples: ['0f6b1c52-3d0e-4a77-9d0c-5b2f8e1a7c44'],
  }) as const satisfies JSONSchema

/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['apiKey', 'workspace', 'locationId'],
  properties: {
    apiKey: {
      type: 'string',
      minLength: 1,
      writeOnly: true,
      description: 'The key of the public API: Settings → Developers → API keys.',
    },
    workspace: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
      description: 'The short name of your workspace, as it stands in the addresses of your EasyWeek.',
      examples: ['atelier-nord'],
    },
    locationId: uuid('The location whose visits are booked; `aiadmin doctor` names those that the key sees.'),
    employees: {
      type: 'array',
      description:
        'Who does what, which EasyWeek does not tell. Who is not named here is taken to do everything, and each search for free times asks for them, too.',
      examples: [
        [
          {
            id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
            services: ['0f6b1c52-3d0e-4a77-9d0c-5b2f8e1a7c44'],
          },
        ],
      ],
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'services'],
        properties: {
          id: uuid('The employee.'),
          services: {
            type: 'array',
            items: uuid('A service.'),
            description: 'What they do; an empty list for somebody who is not booked at all.',
          },
        },
      },
    },
    stepMinutes: {
      type: 'integer',
      minimum: 5,
      maximum: 240,
      default: 30,
      description:
        'Where EasyWeek answers free stretches instead of times: visits start every so many minutes. The same number as in the booking settings of your location.',
    },
    requestsPerMinute: {
      type: 'integer',
      minimum: 6,
      maximum: 60,
      default: 50,
      description: 'EasyWeek allows 60 a minute for each key; lower when other programs use the same key.',
    },
    cancelReason: {
      type: 'string',
      minLength: 1,
      default: 'wrong_order',
      description: 'Which of EasyWeek’s reasons a cancellation gets.',
      examples: ['wrong_order', 'customer_request'],
    },
    bookingPage: {
      type: 'string',
      pattern: '^https?://',
      description: 'Your public booking page, named to clients when EasyWeek wants answers that nobody asked for.',
      examples: ['https://booking.easyweek.io/atelier-nord'],
    },
    baseUrl: {
      type: 'string',
      pattern: '^https?://',
      default: 'https://my.easyweek.io',
      description: 'Where EasyWeek is.',
      examples: ['https://my.easyweek.io'],
    },
  },
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type EasyWeekOptions = FromSchema<typeof configSchema>
