import type { Locale } from '../../../core/contract/index.ts'

/** What a lead must hold to be a visit. */
export type FieldName = 'start' | 'minutes' | 'employee' | 'services' | 'comment' | 'key'

interface Field {
  /** Stays, whatever the account's people call it. */
  code: string
  /** The first one is the type with which it is made. */
  types: readonly string[]
  title: Readonly<Record<Locale, string>>
}

/** Fields of leads; `aiadmin setup` makes those that are missing. */
export const FIELDS: Readonly<Record<FieldName, Field>> = {
  start: { code: 'AIADMIN_START', types: ['date_time'], title: { ru: 'Начало визита', en: 'Visit start' } },
  minutes: { code: 'AIADMIN_MINUTES', types: ['numeric'], title: { ru: 'Длительность, мин', en: 'Duration, min' } },
  employee: { code: 'AIADMIN_EMPLOYEE', types: ['select', 'radiobutton'], title: { ru: 'Мастер', en: 'Employee' } },
  services: {
    code: 'AIADMIN_SERVICES',
    types: ['text', 'textarea'],
    title: { ru: 'Услуги (номера)', en: 'Services (ids)' },
  },
  comment: {
    code: 'AIADMIN_COMMENT',
    types: ['textarea', 'text'],
    title: { ru: 'Пожелания клиента', en: 'Client’s wishes' },
  },
  key: { code: 'AIADMIN_KEY', types: ['text'], title: { ru: 'Ключ записи', en: 'Booking key' } },
}

/** The field of a service in the list. */
export const DURATION_FIELD: Field = {
  code: 'AIADMIN_MINUTES',
  types: ['numeric'],
  title: { ru: 'Длительность, мин', en: 'Duration, min' },
}
