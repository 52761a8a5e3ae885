import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { openingHoursSchema } from '../../plugins/crm/hours/index.ts'
import { localizedText } from './localized-text.ts'

/** `company:` as it is written. */
export const companySchema = {
  type: 'object',
  description: 'The business: what the desk knows and says about it.',
  properties: {
    name: { ...localizedText('The name as clients know it.'), examples: ['Demo Salon'] },
    timezone: {
      type: 'string',
      format: 'timezone',
      description: 'The time zone in which all times are said, by its IANA name.',
      examples: ['Europe/Moscow'],
    },
    locale: {
      title: 'language',
      type: 'string',
      enum: ['ru', 'en'],
      description: 'The language in which the desk begins; it goes on in the language of the client.',
    },
    currency: {
      type: 'string',
      format: 'currency',
      description: 'The currency of the prices, three letters of ISO 4217.',
      examples: ['RUB'],
    },
    country: {
      type: 'string',
      format: 'country',
      description:
        'The country in which a phone without a prefix is read, two letters of ISO 3166. Told from the time zone and the currency when left out.',
      examples: ['RU'],
    },
    hours: openingHoursSchema,
    phone: {
      type: 'string',
      minLength: 1,
      description: 'The phone that clients may call.',
      examples: ['+7 495 123-45-67'],
    },
    address: localizedText('Where it is.'),
    directions: localizedText('How to find the door, where to park.'),
    website: {
      type: 'string',
      format: 'uri',
      description: 'The address of the web site.',
      examples: ['https://example.com'],
    },
    about: localizedText('What a client may want to know: the style of the house, rules, payment.'),
    faq: {
      type: 'array',
      default: [],
      description: 'Questions that clients ask, with the answers of the house.',
      items: {
        type: 'object',
        properties: {
          question: localizedText('The question as clients put it.'),
          answer: localizedText('The answer.'),
          file: {
            type: 'string',
            minLength: 1,
            description:
              'What goes out with the answer: a file beside this one (a price list, a picture of the entrance), or an address with `https://`, which is sent as a link.',
            examples: ['prices.pdf'],
          },
        },
        required: ['question', 'answer'],
        additionalProperties: false,
      },
    },
    privacy: {
      type: 'object',
      description: 'How personal data is handled.',
      properties: {
        url: { type: 'string', format: 'uri', description: 'The privacy notice that clients are pointed to.' },
        ask: {
          type: 'boolean',
          default: false,
          description: 'Ask for the agreement first: no name or phone leaves the desk before the client gave it.',
        },
      },
      additionalProperties: false,
    },
  },
  required: ['name', 'timezone', 'locale', 'currency'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** `company:` as it is written. */
export type CompanyBlock = FromSchema<typeof companySchema>
