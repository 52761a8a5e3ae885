import type { Locale } from '../../core/contract/index.ts'
import { faq } from '../fakes/faq.ts'

/** When every dialog begins that says nothing else: a Wednesday, noon, in the salon's own zone. */
export const NOON = '2026-11-25T12:00'

/** Where the salon of a language stands, and its clients' numbers. */
export const PLACES = {
  ru: { timezone: 'Europe/Moscow', offset: '+03:00', currency: 'RUB', client: { name: 'Анна', phone: '+79161234567' } },
  en: {
    timezone: 'Europe/London',
    offset: '+00:00',
    currency: 'GBP',
    client: { name: 'Kate', phone: '+447911123456' },
  },
} as const satisfies Record<Locale, object>

/** Days on which something is otherwise than usual. */
export interface Exceptions {
  /** Dates on which the salon is closed. */
  closed?: readonly string[]
  /** `olga 2026-11-26`: somebody's day off. */
  off?: readonly string[]
}

type Both = Readonly<Record<Locale, string>>
type BothLists = Readonly<Record<Locale, readonly string[]>>

type Price = number | { from: number; to: number }

const service = (id: string, name: Both, synonyms: BothLists, durationMinutes: number, price: Price) => ({
  id,
  name,
  synonyms,
  durationMinutes,
  price,
})

const SERVICES = [
  service(
    'women',
    { ru: 'Женская стрижка', en: "Women's haircut" },
    { ru: ['стрижка', 'подстричься'], en: ['haircut', 'cut', 'trim'] },
    60,
    2500,
  ),
  service(
    'men',
    { ru: 'Мужская стрижка', en: "Men's haircut" },
    { ru: ['стрижка', 'подстричься'], en: ['haircut', 'cut', 'trim'] },
    45,
    1800,
  ),
  service('kids', { ru: 'Детская стрижка', en: "Children's haircut" }, { ru: [], en: ["kid's cut"] }, 30, 1200),
  service(
    'color',
    { ru: 'Окрашивание', en: 'Hair colouring' },
    { ru: ['покраска', 'тонирование'], en: ['colour', 'color', 'dye'] },
    120,
    { from: 5000, to: 9000 },
  ),
  service('styling', { ru: 'Укладка', en: 'Blow-dry' }, { ru: [], en: ['styling', 'blowout'] }, 45, 1500),
  service(
    'keratin-short',
    { ru: 'Кератин, короткие волосы', en: 'Keratin treatment, short hair' },
    { ru: ['выпрямление'], en: ['straightening'] },
    90,
    4500,
  ),
  service(
    'keratin-long',
    { ru: 'Кератин, длинные волосы', en: 'Keratin treatment, long hair' },
    { ru: ['выпрямление'], en: ['straightening'] },
    150,
    7500,
  ),
  service('manicure', { ru: 'Маникюр', en: 'Manicure' }, { ru: ['ногти'], en: ['nails'] }, 60, 1500),
  service(
    'gel',
    { ru: 'Маникюр с гель-лаком', en: 'Gel manicure' },
    { ru: ['шеллак', 'гель-лак'], en: ['shellac', 'gel polish'] },
    90,
    2200,
  ),
  service('pedicure', { ru: 'Педикюр', en: 'Pedicure' }, { ru: [], en: [] }, 75, 2400),
  service('brows', { ru: 'Коррекция бровей', en: 'Eyebrow shaping' }, { ru: ['брови'], en: ['brows'] }, 30, 900),
  service('massage', { ru: 'Массаж спины', en: 'Back massage' }, { ru: ['массаж'], en: ['massage'] }, 60, 3000),
]

/** Who works here. Everybody is there whenever the salon is open, but Marina only until Thursday and Dmitry from Thursday. */
export const EMPLOYEES = [
  {
    id: 'lena',
    name: { ru: 'Елена Сергеевна', en: 'Elena Bright' },
    services: ['women', 'kids', 'color', 'styling', 'keratin-short', 'keratin-long'],
  },
  { id: 'dima', name: { ru: 'Дмитрий', en: 'Daniel' }, services: ['men', 'kids'], hours: { 'thu-sat': '10:00-20:00' } },
  { id: 'katya', name: { ru: 'Екатерина', en: 'Kate Hill' }, services: ['manicure', 'gel', 'pedicure', 'brows'] },
  { id: 'olga', name: { ru: 'Ольга', en: 'Olga' }, services: ['women', 'men', 'styling', 'manicure', 'pedicure'] },
  {
    id: 'marina',
    name: { ru: 'Марина', en: 'Maria' },
    services: ['massage', 'brows'],
    hours: { 'mon-thu': '10:00-18:00' },
  },
]

/** The salon's `aiadmin.yaml`: closed on Sundays, open from ten to eight, a visit may begin every half hour. */
export function salonYaml(locale: Locale, { closed = [], off = [] }: Exceptions = {}): object {
  const place = PLACES[locale]
  const dates = (list: readonly string[]) => Object.fromEntries(list.map(date => [date, 'closed']))
  return {
    version: 1,
    company: {
      name: 'Mirabelle',
      timezone: place.timezone,
      locale,
      currency: place.currency,
      phone: locale === 'ru' ? '+74950000000' : '+442070000000',
      address: { ru: 'Лесная улица, 7', en: '7 Forest Street' },
      directions: {
        ru: 'Пять минут пешком от метро, вход со двора.',
        en: 'Five minutes on foot from the tube, entrance from the courtyard.',
      },
      hours: { 'mon-sat': '10:00-20:00', exceptions: dates(closed) },
      faq,
    },
    crm: {
      use: 'local',
      with: {
        services: SERVICES.map(one => ({ ...one, synonyms: one.synonyms[locale], price: priceIn(locale, one.price) })),
        employees: EMPLOYEES.map(one => {
          const own = off.flatMap(line => (line.startsWith(`${one.id} `) ? [line.slice(one.id.length + 1)] : []))
          return { ...one, ...(own.length > 0 && { exceptions: dates(own) }) }
        }),
        gridMinutes: 30,
        noticeMinutes: 60,
        horizonDays: 60,
      },
    },
    llm: { rules: { use: 'rules' } },
    storage: { journal: { use: 'sqlite', with: { path: ':memory:' } } },
    channels: { chat: { use: 'web' } },
  }
}

/** A pound buys what fifty roubles buy. */
function priceIn(locale: Locale, price: Price): Price {
  if (locale === 'ru') return price
  return typeof price === 'number' ? price / 50 : { from: price.from / 50, to: price.to / 50 }
}
