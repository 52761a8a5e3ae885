import type { OnecOptions } from './options.ts'
import { type EntityOptions, presets } from './presets.ts'

type Text = string | undefined
type Fixed = Readonly<Record<string, string | number | boolean>>

/** Every name that is spoken of with this base; what the configuration lacks is absent. */
export interface EntityMap {
  clients: {
    set: string
    name: string
    phone: Text
    email: Text
    comment: Text
    contacts: Text
    phoneKind: Text
    emailKind: Text
    fixed: Fixed
  }
  services: {
    set: string
    filter: Text
    name: string
    duration: Text
    price: Text
    prices: { set: string; service: string; price: string; filter: Text } | undefined
  }
  employees: { set: string; filter: Text; name: string; title: Text }
  skills: { set: string; employee: string; service: string } | undefined
  schedule: { set: string; employee: string; date: Text; start: string; end: string; filter: Text } | undefined
  visit: {
    set: string
    start: string
    end: Text
    duration: Text
    employee: string
    client: string
    clientName: Text
    phone: Text
    comment: Text
    key: Text
    status: Text
    service: Text
    rows: { table: string; service: string; quantity: Text; price: Text; amount: Text; fixed: Fixed } | undefined
    fixed: Fixed
  }
}

/** A name that is needed and stands nowhere. */
export interface MissingName {
  path: readonly string[]
  example: string
}

/** The options over their preset, and what is still without a name. */
export function resolveMap(options: OnecOptions): { map: EntityMap; missing: readonly MissingName[] } {
  const preset: EntityOptions = options.preset === undefined ? {} : presets[options.preset]
  const missing: MissingName[] = []
  const need = (path: readonly string[], value: Text, example: string): string => {
    if (!value) missing.push({ path, example })
    return value ?? ''
  }

  const clients = { ...preset.clients, ...options.clients }
  const services = { ...preset.services, ...options.services }
  const employees = { ...preset.employees, ...options.employees }
  const schedule = { ...preset.schedule, ...options.schedule }
  const visit = { ...preset.visit, ...options.visit }
  const prices = services.prices && { ...preset.services?.prices, ...services.prices }
  // A visit of one service only needs no table, also where the preset has one.
  const rows = options.visit?.service ? options.visit.rows : visit.rows && { ...preset.visit?.rows, ...visit.rows }
  if (!clients.phone && !clients.contacts)
    missing.push({ path: ['clients', 'phone'], example: 'Телефон, or clients.contacts: КонтактнаяИнформация' })
  if (!visit.comment && !visit.key)
    missing.push({ path: ['visit', 'comment'], example: 'Комментарий: the key of a booking must stand somewhere' })
  if (!visit.service && !rows) missing.push({ path: ['visit', 'service'], example: 'Услуга_Key, or visit.rows' })

  const map: EntityMap = {
    clients: {
      set: need(['clients', 'set'], clients.set, 'Catalog_Контрагенты'),
      name: clients.name || 'Description',
      phone: given(clients.phone),
      email: given(clients.email),
      comment: given(clients.comment),
      contacts: given(clients.contacts),
      phoneKind: clients.phoneKind,
      emailKind: clients.emailKind,
      fixed: clients.fixed ?? {},
    },
    services: {
      set: need(['services', 'set'], services.set, 'Catalog_Номенклатура'),
      filter: services.filter,
      name: services.name || 'Description',
      duration: given(services.duration),
      price: given(services.price),
      prices: prices?.set
        ? {
            set: prices.set,
            service: prices.service || 'Номенклатура_Key',
            price: prices.price || 'Цена',
            filter: prices.filter,
          }
        : undefined,
    },
    employees: {
      set: need(['employees', 'set'], employees.set, 'Catalog_Сотрудники'),
      filter: employees.filter,
      name: employees.name || 'Description',
      title: given(employees.title),
    },
    skills: options.skills,
    schedule: schedule.set
      ? {
          set: schedule.set,
          employee: need(['schedule', 'employee'], schedule.employee, 'Сотрудник_Key'),
          date: given(schedule.date),
          start: need(['schedule', 'start'], schedule.start, 'Начало'),
          end: need(['schedule', 'end'], schedule.end, 'Окончание'),
          filter: schedule.filter,
        }
      : undefined,
    visit: {
      set: need(['visit', 'set'], visit.set, 'Document_ЗаписьКлиента'),
      start: need(['visit', 'start'], visit.start, 'Начало'),
      end: given(visit.end),
      duration: given(visit.duration),
      employee: need(['visit', 'employee'], visit.employee, 'Сотрудник_Key'),
      client: need(['visit', 'client'], visit.client, 'Контрагент_Key'),
      clientName: given(visit.clientName),
      phone: given(visit.phone),
      comment: given(visit.comment),
      key: given(visit.key),
      status: given(visit.status),
      service: given(visit.service),
      rows: rows && {
        table: need(['visit', 'rows', 'table'], rows.table, 'Услуги'),
        service: need(['visit', 'rows', 'service'], rows.service, 'Номенклатура_Key'),
        quantity: given(rows.quantity),
        price: given(rows.price),
        amount: given(rows.amount),
        fixed: rows.fixed ?? {},
      },
      fixed: visit.fixed ?? {},
    },
  }
  return { map, missing }
}

/** An empty text takes a preset's name away. */
const given = (name: Text): Text => name || undefined
