/** A JSON object as a provider keeps it. */
// biome-ignore lint/suspicious/noExplicitAny: a stand-in takes what it is sent, as JSON has it.
export type Row = Record<string, any>

/** A field of leads, contacts or of a list's elements. */
export interface Field {
  id: number
  name: string
  type: string
  code: string | null
  enums: { id: number; value: string; sort: number }[] | null
}

/** What a test may change of how the stand-in behaves, before or while it runs. */
export interface Switches {
  /** Searching by the value of a field; where it is off the filter is ignored and all rows come back. */
  filterApi: boolean
  /** PATCH of one record answers `_embedded` with the record, not the record itself. */
  wrapsPatch: boolean
  /** New contacts are found by `query` after so long. */
  searchLagMs: number
  /** Largest page that it gives, whatever is asked for. */
  pageSize: number
  /** Zone of the account. */
  timezone: string
  /** Not paid for: 402 to everything. */
  unpaid: boolean
  /** Rights that the token lacks, by the first part of the path: `users`, `webhooks`. */
  forbidden: string[]
  /** Shut out: 403 with a page for people. */
  blocked: boolean
  /** Keeps of the values of fields only those that are not named here, and says nothing. */
  drops: string[]
}

/** Everything that one account keeps. */
export interface Account {
  leadFields: Field[]
  elementFields: Field[]
  pipelines: Row[]
  catalogs: Row[]
  elements: Row[]
  users: Row[]
  contacts: Row[]
  leads: Row[]
  tasks: Row[]
  notes: Row[]
  links: Row[]
  webhooks: Row[]
  nextId(): number
  switches: Switches
}

const FIELD_IDS = { start: 501, minutes: 502, employee: 503, services: 504, comment: 505, key: 506 }

/** The pipeline and stages of the account. */
export const PIPELINE = { id: 31, booked: 3101, noShow: 3102, requested: 3103, won: 142, lost: 143 }

/** Values of the employee field. */
export const ANNA = { id: 901, value: 'Anna' }
export const BORIS = { id: 902, value: 'Boris' }

const field = (id: number, name: string, type: string, code: string | null): Field => ({
  id,
  name,
  type,
  code,
  enums: null,
})

/** An account with a pipeline, two services and two employees; `bare`: one in which no setup has run. */
export function createAccount({ bare = false }: { bare?: boolean } = {}): Account {
  let last = 10_000
  const status = (id: number, name: string, sort: number, type = 0) => ({
    id,
    name,
    sort,
    type,
    pipeline_id: PIPELINE.id,
    is_editable: id > 143,
    color: '#fffeb2',
    account_id: 1,
  })
  const element = (id: number, name: string, price: string, minutes: string | null, is_deleted: boolean | null) => ({
    id,
    name,
    is_deleted,
    catalog_id: 4521,
    custom_fields_values: [
      { field_id: 71, field_name: 'Price', field_code: 'PRICE', field_type: 'price', values: [{ value: price }] },
      { field_id: 72, field_name: 'Group', field_code: 'GROUP', field_type: 'category', values: [{ value: 'Hair' }] },
      ...(minutes === null || bare
        ? []
        : [
            {
              field_id: 73,
              field_name: 'Duration, min',
              field_code: 'AIADMIN_MINUTES',
              field_type: 'numeric',
              values: [{ value: minutes }],
            },
          ]),
    ],
    account_id: 1,
  })
  return {
    leadFields: bare
      ? [field(400, 'Source', 'text', null)]
      : [
          field(400, 'Source', 'text', null),
          field(FIELD_IDS.start, 'Visit start', 'date_time', 'AIADMIN_START'),
          field(FIELD_IDS.minutes, 'Duration, min', 'numeric', 'AIADMIN_MINUTES'),
          {
            ...field(FIELD_IDS.employee, 'Employee', 'select', 'AIADMIN_EMPLOYEE'),
            enums: [
              { ...ANNA, sort: 1 },
              { ...BORIS, sort: 2 },
            ],
          },
          field(FIELD_IDS.services, 'Services (ids)', 'text', 'AIADMIN_SERVICES'),
          field(FIELD_IDS.comment, 'Client’s wishes', 'textarea', 'AIADMIN_COMMENT'),
          field(FIELD_IDS.key, 'Booking key', 'text', 'AIADMIN_KEY'),
        ],
    elementFields: [
      field(71, 'Price', 'price', 'PRICE'),
      field(72, 'Group', 'category', 'GROUP'),
      ...(bare ? [] : [field(73, 'Duration, min', 'numeric', 'AIADMIN_MINUTES')]),
    ],
    pipelines: [
      {
        id: PIPELINE.id,
        name: 'Visits',
        sort: 1,
        is_main: true,
        _embedded: {
          statuses: [
            status(3100, 'Incoming', 10, 1),
            status(PIPELINE.booked, 'Booked', 20),
            status(PIPELINE.requested, 'To be confirmed', 25),
            status(PIPELINE.noShow, 'Did not come', 30),
            status(142, 'Won', 10_000),
            status(143, 'Lost', 11_000),
          ],
        },
      },
    ],
    catalogs: [{ id: 4521, name: 'Services', type: 'regular', can_add_elements: true, account_id: 1 }],
    elements: [
      element(525_439, 'Haircut', '45.00', '60', null),
      element(525_440, 'Colouring', '90', '90', false),
      element(525_441, 'Perm', '70', '120', true),
      element(525_442, 'Advice', '0', null, null),
    ],
    users: [
      { id: 123, name: 'Ann', email: 'ann@salon.example', rights: { is_admin: true, is_free: false, is_active: true } },
      {
        id: 124,
        name: 'Bob',
        email: 'bob@salon.example',
        rights: { is_admin: false, is_free: false, is_active: true },
      },
      {
        id: 125,
        name: 'Gone',
        email: 'x@salon.example',
        rights: { is_admin: false, is_free: false, is_active: false },
      },
    ],
    contacts: [],
    leads: [],
    tasks: [],
    notes: [],
    links: [],
    webhooks: [],
    nextId: () => {
      last += 1
      return last
    },
    switches: {
      filterApi: false,
      wrapsPatch: false,
      searchLagMs: 0,
      pageSize: 250,
      timezone: 'Europe/Berlin',
      unpaid: false,
      forbidden: [],
      blocked: false,
      drops: [],
    },
  }
}

/** The value of a field of a record, as its first value. */
export function valueIn(row: Row, code: string): unknown {
  return row.custom_fields_values?.find((one: Row) => one.field_code === code)?.values[0]?.value
}
