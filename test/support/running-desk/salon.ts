/** Monday morning in Moscow; the salon opens at ten. */
export const MONDAY = '2026-11-23T09:00:00+03:00'

/** The key of the API client. */
export const API_KEY = 'test-key-of-32-characters-000000'

/** The small salon of these tests, as an operator would write it; `changes` replace whole blocks. */
export function salonConfig(changes: Readonly<Record<string, unknown>>): object {
  return {
    version: 1,
    company: company(),
    server: { host: '127.0.0.1', port: 0, requestsPerMinute: 1_000_000 },
    llm: { rules: { use: 'rules' } },
    crm: { use: 'local', with: calendar() },
    channels: {
      api: {
        use: 'http',
        with: { apiKeys: [{ name: 'site', key: `\${API_KEY}` }], requestsPerMinute: 1_000_000 },
      },
    },
    ...changes,
  }
}

/** Its `company:` block. */
export function company(changes: Readonly<Record<string, unknown>> = {}): object {
  return {
    name: 'Mirabelle',
    timezone: 'Europe/Moscow',
    locale: 'en',
    currency: 'RUB',
    phone: '+74950000000',
    address: { ru: 'Москва, Садовая, 5', en: '5 Garden Street, Moscow' },
    hours: { 'mon-sun': '10:00-20:00' },
    ...changes,
  }
}

/** Its own calendar. */
function calendar(): object {
  return {
    services: [
      {
        id: 'manicure',
        name: { ru: 'Маникюр', en: 'Manicure' },
        synonyms: ['ногти', 'nails'],
        durationMinutes: 60,
        price: 2000,
      },
      { id: 'haircut', name: { ru: 'Стрижка', en: 'Haircut' }, durationMinutes: 60, price: 1500 },
    ],
    employees: [
      { id: 'olga', name: { ru: 'Ольга', en: 'Olga' }, services: ['manicure'] },
      { id: 'kamila', name: { ru: 'Камила', en: 'Kamila' }, services: ['manicure'] },
      { id: 'ivan', name: { ru: 'Иван', en: 'Ivan' }, services: ['haircut'] },
    ],
    gridMinutes: 60,
  }
}
