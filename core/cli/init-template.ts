/** What a first configuration is made of. */
export interface FirstAnswers {
  name: string
  locale: 'ru' | 'en'
  timezone: string
  currency: string
  /** Empty when it is left out, as is `address`. */
  phone: string
  address: string
  brain: 'rules' | 'gemini'
}

interface Around {
  /** Where an editor finds the JSON Schema. */
  schema: string | undefined
  /** What is written to check, and to start. */
  commands: { check: string; start: string }
}

/** A first `aiadmin.yaml`, to be read and changed by its owner. */
export function writeFirstConfig(answers: FirstAnswers, { schema, commands }: Around): string {
  const { name, locale, timezone, currency, phone, address, brain } = answers
  const words = WORDS[locale]
  return `${schema ? `# yaml-language-server: $schema=${schema}\n` : ''}# ${words.head(commands)}
version: 1

company:
  name: ${JSON.stringify(name)}
  timezone: ${timezone}
  locale: ${locale} # ${words.locale}
  currency: ${currency}
  ${phone.trim() ? `phone: ${JSON.stringify(phone.trim())}` : '# phone: "+7 495 123-45-67"'}
  ${address.trim() ? `address: ${JSON.stringify(address.trim())}` : '# address: "…"'}
  hours:
    mon-fri: 10:00-20:00
    sat-sun: 11:00-18:00

# ${words.llm}
llm:
${brain === 'gemini' ? GEMINI : `  # gemini: { use: gemini, with: { apiKey: "\${GEMINI_API_KEY}" } }\n`}  rules: { use: rules }

# ${words.crm}
crm:
  use: local
  with:
    services:
      - { id: haircut, name: ${words.haircut}, durationMinutes: 60, price: ${words.prices[0]} }
      - { id: manicure, name: ${words.manicure}, durationMinutes: 90, price: ${words.prices[1]} }
    employees:
      - { id: anna, name: ${words.anna}, services: [haircut] }
      - { id: maria, name: ${words.maria}, services: [manicure] }

# ${words.channels}
channels:
  web: { use: web }
`
}

const GEMINI = `  gemini: { use: gemini, with: { apiKey: "\${GEMINI_API_KEY}" } }\n`

const WORDS = {
  ru: {
    head: ({ check, start }: Around['commands']) => `Настройки AI-Admin. Проверить: ${check}. Запустить: ${start}.`,
    locale: 'язык первого сообщения; дальше — язык клиента',
    llm: 'Кто ведёт разговор, по порядку: если первый не отвечает, отвечает следующий.',
    crm: 'Услуги и мастера: замените на свои. Записи хранятся здесь же, в data/.',
    channels: 'Где пишут клиенты. Чат откроется на http://localhost:8000/chat.',
    haircut: 'Стрижка',
    manicure: 'Маникюр',
    anna: 'Анна',
    maria: 'Мария',
    prices: [1500, 2000],
  },
  en: {
    head: ({ check, start }: Around['commands']) =>
      `The settings of AI-Admin. To check them: ${check}. To start: ${start}.`,
    locale: 'the language of the first message; then it is the language of the client',
    llm: 'Who leads the conversation, in order: when the first fails, the next takes over.',
    crm: 'Services and employees: put in your own. Bookings are kept here, too, in data/.',
    channels: 'Where clients write. The chat opens at http://localhost:8000/chat.',
    haircut: 'Haircut',
    manicure: 'Manicure',
    anna: 'Anna',
    maria: 'Maria',
    prices: [40, 50],
  },
} as const
