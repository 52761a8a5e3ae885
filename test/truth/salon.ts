import type { KnownTruth, KnownVisit } from '../../core/dialog/truth/borne-out.ts'
import { type Names, namesFrom } from '../../core/dialog/truth/spoken-people.ts'

/** The Wednesday on which everything is said. */
export const TODAY = '2026-11-25'

/** What can be said of a visit. */
export interface VisitFacts {
  date: string
  time: string
  employee: 'anna' | 'olga' | 'marina' | 'dmitry'
  service: 'manicure' | 'haircut' | 'brows'
  price: number
}

/** The visit that there is, or was, or was asked for. */
export const VISIT: VisitFacts = {
  date: '2026-11-27',
  time: '15:00',
  employee: 'anna',
  service: 'manicure',
  price: 1500,
}

/** Where it was moved to. */
export const MOVED: VisitFacts = { ...VISIT, date: '2026-11-28', time: '16:30' }

/** What a false promise says instead. */
export const OTHER: VisitFacts = {
  date: '2026-11-30',
  time: '12:00',
  employee: 'olga',
  service: 'haircut',
  price: 2300,
}

/** Names as a sentence needs them. */
export const EMPLOYEES = {
  anna: { ru: { name: 'Анна', to: 'Анне', at: 'Анны', with: 'Анной' }, en: 'Anna' },
  olga: { ru: { name: 'Ольга', to: 'Ольге', at: 'Ольги', with: 'Ольгой' }, en: 'Olga' },
  marina: { ru: { name: 'Марина', to: 'Марине', at: 'Марины', with: 'Мариной' }, en: 'Marina' },
  dmitry: { ru: { name: 'Дмитрий', to: 'Дмитрию', at: 'Дмитрия', with: 'Дмитрием' }, en: 'Dmitry' },
} as const

/** Services as a sentence needs them. */
export const SERVICES = {
  manicure: { ru: { name: 'маникюр', acc: 'маникюр' }, en: 'manicure' },
  haircut: { ru: { name: 'стрижка', acc: 'стрижку' }, en: 'haircut' },
  brows: { ru: { name: 'коррекция бровей', acc: 'коррекцию бровей' }, en: 'brow shaping' },
} as const

/** What the desk of this salon knows by name, for a client Мария of the salon Mirabelle. */
export function namesOf(locale: 'ru' | 'en'): Names {
  const other = locale === 'ru' ? 'en' : 'ru'
  const nameIn = (employee: (typeof EMPLOYEES)[keyof typeof EMPLOYEES], language: 'ru' | 'en') =>
    language === 'ru' ? employee.ru.name : employee.en
  return namesFrom({
    employees: Object.values(EMPLOYEES).map(employee => ({
      name: nameIn(employee, locale),
      forms: [nameIn(employee, other)],
    })),
    others: [locale === 'ru' ? 'Мария' : 'Maria', 'Mirabelle'],
    services: Object.values(SERVICES).flatMap(({ ru, en }) => [ru.name, en]),
  })
}

function known(facts: VisitFacts, status: KnownVisit['status'], locale: 'ru' | 'en'): KnownVisit {
  const employee = EMPLOYEES[facts.employee]
  return {
    status,
    date: facts.date,
    time: facts.time,
    people: [locale === 'ru' ? employee.ru.name : employee.en],
    prices: [{ min: facts.price, max: facts.price }],
    isComing: true,
  }
}

/** What the ledger may know. */
export type World = 'nothing' | 'booked' | 'requested' | 'moved' | 'cancelled'

/** Its truth, with people named in the client's language. */
export function truthOf(world: World, locale: 'ru' | 'en'): KnownTruth {
  const nothing: KnownTruth = {
    today: TODAY,
    visits: [],
    moves: [],
    cancelled: [],
    offered: [],
    prices: [
      { min: 1500, max: 1500 },
      { min: 2300, max: 2300 },
    ],
  }
  switch (world) {
    case 'nothing':
      return nothing
    case 'booked':
    case 'requested':
      return { ...nothing, visits: [known(VISIT, world, locale)] }
    case 'moved': {
      const to = known(MOVED, 'booked', locale)
      return { ...nothing, visits: [to], moves: [{ from: VISIT, to }] }
    }
    case 'cancelled': {
      const gone = known(VISIT, 'cancelled', locale)
      return { ...nothing, visits: [gone], cancelled: [gone] }
    }
  }
}
