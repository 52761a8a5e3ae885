const URLS: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://desk.example.com',
  DATABASE_URL: 'postgres://desk@db.example.com/desk',
  REDIS_URL: 'redis://redis.example.com',
  BITRIX24_WEBHOOK: 'https://portal.bitrix24.example/rest/1/made-up-code/',
}

/** Made-up values for the variables that a text refers to. */
export function environmentFor(text: string): Readonly<Record<string, string>> {
  const names = [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)
  return Object.fromEntries(names.map(name => [name, URLS[name] ?? `a-made-up-value-of-${name}`]))
}
