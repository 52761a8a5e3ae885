import type { JSONSchema } from 'json-schema-to-ts'

const NAME = '^([\\p{L}_][\\p{L}\\p{N}_]*)?$'

const field = (description: string, example: string) =>
  ({ type: 'string', pattern: NAME, description, examples: [example] }) as const satisfies JSONSchema

const set = (description: string, example: string) =>
  ({ type: 'string', pattern: NAME, minLength: 1, description, examples: [example] }) as const satisfies JSONSchema

const filter = (example: string) =>
  ({
    type: 'string',
    minLength: 1,
    description: 'Which of them, as an OData 3.0 condition.',
    examples: [example],
  }) as const satisfies JSONSchema

const guid = (description: string) =>
  ({
    type: 'string',
    pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
    description,
    examples: ['2f6d1c0a-77b1-11ee-8c90-0242ac120002'],
  }) as const satisfies JSONSchema

const fixed = {
  type: 'object',
  description:
    'Fields that always get the same value: nothing is filled in as it is in the window of 1C (organisation, currency, kind of operation).',
  examples: [{ Организация_Key: '2f6d1c0a-77b1-11ee-8c90-0242ac120002' }],
  additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
} as const satisfies JSONSchema

const values = (description: string, example: string) =>
  ({
    type: 'array',
    items: { type: 'string', minLength: 1 },
    minItems: 1,
    description,
    examples: [[example]],
  }) as const satisfies JSONSchema

/** The schema of `clients`. */
export const clients = {
  type: 'object',
  description: 'Where the clients are.',
  properties: {
    set: set('The catalog.', 'Catalog_Контрагенты'),
    name: field('Field of the name.', 'Description'),
    phone: field('Field of the phone, where it is one of the catalog itself.', 'Телефон'),
    email: field('Field of the address for e-mail, where it is one of the catalog itself.', 'Почта'),
    comment: field('Field of the remark.', 'Комментарий'),
    contacts: field('Table part of the contacts, where phones stand in rows.', 'КонтактнаяИнформация'),
    phoneKind: guid('Kind of the phone for new rows, from Catalog_ВидыКонтактнойИнформации.'),
    emailKind: guid('Kind of the e-mail for new rows, likewise.'),
    fixed,
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `services`. */
export const services = {
  type: 'object',
  description: 'What can be booked.',
  properties: {
    set: set('The catalog.', 'Catalog_Номенклатура'),
    filter: filter("ТипНоменклатуры eq 'Услуга'"),
    name: field('Field of the name.', 'Description'),
    duration: field('Field of the duration: a number, or a time such as 01:30.', 'Длительность'),
    durationUnit: {
      enum: ['minutes', 'hours'],
      default: 'minutes',
      description: 'What a number of `duration` counts.',
    },
    minutes: {
      type: 'object',
      description: 'Durations by code or by Ref_Key, for services that have none in 1C.',
      examples: [{ '00-00000012': 90 }],
      additionalProperties: { type: 'integer', minimum: 5, maximum: 1440 },
    },
    defaultMinutes: {
      type: 'integer',
      minimum: 5,
      maximum: 1440,
      default: 60,
      description: 'How long a service takes that has a duration nowhere.',
    },
    price: field('Field of the price, where it is one of the catalog itself.', 'Цена'),
    prices: {
      type: 'object',
      description: 'The register of prices, of which the latest are read.',
      properties: {
        set: set('The information register.', 'InformationRegister_ЦеныНоменклатуры'),
        service: field('Field of the service.', 'Номенклатура_Key'),
        price: field('Field of the price.', 'Цена'),
        filter: filter("ВидЦен_Key eq guid'2f6d1c0a-77b1-11ee-8c90-0242ac120002'"),
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `employees`. */
export const employees = {
  type: 'object',
  description: 'Who can be booked.',
  properties: {
    set: set('The catalog.', 'Catalog_Сотрудники'),
    filter: filter('ВАрхиве eq false'),
    name: field('Field of the name as clients read it.', 'Description'),
    title: field('Field of what they are, as a text.', 'Специализация'),
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `skills`. */
export const skills = {
  type: 'object',
  description: 'Who does what; without it everybody does everything.',
  properties: {
    set: set('A register, or the rows of a table part.', 'InformationRegister_УслугиСотрудников'),
    employee: field('Field of the employee.', 'Сотрудник_Key'),
    service: field('Field of the service.', 'Номенклатура_Key'),
  },
  required: ['set', 'employee', 'service'],
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `schedule`. */
export const schedule = {
  type: 'object',
  description: 'Who works when, one row a shift; without it everybody works the `hours`.',
  properties: {
    set: field(
      'The information register; an empty text where a preset names one that is not used.',
      'InformationRegister_РасписаниеСотрудников',
    ),
    employee: field('Field of the employee.', 'Сотрудник_Key'),
    date: field('Field of the day, where `start` and `end` are mere times.', 'Дата'),
    start: field('Field of the beginning.', 'Начало'),
    end: field('Field of the end.', 'Окончание'),
    filter: filter("ВидВремени eq 'Работа'"),
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `visit`. */
export const visit = {
  type: 'object',
  description: 'The document that is a visit.',
  properties: {
    set: set('The document.', 'Document_ЗаписьКлиента'),
    start: field('Field of the beginning, a date with time.', 'Начало'),
    end: field('Field of the end, a date with time.', 'Окончание'),
    duration: field('Field of the minutes, where there is no end.', 'Длительность'),
    employee: field('Field of the employee.', 'Сотрудник_Key'),
    client: field('Field of the client.', 'Клиент_Key'),
    clientName: field('Field in which the name stands as a text.', 'ИмяКлиента'),
    phone: field('Field in which the phone stands as a text.', 'Телефон'),
    comment: field('Field of the remark, with no limit of length.', 'Комментарий'),
    key: field(
      'A text of 40 characters or more for the booking’s key; without it the key stands in `comment`.',
      'КлючЗаписи',
    ),
    status: field('Field of the status: an enumeration, or a reference that ends in _Key.', 'Статус'),
    service: field('Field of the service, where a visit has only one.', 'Услуга_Key'),
    rows: {
      type: 'object',
      description: 'The table part of the services.',
      properties: {
        table: set('Its name.', 'Услуги'),
        service: field('Column of the service.', 'Номенклатура_Key'),
        quantity: field('Column of the quantity, which is 1.', 'Количество'),
        price: field('Column of the price.', 'Цена'),
        amount: field('Column of the sum.', 'Сумма'),
        fixed,
      },
      additionalProperties: false,
    },
    fixed,
    post: { type: 'boolean', default: false, description: 'Whether the document is posted after it was written.' },
  },
  additionalProperties: false,
} as const satisfies JSONSchema

/** The schema of `statuses`. */
export const statuses = {
  type: 'object',
  description:
    'What the values of `visit.status` mean; the first of each is the one that is written. Names of an enumeration, or Ref_Keys.',
  properties: {
    requested: values('The business has to confirm it. When it is named, new visits begin so.', 'Заявка'),
    booked: values('It takes place; so does every value that is not named here.', 'Запланирован'),
    arrived: values('The client came.', 'Выполнен'),
    no_show: values('The client did not come.', 'НеПришел'),
    cancelled: values('It is cancelled. Without it a cancelled visit is marked for deletion.', 'Отменен'),
  },
  additionalProperties: false,
} as const satisfies JSONSchema
