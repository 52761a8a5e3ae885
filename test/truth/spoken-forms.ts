import type { Locale } from '../../core/contract/index.ts'
import type { VisitFacts } from './salon.ts'

/** Ways of saying one thing, by the place that it takes in a sentence. */
type Forms = Readonly<Record<string, readonly string[]>>

const RU_DAYS: Readonly<Record<string, Forms>> = {
  '2026-11-27': {
    day: ['в пятницу', 'в эту пятницу', '27-го', '27 числа', 'послезавтра', 'двадцать седьмого ноября', 'в пт 27.11'],
    onday: ['на пятницу', 'на 27-е', 'на 27 ноября', 'на послезавтра', 'на двадцать седьмое', 'на пт, 27.11'],
    bareday: ['пятница', 'пт, 27 ноября', '27.11', 'послезавтра', 'двадцать седьмое ноября', 'пятница, 27-е'],
    ofday: ['пятницы', '27 ноября', 'пятницы, 27-го'],
  },
  '2026-11-28': {
    day: ['в субботу', 'в ближайшую субботу', '28-го', 'через три дня', 'двадцать восьмого ноября', 'в сб 28.11'],
    onday: ['на субботу', 'на 28-е', 'на 28 ноября', 'на двадцать восьмое', 'на сб, 28.11'],
    bareday: ['суббота', 'сб, 28 ноября', '28.11', 'двадцать восьмое ноября', 'суббота, 28-е'],
    ofday: ['субботы', '28 ноября', 'субботы, 28-го'],
  },
  '2026-11-30': {
    day: ['в понедельник', 'в следующий понедельник', '30-го', 'через пять дней', 'тридцатого ноября', 'в пн 30.11'],
    onday: ['на понедельник', 'на 30-е', 'на 30 ноября', 'на тридцатое', 'на пн, 30.11'],
    bareday: ['понедельник', 'пн, 30 ноября', '30.11', 'тридцатое ноября', 'понедельник, 30-е'],
    ofday: ['понедельника', '30 ноября', 'понедельника, 30-го'],
  },
}

const RU_TIMES: Readonly<Record<string, Forms>> = {
  '12:00': {
    time: ['12:00', '12.00', '12-00', 'полдень'],
    attime: ['в 12:00', 'в полдень', 'в двенадцать', 'к двенадцати', 'в 12 часов', 'в 12 дня'],
    ontime: ['на 12:00', 'на двенадцать', 'на полдень'],
  },
  '14:30': {
    time: ['14:30', '14.30', 'полтретьего', 'половина третьего'],
    attime: ['в 14:30', 'в полтретьего', 'в половине третьего', 'в два тридцать', 'к половине третьего'],
    ontime: ['на 14:30', 'на полтретьего', 'на половину третьего'],
  },
  '15:00': {
    time: ['15:00', '15.00', '15-00', '3 часа дня'],
    attime: ['в 15:00', 'в три', 'в три часа дня', 'в 3 дня', 'в 15 часов', 'к трём', 'ровно в 15:00'],
    ontime: ['на 15:00', 'на три', 'на 15 часов', 'на 3 часа дня'],
  },
  '16:30': {
    time: ['16:30', '16.30', 'полпятого', 'половина пятого'],
    attime: ['в 16:30', 'в полпятого', 'в половине пятого', 'в четыре тридцать', 'в 16-30'],
    ontime: ['на 16:30', 'на полпятого', 'на половину пятого'],
  },
  '17:45': {
    time: ['17:45', '17.45', 'без четверти шесть', 'без пятнадцати шесть'],
    attime: ['в 17:45', 'без четверти шесть', 'без пятнадцати шесть', 'в пять сорок пять'],
    ontime: ['на 17:45', 'на без четверти шесть'],
  },
}

const EN_DAYS: Readonly<Record<string, Forms>> = {
  '2026-11-27': forms(
    ['Friday', 'this Friday', 'Fri 27 Nov', 'the 27th', 'the 27th of November', '27 Nov'],
    'in two days',
  ),
  '2026-11-28': forms(
    ['Saturday', 'this Saturday', 'Sat 28 Nov', 'the 28th', 'the 28th of November', '28 Nov'],
    'in three days',
  ),
  '2026-11-30': forms(
    ['Monday', 'next Monday', 'Mon 30 Nov', 'the 30th', 'the 30th of November', '30 Nov'],
    'in five days',
  ),
}

const EN_TIMES: Readonly<Record<string, Forms>> = {
  '12:00': { time: ['12:00', 'noon', 'midday', '12 pm', '12 noon', "twelve o'clock"] },
  '14:30': { time: ['14:30', '2:30 pm', 'half past two', '2.30pm', 'two thirty', 'half two'] },
  '15:00': { time: ['15:00', '3 pm', '3pm', 'three', "three o'clock", '3 in the afternoon', 'three pm'] },
  '16:30': { time: ['16:30', '4:30 pm', 'half past four', '4.30pm', 'four thirty'] },
  '17:45': { time: ['17:45', '5:45 pm', 'quarter to six', 'a quarter to six', 'five forty-five'] },
}

const PRICES: Readonly<Record<Locale, Readonly<Record<number, readonly string[]>>>> = {
  ru: {
    1500: ['1500 ₽', '1 500 рублей', '1500р', 'полторы тысячи', 'полторы тысячи рублей', '1,5 тыс. ₽'],
    2300: ['2300 ₽', '2 300 рублей', '2300р', 'две тысячи триста', 'две тысячи триста рублей', '2,3 тыс. ₽'],
  },
  en: {
    1500: ['₽1,500', '1500 rub', '1,500 rubles', 'fifteen hundred rubles', '1.5k rubles'],
    2300: ['₽2,300', '2300 rub', '2,300 rubles', 'twenty-three hundred rubles', '2.3k rubles'],
  },
}

function forms(bareday: readonly string[], later: string): Forms {
  return { bareday, day: [...bareday.map(day => `on ${day}`), later], forday: bareday.map(day => `for ${day}`) }
}

/** How people say days, times and prices, beside how a form shows them. */
export function spokenForms({ date, time, price }: VisitFacts, locale: Locale): Forms {
  const [days, times] = locale === 'ru' ? [RU_DAYS, RU_TIMES] : [EN_DAYS, EN_TIMES]
  const spoken = { days: days[date], times: times[time], prices: PRICES[locale][price] }
  if (!spoken.days || !spoken.times || !spoken.prices) throw new Error(`nobody says ${date} ${time} ${price}`)
  return { ...spoken.days, ...spoken.times, price: spoken.prices }
}
