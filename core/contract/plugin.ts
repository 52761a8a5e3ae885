import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Logger } from 'pino'
import type { Company, Json, Locale } from './domain.ts'
import type { CodedError, ErrorCode, ErrorDetails } from './error.ts'

export type Kind = 'channel' | 'llm' | 'storage' | 'crm'

/**
 * The second argument of every method. A method ends soon after `signal` aborts and begins nothing after `deadline`. It
 * hands the call on as it came: what it spreads into a call of its own keeps `priority`.
 */
export interface Call {
  signal: AbortSignal
  /** Milliseconds since the epoch, on `context.clock`. */
  deadline: number
  /**
   * Who is waiting, for `http.limit`. `commit`: a client who has agreed to what is being written. Left out: a client who
   * wrote something. `background`: nobody; re-reads, reconciling, what a webhook caused.
   */
  priority?: 'commit' | 'background'
}

/** What `probe` found. */
export interface Probe {
  /** True when the instance can do its work now. */
  ok: boolean
  /** One sentence for the operator: what was reached, or what is wrong and what to do. Never a secret. */
  summary: string
}

/** A mistake in an instance's options that the schema can't express. */
export interface OptionFinding {
  /** Path inside `with`: `['employees', 0, 'hours']`. */
  path: readonly (string | number)[]
  message: string
  hint?: string
  /** An error when left out, with which no desk starts; a warning stops nothing. */
  severity?: 'error' | 'warning'
}

/** Members that every instance may have. */
export interface Lifecycle {
  /** Called once after all instances are created. May use the network. A failing channel is started again with back-off. */
  start?(): Promise<void>
  /** Called once before `onClose`; takes no new work afterwards. */
  stop?(): Promise<void>
  /** Can I reach the service, and with which rights? Changes nothing. At most once a minute, and by `aiadmin doctor`. */
  probe?(call: Call): Promise<Probe>
}

/**
 * A plugin is one plain object, the default export of a package or file. It loads nothing of ours at run time:
 *
 * ```ts
 * import type { CrmPlugin } from 'aiadmin'
 * export default { … } satisfies CrmPlugin<typeof configSchema>
 * ```
 *
 * The life of an instance:
 * 1. `configSchema` checks the options in `aiadmin.yaml`, then `check` (when there is one) what a schema can't say.
 * 2. `create(context)`: synchronous, no network I/O, so that a desk starts while a provider is down.
 * 3. channels: `routes(app)` and `pages(app)`, once, before the server listens.
 * 4. `start()`.
 * 5. calls, many at a time.
 * 6. `stop()`, then every `context.onClose` function, last in first out, also when 2–4 failed half-way.
 */
export interface Plugin<K extends Kind, Schema extends JSONSchema, Instance> {
  kind: K
  /** One integer per kind; an added optional member is no new version. */
  apiVersion: 1
  /** As it is named in `use:`; lower case with dashes. */
  name: string
  /** One sentence for `aiadmin plugins list`. */
  description?: string
  /** JSON Schema 2020-12 of the options in `with`: an object with `additionalProperties: false`; secrets are `writeOnly: true`. */
  configSchema: Schema
  /**
   * What the plugin says to clients, by language and key, in ICU MessageFormat. An operator changes them in
   * `aiadmin.yaml` under `texts.<locale>.<plugin name>.<key>`.
   */
  texts?: Readonly<Record<Locale, Readonly<Record<string, string>>>>
  /** Finds what the schema can't express. Pure. `company` is missing while its own settings have errors. */
  check?(config: FromSchema<Schema>, company?: Company): readonly OptionFinding[]
  create(context: PluginContext<FromSchema<Schema>>): Instance
}

/** Wall time in milliseconds and timers; tests move it. */
export interface Clock {
  now(): number
  /** Resolves after `ms`, rejects with the signal's reason when it aborts. Keeps no process alive. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A provider's bucket; all instances of the process that name the same `key` share it. */
export interface RateLimit {
  key: string
  perSecond?: number
  /** So many may begin at once, and `perSecond` then holds on the average; without it no second has more than `perSecond`. */
  burst?: number
  perMinute?: number
  concurrent?: number
}

export interface HttpOptions {
  /** Ends the request with the call's signal, and refuses to send at all after its deadline. */
  call?: Call
  /** Milliseconds for one attempt; 10,000 when left out. */
  timeoutMs?: number
  /** Repetitions of a safe request (GET, HEAD) after a connection error, 429, 502, 503 or 504; 2 when left out. */
  retries?: number
}

/** `fetch` on undici. Throws coded errors: `unavailable` when nothing was sent, `unknown_outcome` when a write was sent and not answered. */
export interface Http {
  (url: string | URL, init?: RequestInit, options?: HttpOptions): Promise<Response>
  /**
   * The same client under a provider's limit: a call waits for its turn, not longer than its deadline. Turns go by
   * `Call.priority`, then first come, first served; background calls leave half of the limit free. Of eight turns one
   * goes to who was passed over, so that nobody waits for ever.
   */
  limit(limit: RateLimit): Http
}

/** Small durable key-values of this instance. Not for bulk data: at most 64 kB a value. */
export interface Store {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json, options?: { secret?: boolean }): Promise<void>
  /** Writes only while the value is still `expected` (`undefined`: while there is none); answers whether it did. */
  compareAndSet(key: string, expected: Json | undefined, value: Json, options?: { secret?: boolean }): Promise<boolean>
  delete(key: string): Promise<void>
}

/** Where a shared counter stands. */
export interface Counted {
  count: number
  /** When it begins anew, as far as this process knows. */
  endsInMs: number
}

/** News among the processes of the deployment that run the same instance. */
export interface Peers {
  /** Reaches the others, not this one; returns at once. At most 3 kB as JSON; may be lost. */
  tell(message: Json): void
  /** Calls `hear` until the answered function is called. */
  listen(hear: (message: Json) => void): () => void
}

/** A database that tells of no tables: who has some of their own names them to it with Kysely's `$extendTables`. */
export type Database = Kysely<Record<never, never>>

/** The instance's own tables in the journal's store. Names its tables with `prefix`. */
export interface PluginDatabase {
  readonly family: 'sqlite' | 'postgres'
  /** The beginning of every table name of this instance: `crm_local_`. */
  readonly prefix: string
  /** Applies what is missing, in the order of the names; safe when several processes call it at once. */
  migrate(migrations: Readonly<Record<string, Migration>>): Promise<void>
  /** For reads. */
  readonly kysely: Database
  /**
   * One writing transaction, serialised with all others on SQLite. Nothing but the database may be awaited inside.
   * Throwing rolls back.
   */
  write<T>(work: (transaction: Database) => Promise<T>): Promise<T>
}

/** Everything that an instance may use; nothing is imported. */
export interface PluginContext<Config = unknown> {
  /** The business this instance works for; part of every key that it makes outside of `store` and `database`. */
  readonly business: string
  /** The instance's name: its key in `aiadmin.yaml`, or its kind where there is only one. */
  readonly instance: string
  /** Checked against the schema, defaults filled in, frozen. */
  readonly config: Config
  readonly company: Company
  /** Under which address providers reach the desk: `server.publicUrl`, where it is set. The instance's routes are below it. */
  readonly publicUrl?: string
  /** The folder for files that must outlive the container: `AIADMIN_DATA`, or `data` beside `aiadmin.yaml`. Exists. */
  readonly dataFolder: string
  /** Child logger with the instance's name. Names, phones and texts never above debug; secrets never. */
  readonly log: Logger
  readonly http: Http
  readonly clock: Clock
  /** Aborts when the runtime closes. */
  readonly signal: AbortSignal
  /** The only way of disposal: called last in first out, also after a half-way failure. */
  onClose(dispose: () => void | Promise<void>): void
  /** An error with a code, for `throw`. */
  error(code: ErrorCode, message: string, details?: ErrorDetails): CodedError
  /** One of the plugin's own `texts`, with the operator's changes. */
  text(locale: Locale, key: string, values?: Readonly<Record<string, string | number>>): string
  /** Not for storage plugins: they are what it is made of. `{ secret: true }` encrypts with `AIADMIN_SECRET`. */
  readonly store: Store
  /**
   * Runs `work` in at most one process of the deployment, waiting for its turn: a poll, the refresh of a single-use token.
   * `signal` aborts when the right is lost. Not for storage plugins.
   */
  exclusive<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /**
   * Adds one to a counter of this instance that begins anew `windowMs` after its first, over all processes where the
   * storage can; while it is away in this process alone. For limits; never rejects.
   */
  count(key: string, windowMs: number): Promise<Counted>
  readonly peers: Peers
  /** Not for storage plugins. */
  readonly database: PluginDatabase
}
