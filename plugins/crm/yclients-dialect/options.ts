import type { JSONSchema } from 'json-schema-to-ts'

/** The options of both plugins; each gives its own host, and says where the tokens are. */
export function optionsSchema<const Url extends string>(apiUrl: Url, otherHosts: readonly string[], title: string) {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['partnerToken', 'userToken', 'companyId'],
    properties: {
      partnerToken: {
        type: 'string',
        minLength: 1,
        writeOnly: true,
        description: `The token of your developer account at ${title}: says which program calls.`,
      },
      userToken: {
        type: 'string',
        minLength: 1,
        writeOnly: true,
        description:
          'The token of a user of the location (or of an installed application): says what the program may see.',
      },
      companyId: {
        type: 'string',
        pattern: '^[1-9][0-9]*$',
        description: 'The number of the location, in quotes: it stands in the address of its pages.',
        examples: ['4564'],
      },
      apiUrl: {
        type: 'string',
        pattern: '^https?://',
        default: apiUrl,
        description: 'Where the API is, without a slash at the end.',
        examples: [apiUrl, ...otherHosts],
      },
      route: {
        enum: ['online', 'journal'],
        default: 'online',
        description:
          'How visits are written: `online` obeys all rules of online booking, `journal` writes as an administrator does and needs no code by SMS.',
      },
      timezone: {
        type: 'string',
        minLength: 1,
        description: 'The time zone of the location, where it is not that of the company.',
        examples: ['Asia/Yekaterinburg'],
      },
      prepaid: {
        enum: ['hide', 'request'],
        default: 'hide',
        description:
          'Services that are sold against prepayment only: `hide` offers none; `request` takes the visit and promises nothing until it is paid.',
      },
      bookingUrl: {
        type: 'string',
        pattern: '^https?://',
        description: 'The page where clients book themselves; named when the desk may not book.',
        examples: ['https://n4564.example.com'],
      },
    },
  } as const satisfies JSONSchema
}

/** The options, checked and with their defaults. */
export interface Options {
  readonly partnerToken: string
  readonly userToken: string
  readonly companyId: string
  readonly apiUrl: string
  readonly route: 'online' | 'journal'
  readonly timezone?: string
  readonly prepaid: 'hide' | 'request'
  readonly bookingUrl?: string
}
