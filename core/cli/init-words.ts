import type { Locale } from '../contract/index.ts'

/** The questions of `init` in the language that was chosen first. */
export interface InitWords {
  name: string
  needsName: string
  timezone: string
  currency: string
  wrongCurrency: string
  phone: string
  address: string
  mayBeEmpty: string
  brain: string
  rules: string
  rulesHint: string
  geminiHint: string
  givenUp: string
}

/** By language. */
export const INIT_WORDS: Readonly<Record<Locale, InitWords>> = {
  ru: {
    name: 'Как называется ваша компания?',
    needsName: 'Без названия не обойтись',
    timezone: 'Часовой пояс',
    currency: 'Валюта цен',
    wrongCurrency: 'Три латинские буквы, например RUB',
    phone: 'Телефон для клиентов',
    address: 'Адрес',
    mayBeEmpty: 'можно пропустить: Enter',
    brain: 'Кто ведёт разговор?',
    rules: 'Правила, без нейросети',
    rulesHint: 'не нужны ни ключ, ни интернет',
    geminiHint: 'нужен GEMINI_API_KEY; если не отвечает, разговор ведут правила',
    givenUp: 'Ничего не записано.',
  },
  en: {
    name: 'Name of the business',
    needsName: 'It needs a name',
    timezone: 'Time zone',
    currency: 'Currency of the prices',
    wrongCurrency: 'Three letters, for example RUB',
    phone: 'Phone for clients',
    address: 'Address',
    mayBeEmpty: 'Enter to leave it out',
    brain: 'Who leads the conversation?',
    rules: 'The rules brain',
    rulesHint: 'no key, no network',
    geminiHint: 'needs GEMINI_API_KEY; the rules brain stands in for it',
    givenUp: 'Nothing was written.',
  },
}
