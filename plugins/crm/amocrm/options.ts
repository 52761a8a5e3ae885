import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import { openingHoursSchema } from '../hours/index.ts'
import { timeOptions } from '../provider/index.ts'

const named = (description: string, examples: readonly string[]) =>
  ({ type: 'string', minLength: 1, maxLength: 120, description, examples }) as const satisfies JSONSchema

const employee = {
  type: 'object',
  description: 'Somebody whose time is booked, by the name that they have in amoCRM.',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: named('As in the list of the employee field, or of the users; or the id there.', ['Анна']),
    title: named('What they are.', ['парикмахер']),
    synonyms: { type: 'array', items: { type: 'string', minLength: 1 }, description: 'Other forms of the name.' },
    services: {
      description: 'Names or ids of the services that they do, or `all`.',
      default: 'all',
      examples: [['Стрижка', 'Укладка'], 'all'],
      anyOf: [{ const: 'all' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
    },
    hours: { ...openingHoursSchema, description: 'When they work; `hours` when left out.' },
  },
} as const satisfies JSONSchema

const field = (what: string, type: string, code: string) =>
  named(`${what} Name or id of a field of leads (${type}); left out: the field ${code} that \`aiadmin setup\` makes.`, [
    '501234',
  ])

/** What an operator sets under `with:`. */
export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['account', 'pipeline', 'services'],
  properties: {
    account: {
      type: 'string',
      pattern: '^https?://[^/\\s?#@]+/?$',
      description: 'The address of your account, as the browser shows it when you have logged in.',
      examples: ['https://mysalon.amocrm.ru'],
    },
    token: {
      type: 'string',
      minLength: 20,
      writeOnly: true,
      description: 'A long-lived token of a private integration: the simplest way. Either this or `oauth`.',
    },
    oauth: {
      type: 'object',
      description: 'OAuth 2.0 in place of a long-lived token. `AIADMIN_SECRET` must be set: tokens are kept sealed.',
      additionalProperties: false,
      required: ['clientId', 'clientSecret', 'redirectUri'],
      properties: {
        clientId: named('Integration ID.', ['00000000-0000-0000-0000-000000000000']),
        clientSecret: { type: 'string', minLength: 1, writeOnly: true, description: 'Secret key of the integration.' },
        redirectUri: {
          type: 'string',
          pattern: '^https?://',
          description: 'Redirect address of the integration, letter by letter as it stands there.',
          examples: ['https://desk.example/'],
        },
        code: {
          type: 'string',
          minLength: 1,
          writeOnly: true,
          description: 'The authorization code of the integration’s card; works once and for 20 minutes.',
        },
      },
    },
    pipeline: named('Name or id of the pipeline whose leads are visits.', ['Записи']),
    statuses: {
      type: 'object',
      description: 'Which stage says what; by name or id. A lead in any other stage of the pipeline is a booked visit.',
      additionalProperties: false,
      properties: {
        booked: named('New visits come here; the first stage of the pipeline when left out.', ['Записан']),
        requested: named('Visits that the business has yet to confirm.', ['Ждёт подтверждения']),
        arrived: { ...named('The client came.', ['Пришёл']), default: '142' },
        noShow: named('The client did not come.', ['Не пришёл']),
        cancelled: { ...named('The visit was cancelled.', ['Отменён']), default: '143' },
      },
    },
    lossReasonId: {
      type: 'string',
      pattern: '^\\d{1,15}$',
      description: 'Id of the loss reason that cancelled visits get, where the account wants one.',
      examples: ['4203748'],
    },
    services: {
      type: 'object',
      description: 'The list of amoCRM in which the services stand.',
      additionalProperties: false,
      required: ['catalog'],
      properties: {
        catalog: named('Name or id of the list.', ['Товары']),
        durationField: named(
          'Name or id of the field of this list that says how many minutes a service takes; left out: the field AIADMIN_MINUTES that `aiadmin setup` makes.',
          ['Длительность, мин'],
        ),
        defaultMinutes: {
          type: 'integer',
          minimum: 5,
          maximum: 1440,
          description: 'For services without a duration; left out, they are not offered.',
          examples: [60],
        },
      },
    },
    employeesFrom: {
      enum: ['field', 'users'],
      default: 'field',
      description:
        '`field`: the values of the employee field of leads. `users`: the users of the account; who is responsible for a lead does the visit (the token must be an administrator’s).',
    },
    employees: {
      type: 'array',
      items: employee,
      minItems: 1,
      description: 'Who can be booked, and when. Left out: everybody whom amoCRM lists, in the hours of the business.',
    },
    hours: { ...openingHoursSchema, description: 'When visits can be booked; `company.hours` when left out.' },
    ...timeOptions,
    fields: {
      type: 'object',
      description: 'Fields of leads to be used in place of those that `aiadmin setup` makes.',
      additionalProperties: false,
      properties: {
        start: field('When the visit starts.', 'date and time', 'AIADMIN_START'),
        minutes: field('How long it lasts.', 'number', 'AIADMIN_MINUTES'),
        employee: field('Who does it.', 'list', 'AIADMIN_EMPLOYEE'),
        services: field('Ids of the services.', 'text', 'AIADMIN_SERVICES'),
        comment: field('What the client wrote.', 'text', 'AIADMIN_COMMENT'),
        key: field('By which a write is found again.', 'text', 'AIADMIN_KEY'),
      },
    },
    taskTypeId: {
      type: 'integer',
      minimum: 0,
      default: 2,
      description:
        'Type of the task that every visit gets, so that staff see it in their calendar; 2 is a meeting, 0: no task.',
    },
  },
} as const satisfies JSONSchema

/** The options as written, with their defaults. */
export type AmoOptions = FromSchema<typeof configSchema>
