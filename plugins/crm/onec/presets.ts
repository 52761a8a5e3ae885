import type { OnecOptions, PRESET_NAMES } from './options.ts'

type Section<Name extends keyof OnecOptions> = Partial<NonNullable<OnecOptions[Name]>>

/** The names of entities and fields alone. */
export interface EntityOptions {
  clients?: Section<'clients'>
  services?: Section<'services'>
  employees?: Section<'employees'>
  schedule?: Section<'schedule'>
  visit?: Section<'visit'>
}

const CONTACTS = { name: 'Description', comment: 'Комментарий', contacts: 'КонтактнаяИнформация' } as const
const PRICES = { set: 'InformationRegister_ЦеныНоменклатуры', service: 'Номенклатура_Key', price: 'Цена' } as const
const ITEMS = { set: 'Catalog_Номенклатура', name: 'Description' } as const
const STAFF = { set: 'Catalog_Сотрудники', name: 'Description' } as const
const ROW = { service: 'Номенклатура_Key', quantity: 'Количество', price: 'Цена', amount: 'Сумма' } as const

/**
 * What configurations call their things. Vendors rename between releases and businesses add fields of their own, so none
 * of these is trusted: `probe` holds every name against the base.
 */
export const presets: Readonly<Record<(typeof PRESET_NAMES)[number], EntityOptions>> = {
  // 1С:Управление нашей фирмой: the customer's order with its planner.
  unf: {
    clients: { ...CONTACTS, set: 'Catalog_Контрагенты' },
    services: { ...ITEMS, filter: "ТипНоменклатуры eq 'Услуга'", prices: PRICES },
    employees: STAFF,
    visit: {
      set: 'Document_ЗаказПокупателя',
      start: 'Старт',
      end: 'Финиш',
      employee: 'Ответственный_Key',
      client: 'Контрагент_Key',
      comment: 'Комментарий',
      rows: { ...ROW, table: 'Запасы' },
    },
  },
  // 1С:Управление торговлей, Комплексная автоматизация, ERP: no planner; the fields of the time are the business's own.
  trade: {
    clients: { ...CONTACTS, set: 'Catalog_Партнеры' },
    services: { ...ITEMS, filter: "ТипНоменклатуры eq 'Услуга'", prices: PRICES },
    employees: { set: 'Catalog_ФизическиеЛица', name: 'Description' },
    visit: {
      set: 'Document_ЗаказКлиента',
      client: 'Партнер_Key',
      comment: 'Комментарий',
      rows: { ...ROW, table: 'Товары' },
    },
  },
  // Bases of workshops and service centres: the work order.
  repair: {
    clients: { ...CONTACTS, set: 'Catalog_Контрагенты' },
    services: ITEMS,
    employees: STAFF,
    visit: {
      set: 'Document_ЗаказНаряд',
      start: 'Начало',
      end: 'Окончание',
      employee: 'Мастер_Key',
      client: 'Контрагент_Key',
      comment: 'Комментарий',
      rows: { ...ROW, table: 'Работы' },
    },
  },
  // Add-ons for salons and clinics: a document for a visit, a register for shifts.
  booking: {
    clients: { ...CONTACTS, set: 'Catalog_Клиенты' },
    services: { ...ITEMS, duration: 'Длительность' },
    employees: STAFF,
    schedule: {
      set: 'InformationRegister_РасписаниеСотрудников',
      employee: 'Сотрудник_Key',
      start: 'Начало',
      end: 'Окончание',
    },
    visit: {
      set: 'Document_ЗаписьКлиента',
      start: 'Начало',
      end: 'Окончание',
      employee: 'Сотрудник_Key',
      client: 'Клиент_Key',
      comment: 'Комментарий',
      rows: { ...ROW, table: 'Услуги' },
    },
  },
}
