const VALUES: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://desk.example.com',
  DATABASE_URL: 'postgres://desk@db.example.com/desk',
  REDIS_URL: 'redis://redis.example.com',
  TELEGRAM_BOT_TOKEN: '7000000001:a-made-up-token_of-a-bot',
  BITRIX24_WEBHOOK: 'https://portal.bitrix24.example/rest/1/made-up-code/',
}

/** Made-up values for the variables that a text refers to. */
export function environmentFor(text: string): Readonly<Record<string, string>> {
  const names = [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name)
  return Object.fromEntries(names.map(name => [name, VALUES[name] ?? `a-made-up-value-of-${name}`]))
}
