import { randomUUID } from 'node:crypto'
import { createZone } from '../../../plugins/crm/hours/index.ts'
import { type FieldType, fieldsOf, SETS } from './schema.ts'

/** A record with all of its fields. */
export type Record1c = { [field: string]: unknown }

/** What the world around the stand-in is. */
export interface BookWorld {
  now(): number
  timezone: string
}

const EMPTY = {
  text: '',
  number: 0,
  date: '0001-01-01T00:00:00',
  flag: false,
  ref: '00000000-0000-0000-0000-000000000000',
}
const DAY_MS = 86_400_000
const SHIFT_DAYS = 70

/** Kind of a client's phone. */
export const PHONE_KIND = '7c1e8a52-77b1-11ee-8c90-0242ac120002'
/** The price list that is meant. */
export const PRICE_KIND = '8d2f9b63-77b1-11ee-8c90-0242ac120002'

/** What stands in the base, and the rules by which it is written. */
export interface Book {
  rows(set: string): Record1c[]
  find(set: string, id: string): Record1c | undefined
  /** Adds a record; what the set has no field for is dropped without a word. */
  add(set: string, fields: Record1c): Record1c
  change(record: Record1c, set: string, fields: Record1c): void
}

/** A row of a table part came without its number. */
export class HandlerError extends Error {}

/** A salon with two stylists, three services in a folder, shifts and prices. */
export function createBook({ now, timezone }: BookWorld): Book {
  const sets = new Map<string, Record1c[]>(Object.keys(SETS).map(set => [set, []]))
  let version = 0
  let number = 0

  const rows = (set: string) => sets.get(set) ?? []
  const touch = (record: Record1c) => {
    version += 1
    record['DataVersion'] = Buffer.from(`v${version}`.padEnd(8, '\0')).toString('base64')
  }
  const assign = (record: Record1c, set: string, fields: Record1c) => {
    for (const [name, type] of Object.entries(SETS[set]?.fields ?? {}))
      if (name in fields) record[name] = storedValue(type, fields[name])
    const open =
      SETS[set]?.kind === 'document'
        ? ['Date', 'Number', 'DeletionMark']
        : ['Description', 'Code', 'Parent_Key', 'IsFolder', 'DeletionMark']
    if (SETS[set]?.kind !== 'register') for (const name of open) if (name in fields) record[name] = fields[name]
  }

  const book: Book = {
    rows,
    find: (set, id) => rows(set).find(record => record['Ref_Key'] === id.toLowerCase()),
    add(set, fields) {
      const record: Record1c = {}
      for (const [name, type] of Object.entries(fieldsOf(set) ?? {}))
        record[name] = typeof type === 'object' ? [] : EMPTY[type]
      assign(record, set, fields)
      number += 1
      if ('Ref_Key' in record) record['Ref_Key'] = randomUUID()
      if ('Code' in record) record['Code'] ||= `00-${String(number).padStart(8, '0')}`
      if ('Number' in record) record['Number'] ||= String(number).padStart(9, '0')
      touch(record)
      rows(set).push(record)
      return record
    },
    change(record, set, fields) {
      assign(record, set, fields)
      touch(record)
    },
  }
  furnish(book, { now, timezone })
  return book
}

function storedValue(type: FieldType, value: unknown): unknown {
  if (type === 'ref') return String(value).toLowerCase()
  if (typeof type !== 'object') return value
  const items: Record1c[] = Array.isArray(value) ? value.map(item => Object(item)) : []
  return items.map(item => {
    if (item['LineNumber'] === undefined) throw new HandlerError('Не указан номер строки табличной части')
    const row: Record1c = { LineNumber: String(item['LineNumber']) }
    for (const [name, column] of Object.entries(type.table))
      row[name] = item[name] ?? (typeof column === 'object' ? [] : EMPTY[column])
    return row
  })
}

function furnish(book: Book, { now, timezone }: BookWorld): void {
  const ref = (record: Record1c) => String(record['Ref_Key'])
  book.add('Catalog_ВидыКонтактнойИнформации', { Description: 'Телефон клиента' })['Ref_Key'] = PHONE_KIND
  const folder = book.add('Catalog_Номенклатура', { Description: 'Волосы', IsFolder: true })
  const service = (name: string, minutes: number, price: number) => {
    const item = book.add('Catalog_Номенклатура', {
      Description: name,
      Длительность: minutes,
      ТипНоменклатуры: 'Услуга',
      Parent_Key: ref(folder),
    })
    // The price of last year, the one of today, and one of another list.
    const add = (Period: string, list: string, cost: number) =>
      book.add('InformationRegister_ЦеныНоменклатуры', {
        Period,
        Номенклатура_Key: ref(item),
        ВидЦен_Key: list,
        Цена: cost,
      })
    add('2025-01-01T00:00:00', PRICE_KIND, price - 500)
    add('2026-01-01T00:00:00', PRICE_KIND, price)
    add('2026-02-01T00:00:00', randomUUID(), 1)
    return ref(item)
  }
  const cut = service('Стрижка', 60, 1500)
  const colour = service('Окрашивание', 90, 4800)
  book.add('Catalog_Номенклатура', { Description: 'Шампунь', ТипНоменклатуры: 'Товар' })
  book.add('Catalog_Номенклатура', { Description: 'Завивка', ТипНоменклатуры: 'Услуга', DeletionMark: true })

  const zone = createZone(timezone)
  const today = zone.dayOf(now())
  const staff = (name: string, services: readonly string[]) => {
    const person = book.add('Catalog_Сотрудники', {
      Description: name,
      Специализация: 'Стилист',
      Паспорт: '4500 000000',
    })
    for (const id of services)
      book.add('InformationRegister_УслугиСотрудников', { Сотрудник_Key: ref(person), Номенклатура_Key: id })
    for (let day = today - 1; day < today + SHIFT_DAYS; day += 1) {
      const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
      if (new Date(day * DAY_MS).getUTCDay() === 0) continue
      book.add('InformationRegister_РасписаниеСотрудников', {
        Сотрудник_Key: ref(person),
        Начало: `${date}T09:00:00`,
        Окончание: `${date}T19:00:00`,
      })
    }
  }
  staff('Анна', [cut, colour])
  staff('Борис', [cut])
}
