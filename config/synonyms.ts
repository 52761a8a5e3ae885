import { nearest } from './nearest.ts'

/** Words that people write for a setting, without capitals, dashes and underscores. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  phone: ['telephone', 'tel', 'mobile', 'cell', 'phonenumber', 'fone', 'телефон', 'тел'],
  address: ['location', 'addr', 'place', 'адрес'],
  hours: ['openinghours', 'workinghours', 'schedule', 'worktime', 'часы', 'график', 'расписание'],
  timezone: ['tz', 'zone', 'часовойпояс', 'пояс'],
  locale: ['language', 'lang', 'язык'],
  currency: ['money', 'валюта'],
  name: ['title', 'название', 'имя'],
  website: ['site', 'url', 'web', 'homepage', 'сайт'],
  about: ['description', 'info', 'описание'],
  description: ['about', 'info', 'описание'],
  durationMinutes: ['duration', 'minutes', 'length', 'time', 'длительность'],
  price: ['cost', 'amount', 'fee', 'цена', 'стоимость'],
  services: ['service', 'treatments', 'procedures', 'услуги'],
  employees: ['staff', 'masters', 'team', 'people', 'specialists', 'мастера', 'сотрудники'],
  synonyms: ['aliases', 'alias', 'nicknames', 'синонимы'],
  apiKey: ['key', 'token', 'secret'],
  token: ['bottoken', 'apikey', 'key', 'accesstoken'],
  with: ['options', 'settings', 'config', 'params'],
  use: ['plugin', 'type', 'provider'],
  channels: ['channel', 'messengers'],
  llm: ['ai', 'brain', 'brains', 'model'],
  texts: ['messages', 'phrases'],
  publicUrl: ['url', 'baseurl', 'domain'],
}

/** The setting that was most likely meant: another word for it, or a slip of the pen. */
export function settingMeantBy(word: string, known: readonly string[]): string | undefined {
  return settingCalled(word, known) ?? nearest(word, known)
}

/** The setting that has the same name in another spelling, or for which this is another word. */
export function settingCalled(word: string, known: readonly string[]): string | undefined {
  const plain = plainly(word)
  return (
    known.find(name => plainly(name) === plain) ??
    known.find(name => Object.hasOwn(SYNONYMS, name) && SYNONYMS[name]?.includes(plain))
  )
}

function plainly(word: string): string {
  return word.toLowerCase().replace(/[_\s-]/g, '')
}
