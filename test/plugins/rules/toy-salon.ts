import type {
  EmployeeItem,
  Locale,
  ServiceItem,
  SlotItem,
  ToolArguments,
  ToolResults,
  VisitItem,
} from '../../../core/contract/index.ts'

/** A small salon in memory: its price list, its people and its book of visits. */
export interface ToySalon {
  services: readonly ServiceItem[]
  employees: readonly EmployeeItem[]
  visits: VisitItem[]
  findSlots(args: ToolArguments['get_available_slots']): ToolResults['get_available_slots']
  isFree(date: string, time: string, minutes: number, employeeId: string): boolean
  /** Somebody else takes a time. */
  take(date: string, time: string, employeeId: string): void
}

/** A visit that is in the book from the start. */
export interface ToyVisit {
  id: string
  services: readonly string[]
  employee: string
  date: string
  time: string
}

interface SalonOptions {
  locale: Locale
  now: { date: string; time: string }
  open(date: string): readonly { from: string; to: string }[]
  visits?: readonly ToyVisit[]
}

const NAMES = {
  ru: {
    services: {
      women: ['Женская стрижка', ['стрижка']],
      men: ['Мужская стрижка', ['стрижка']],
      kids: ['Детская стрижка', []],
      color: ['Окрашивание', ['тонирование']],
      styling: ['Укладка', []],
      manicure: ['Маникюр', []],
      gel: ['Маникюр с гель-лаком', ['шеллак']],
      pedicure: ['Педикюр', []],
      brows: ['Коррекция бровей', []],
    },
    employees: { lena: 'Елена Сергеевна', katya: 'Екатерина', dima: 'Дмитрий', olga: 'Ольга' },
  },
  en: {
    services: {
      women: ["Women's haircut", []],
      men: ["Men's haircut", []],
      kids: ["Children's haircut", []],
      color: ['Hair colouring', ['highlights', 'balayage']],
      styling: ['Blow-dry', ['styling']],
      manicure: ['Manicure', []],
      gel: ['Gel manicure', ['shellac']],
      pedicure: ['Pedicure', []],
      brows: ['Eyebrow shaping', []],
    },
    employees: { lena: 'Elena Bright', katya: 'Kate Hill', dima: 'Daniel', olga: 'Olga' },
  },
} as const

const MINUTES = {
  women: 60,
  men: 45,
  kids: 30,
  color: 120,
  styling: 45,
  manicure: 60,
  gel: 90,
  pedicure: 75,
  brows: 30,
} as const
const PRICES = {
  women: 2500,
  men: 1800,
  kids: 1200,
  color: 6000,
  styling: 1500,
  manicure: 1500,
  gel: 2200,
  pedicure: 2400,
  brows: 900,
} as const
const SKILLS = {
  lena: ['women', 'kids', 'color', 'styling'],
  katya: ['manicure', 'gel', 'pedicure', 'brows'],
  dima: ['men', 'kids'],
  olga: ['women', 'men', 'styling', 'manicure', 'pedicure'],
} as const
const IDS = ['women', 'men', 'kids', 'color', 'styling', 'manicure', 'gel', 'pedicure', 'brows'] as const
const PEOPLE = ['lena', 'katya', 'dima', 'olga'] as const
const DAY_MS = 86_400_000
const OFFERED = 12
const GRID_MINUTES = 30

/** Opens the salon. Everybody works whenever it is open; what is busy is said with `take`. */
export function openToySalon({ locale, now, open, visits = [] }: SalonOptions): ToySalon {
  const names = NAMES[locale]
  const taken = new Set<string>()
  const services: ServiceItem[] = IDS.map(id => ({
    id,
    name: names.services[id][0],
    synonyms: names.services[id][1],
    duration_minutes: MINUTES[id],
    price: { min: PRICES[id] * 100, max: PRICES[id] * 100, currency: 'RUB' },
    employee_ids: PEOPLE.filter(person => skillsOf(person).includes(id)),
  }))
  const employees: EmployeeItem[] = PEOPLE.map(id => ({ id, name: names.employees[id], service_ids: SKILLS[id] }))
  let tokens = 0

  function freeOn(date: string, args: ToolArguments['get_available_slots']): SlotItem[] {
    const minutes = services
      .filter(service => args.service_ids.includes(service.id))
      .reduce((sum, service) => sum + service.duration_minutes, 0)
    const people = employees.filter(
      person =>
        args.service_ids.every(id => person.service_ids.includes(id)) &&
        (args.employee_id === undefined || person.id === args.employee_id),
    )
    return open(date).flatMap(range =>
      starts(range, minutes).flatMap(time => {
        const isOver = date < now.date || (date === now.date && time <= now.time)
        const person = isOver ? undefined : people.find(candidate => isFree(date, time, minutes, candidate.id))
        if (person === undefined) return []
        tokens += 1
        return [
          {
            slot_id: `slot-${String(tokens).padStart(11, '0')}`,
            date,
            time,
            end_time: clock(minute(time) + minutes),
            employee_ids: [person.id],
            employee: person.name,
          },
        ]
      }),
    )
  }

  function isFree(date: string, time: string, minutes: number, person: string): boolean {
    for (let at = minute(time); at < minute(time) + minutes; at += GRID_MINUTES)
      if (taken.has(`${date} ${clock(at)} ${person}`)) return false
    return true
  }

  return {
    services,
    employees,
    visits: visits.map(({ id, services: ids, employee, date, time }) => {
      const name = employees.find(person => person.id === employee)?.name
      const done = services.filter(service => ids.includes(service.id)).map(service => service.name)
      return {
        appointment_id: id,
        status: 'booked',
        date,
        time,
        services: done,
        service_ids: ids,
        ...(name !== undefined && { employee: name }),
        employee_ids: [employee],
      }
    }),
    isFree,
    take: (date, time, employeeId) => {
      taken.add(`${date} ${time} ${employeeId}`)
    },
    findSlots(args) {
      const from = args.date_from !== undefined && args.date_from > now.date ? args.date_from : now.date
      const to = args.date_to ?? addDays(from, 6)
      const days: SlotItem[][] = []
      for (let date = from; date <= to; date = addDays(date, 1)) {
        const inside = freeOn(date, args).filter(
          slot => slot.time >= (args.time_from ?? '00:00') && slot.time < (args.time_to ?? '24:00'),
        )
        if (inside.length > 0) days.push(inside)
      }
      const perDay = days.length === 1 ? 40 : Math.max(1, Math.ceil(OFFERED / Math.min(days.length, OFFERED)))
      const slots = days.flatMap(day => spread(day, perDay)).slice(0, Math.max(OFFERED, perDay))
      if (slots.length > 0) return { slots, checked_until: to }
      const around: SlotItem[] = []
      for (let date = addDays(from, -3); date <= addDays(to, 14); date = addDays(date, 1))
        around.push(...freeOn(date, args))
      const wanted = Date.parse(`${from}T${args.time_from ?? '12:00'}Z`)
      const distance = (slot: SlotItem) => Math.abs(Date.parse(`${slot.date}T${slot.time}Z`) - wanted)
      const others = around.sort((a, b) => distance(a) - distance(b)).slice(0, 6)
      return { slots, others, checked_until: to }
    },
  }
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

function skillsOf(person: (typeof PEOPLE)[number]): readonly string[] {
  return SKILLS[person]
}

function starts({ from, to }: { from: string; to: string }, minutes: number): string[] {
  const times: string[] = []
  for (let at = minute(from); at + minutes <= minute(to); at += GRID_MINUTES) times.push(clock(at))
  return times
}

function spread<Item>(items: readonly Item[], limit: number): Item[] {
  if (items.length <= limit) return [...items]
  return Array.from({ length: limit }, (_, index) => items.slice(Math.floor((index * items.length) / limit))[0]).filter(
    item => item !== undefined,
  )
}

function minute(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
