import type { Locale } from '../../../core/contract/index.ts'

const ru = {
  hours_open: 'Открыто до {time}',
  hours_open_always: 'Открыто круглосуточно',
  hours_today: 'Закрыто, откроемся в {time}',
  hours_tomorrow: 'Закрыто, откроемся завтра в {time}',
  hours_later:
    'Закрыто, откроемся {weekday, select, mon {в понедельник} tue {во вторник} wed {в среду} thu {в четверг} fri {в пятницу} sat {в субботу} sun {в воскресенье} other {{date}}} в {time}',
  hours_closed: 'Сейчас закрыто',
  visit_with: 'Мастер: {employee}',
  visit_price: 'Цена: {price}',
  visit_phone: 'Телефон: {phone}',
} as const

const en: Readonly<Record<keyof typeof ru, string>> = {
  hours_open: 'Open until {time}',
  hours_open_always: 'Open around the clock',
  hours_today: 'Closed, opens at {time}',
  hours_tomorrow: 'Closed, opens tomorrow at {time}',
  hours_later:
    'Closed, opens on {weekday, select, mon {Monday} tue {Tuesday} wed {Wednesday} thu {Thursday} fri {Friday} sat {Saturday} sun {Sunday} other {{date}}} at {time}',
  hours_closed: 'Closed now',
  visit_with: 'With: {employee}',
  visit_price: 'Price: {price}',
  visit_phone: 'Phone: {phone}',
}

/** What the server writes with values of its own; the page gets it ready-made. */
export const serverTexts = { ru, en } satisfies Record<Locale, Record<string, string>>
