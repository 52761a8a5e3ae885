import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { IntlMessageFormat } from 'intl-messageformat'
import type { JSONSchema } from 'json-schema-to-ts'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { type Logger, pino } from 'pino'
import type { Clock, CodedError, Company, Database, Http, Json, Locale, PluginContext } from '../core/contract/index.ts'
import { openDatabase } from '../plugins/storage/sqlite/database.ts'
import { createMovingClock } from './moving-clock.ts'

/** A salon in Moscow that is open from 10 to 20, on Sundays until 18. */
export const testCompany: Company = {
  name: 'Mirabelle',
  timezone: 'Europe/Moscow',
  locale: 'en',
  currency: 'RUB',
  country: 'RU',
  hours: {
    week: {
      mon: [{ from: '10:00', to: '20:00' }],
      tue: [{ from: '10:00', to: '20:00' }],
      wed: [{ from: '10:00', to: '20:00' }],
      thu: [{ from: '10:00', to: '20:00' }],
      fri: [{ from: '10:00', to: '20:00' }],
      sat: [{ from: '10:00', to: '20:00' }],
      sun: [{ from: '10:00', to: '18:00' }],
    },
    exceptions: {},
  },
  faq: [],
}

/** What a test may set; everything else has a sensible value. */
export interface TestContextOptions<Config> {
  /** The plugin whose schema checks `config` and fills in its defaults, and whose texts are used. */
  plugin: {
    name: string
    kind: string
    configSchema: JSONSchema
    create(context: PluginContext<Config>): unknown
    texts?: Readonly<Record<Locale, Readonly<Record<string, string>>>>
  }
  config?: unknown
  company?: Partial<Company>
  business?: string
  instance?: string
  /** A moving clock at noon of Monday, 2026-11-23 in Moscow when left out. */
  clock?: Clock
  /** An empty SQLite database in memory when left out. */
  kysely?: Database
  dataFolder?: string
  http?: Http
  log?: Logger
}

/** A plugin context with real parts: SQLite, files, fetch. `close` disposes as the runtime does. */
export function createTestContext<Config>(options: TestContextOptions<Config>): {
  context: PluginContext<Config>
  close(): Promise<void>
} {
  const {
    plugin,
    company,
    business = 'test',
    instance = plugin.kind,
    clock = createMovingClock('2026-11-23T12:00:00+03:00'),
  } = options
  const closing = new AbortController()
  const disposals: (() => void | Promise<void>)[] = []
  let dataFolder = options.dataFolder
  const kysely =
    options.kysely ??
    new Kysely({
      dialect: new SqliteDialect({ database: async () => openDatabase({ file: ':memory:', error: codedError }) }),
    })
  if (!options.kysely) disposals.push(() => kysely.destroy())

  const context: PluginContext<Config> = {
    business,
    instance,
    config: checkConfig(plugin.configSchema, options.config ?? {}),
    company: { ...testCompany, ...company },
    // Made when a plugin asks: most keep no files, and the contexts of pure ones are not closed.
    get dataFolder() {
      if (dataFolder !== undefined) return dataFolder
      const made = mkdtempSync(join(tmpdir(), 'aiadmin-test-'))
      disposals.push(() => rmSync(made, { recursive: true, force: true }))
      dataFolder = made
      return made
    },
    log: options.log ?? pino({ level: 'silent' }),
    http: options.http ?? plainHttp(clock),
    clock,
    signal: closing.signal,
    onClose: dispose => disposals.push(dispose),
    error: codedError,
    text(locale, key, values) {
      const text = plugin.texts?.[locale][key]
      if (text === undefined) throw new Error(`${plugin.name} has no text ${key} in ${locale}`)
      return String(new IntlMessageFormat(text, locale).format(values ? { ...values } : undefined))
    },
    store: memoryStore(),
    exclusive: takeTurns(closing.signal),
    count: counting(),
    peers: { tell: () => undefined, listen: () => () => undefined },
    database: {
      family: 'sqlite',
      prefix: `${plugin.kind}_${plugin.name}_`.replaceAll('-', '_'),
      async migrate(migrations) {
        const migrator = new Migrator({
          db: kysely,
          provider: { getMigrations: async () => ({ ...migrations }) },
          migrationTableName: `${plugin.name}_migration`,
          migrationLockTableName: `${plugin.name}_migration_lock`,
        })
        const { error } = await migrator.migrateToLatest()
        if (error) throw error
      },
      kysely,
      // Kysely gives the one connection to one transaction after the other; each is `begin immediate`.
      write: work => kysely.transaction().execute(work),
    },
  }

  return {
    context,
    async close() {
      closing.abort(new Error('closing'))
      for (const dispose of disposals.reverse()) await dispose()
    },
  }
}

function checkConfig<Config>(schema: JSONSchema, config: unknown): Config {
  const ajv = new Ajv2020({ useDefaults: true, allErrors: true, strictTypes: false })
  const validate = ajv.compile<Config>(JSON.parse(JSON.stringify(schema)))
  const copy: unknown = structuredClone(config)
  if (!validate(copy)) throw new Error(`bad config in the test: ${ajv.errorsText(validate.errors)}`)
  return freeze(copy)
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(freeze)
    Object.freeze(value)
  }
  return value
}

const codedError: PluginContext['error'] = (code, message, details): CodedError =>
  Object.assign(new Error(message, details?.cause === undefined ? undefined : { cause: details.cause }), {
    ...details,
    code,
  })

function plainHttp(clock: Clock): Http {
  const send = async (url: string | URL, init: RequestInit = {}, options: Parameters<Http>[2] = {}) => {
    const { call, timeoutMs = 10_000 } = options
    if (call && clock.now() >= call.deadline)
      throw codedError('unavailable', 'the deadline has passed; nothing was sent')
    const signals = [AbortSignal.timeout(timeoutMs), call?.signal, init.signal]
    return fetch(url, { ...init, signal: AbortSignal.any(signals.filter(signal => signal instanceof AbortSignal)) })
  }
  const http: Http = Object.assign(send, { limit: () => http })
  return http
}

function memoryStore(): PluginContext['store'] {
  const values = new Map<string, string>()
  const read = (key: string): Json | undefined => {
    const text = values.get(key)
    return text === undefined ? undefined : JSON.parse(text)
  }
  return {
    get: async key => read(key),
    async set(key, value) {
      values.set(key, JSON.stringify(value))
    },
    async compareAndSet(key, expected, value) {
      if (values.get(key) !== (expected === undefined ? undefined : JSON.stringify(expected))) return false
      values.set(key, JSON.stringify(value))
      return true
    },
    async delete(key) {
      values.delete(key)
    },
  }
}

/** Counters of one process whose time is never over. */
function counting(): PluginContext['count'] {
  const sums = new Map<string, number>()
  return async (key, windowMs) => {
    const count = (sums.get(key) ?? 0) + 1
    sums.set(key, count)
    return { count, endsInMs: windowMs }
  }
}

function takeTurns(signal: AbortSignal): PluginContext['exclusive'] {
  const tails = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(() => work(signal))
    tails.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }
}
