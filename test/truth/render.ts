import type { Locale } from '../../core/contract/index.ts'
import { EMPLOYEES, SERVICES, TODAY, type VisitFacts } from './salon.ts'
import { spokenForms } from './spoken-forms.ts'

/** A seeded choice: the same set every time. */
export type Pick = <T>(from: readonly T[]) => T

/** Makes one from a seed (mulberry32). */
export function pickerOf(seed: number): Pick {
  let state = seed
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return from => {
    const chosen = from[Math.floor(random() * from.length)]
    if (chosen === undefined) throw new Error('nothing to choose from')
    return chosen
  }
}

const RU_WEEKDAYS = [
  ['воскресенье', 'в воскресенье', 'воскресенья'],
  ['понедельник', 'в понедельник', 'понедельника'],
  ['вторник', 'во вторник', 'вторника'],
  ['среду', 'в среду', 'среды'],
  ['четверг', 'в четверг', 'четверга'],
  ['пятницу', 'в пятницу', 'пятницы'],
  ['субботу', 'в субботу', 'субботы'],
] as const
const RU_MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')
const EN_WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const EN_MONTHS = 'January February March April May June July August September October November December'.split(' ')
const RU_HOURS = [
  'двенадцать',
  'час',
  'два',
  'три',
  'четыре',
  'пять',
  'шесть',
  'семь',
  'восемь',
  'девять',
  'десять',
  'одиннадцать',
]
const RU_HALVES =
  'первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого'.split(
    ' ',
  )

function partsOf({ date, time }: VisitFacts) {
  const at = new Date(`${date}T00:00:00Z`)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const ahead = Math.round((at.getTime() - Date.parse(`${TODAY}T00:00:00Z`)) / 86_400_000)
  return { day: at.getUTCDate(), month: at.getUTCMonth(), weekday: at.getUTCDay(), hour, minute, ahead }
}

function russian(facts: VisitFacts, pick: Pick): Record<string, string> {
  const { day, month, weekday, hour, minute, ahead } = partsOf(facts)
  const [on = '', inOn = '', of = ''] = RU_WEEKDAYS[weekday] ?? []
  const monthName = RU_MONTHS[month] ?? ''
  const near = ahead === 2 ? 'послезавтра' : ahead === 1 ? 'завтра' : undefined
  const dated = `${day} ${monthName}`
  const numbers = `${String(day).padStart(2, '0')}.${month + 1}`
  const daytime = hour < 12 ? 'утра' : hour < 17 ? 'дня' : 'вечера'
  const spoken =
    minute === 0
      ? `${RU_HOURS[hour % 12]} ${hour % 12 === 1 ? '' : hour % 12 < 5 && hour % 12 > 0 ? 'часа ' : 'часов '}${daytime}`.replace(
          'час  ',
          'час ',
        )
      : `половине ${RU_HALVES[hour % 12]}`
  const clock = `${hour}:${String(minute).padStart(2, '0')}`
  const time = pick([clock, clock, clock.replace(':', '.')])
  const which = pick([0, 1, 2, 3])
  const days =
    [
      [`в${weekday === 2 ? 'о' : ''} ${on}`.replace('в воскресенье', 'в воскресенье'), `на ${on}`, on, of],
      [`${inOn}, ${dated},`, `на ${on}, ${dated},`, `${on}, ${dated}`, `${of}, ${dated},`],
      [dated, `на ${dated}`, dated, dated],
      near ? [near, `на ${near}`, near, near] : [numbers, `на ${numbers}`, numbers, numbers],
    ][which] ?? []
  const employee = EMPLOYEES[facts.employee].ru
  const service = SERVICES[facts.service].ru
  const thousands = facts.price.toLocaleString('ru-RU')
  return {
    day: days[0] ?? '',
    onday: days[1] ?? '',
    bareday: days[2] ?? '',
    ofday: days[3] ?? '',
    time,
    attime: pick([
      `в ${time}`,
      `в ${time}`,
      minute === 0 ? `в ${spoken}` : `в ${spoken}`,
      minute === 0 ? `в ${hour}` : `в ${time}`,
    ]),
    ontime: pick([`на ${time}`, `на ${time}`, minute === 0 ? `на ${hour}:00` : `на ${time}`]),
    emp: employee.name,
    toemp: `к ${employee.to}`,
    atemp: `у ${employee.at}`,
    withemp: `с ${employee.with}`,
    service: service.name,
    acc: service.acc,
    Service: service.name.charAt(0).toUpperCase() + service.name.slice(1),
    price: pick([`${thousands} ₽`, `${facts.price} ₽`, `${facts.price} рублей`, `${facts.price} руб.`]),
  }
}

function english(facts: VisitFacts, pick: Pick): Record<string, string> {
  const { day, month, weekday, hour, minute, ahead } = partsOf(facts)
  const weekdayName = EN_WEEKDAYS[weekday] ?? ''
  const monthName = EN_MONTHS[month] ?? ''
  const suffix =
    day % 10 === 1 && day !== 11
      ? 'st'
      : day % 10 === 2 && day !== 12
        ? 'nd'
        : day % 10 === 3 && day !== 13
          ? 'rd'
          : 'th'
  const near = ahead === 1 ? 'tomorrow' : undefined
  const bare = pick([
    weekdayName,
    `${weekdayName}, ${day} ${monthName}`,
    `${monthName} ${day}${suffix}`,
    `${weekdayName} the ${day}${suffix}`,
    near ?? weekdayName,
  ])
  const on = bare === near ? bare : `on ${bare}`
  const twelve = hour % 12 === 0 ? 12 : hour % 12
  const period = hour < 12 ? 'am' : 'pm'
  const minutes = String(minute).padStart(2, '0')
  const time = pick([
    `${hour}:${minutes}`,
    minute === 0 ? `${twelve} ${period}` : `${twelve}:${minutes} ${period}`,
    minute === 0
      ? `${twelve}${period}`
      : `half past ${['twelve', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'][hour % 12]}`,
    `${twelve}:${minutes} ${period}`,
  ])
  return {
    day: on,
    forday: `for ${bare}`,
    bareday: bare,
    time,
    emp: EMPLOYEES[facts.employee].en,
    service: SERVICES[facts.service].en,
    Service: SERVICES[facts.service].en.charAt(0).toUpperCase() + SERVICES[facts.service].en.slice(1),
    price: pick([
      `${facts.price.toLocaleString('en-GB')} ₽`,
      `₽${facts.price.toLocaleString('en-GB')}`,
      `${facts.price} rubles`.replace('rubles', 'RUB'),
    ]),
  }
}

/** Fills a phrasing in: `{day}`, `{time}` … from `facts`, `{old.day}` from what was before. */
export function render(
  template: string,
  {
    locale,
    facts,
    old,
    pick,
    isSpoken,
  }: { locale: Locale; facts: VisitFacts; old: VisitFacts; pick: Pick; isSpoken?: boolean },
): string {
  const say = locale === 'ru' ? russian : english
  const spokenOf = (said: VisitFacts) =>
    isSpoken
      ? Object.fromEntries(Object.entries(spokenForms(said, locale)).map(([name, ways]) => [name, pick(ways)]))
      : {}
  const now = { ...say(facts, pick), ...spokenOf(facts) }
  const before = { ...say(old, pick), ...spokenOf(old) }
  return template
    .replace(/\{(old\.)?(\w+)\}/gu, (whole, isOld: string | undefined, name: string) => {
      const value = (isOld === undefined ? now : before)[name]
      if (value === undefined) throw new Error(`${whole} in "${template}"`)
      return value
    })
    .replace(/,([,.!?])/gu, '$1')
}
