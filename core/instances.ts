import { mkdir } from 'node:fs/promises'
import { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { ConfiguredInstance, DeskConfig } from '../config/desk-config.ts'
import { problems } from '../config/problems.ts'
import type {
  ChannelInstance,
  Clock,
  CrmInstance,
  Database,
  LlmInstance,
  Sql,
  StorageInstance,
} from './contract/index.ts'
import type { Say } from './dialog/texts.ts'
import { type Journal, NewerSchema, openJournal } from './journal/journal.ts'
import { createSeal } from './journal/store.ts'
import type { Closers } from './plugins/closers.ts'
import { type ContextParts, createContext } from './plugins/context.ts'
import { createLimitRegistry } from './plugins/http-limit.ts'
import { malformedInstance } from './plugins/instance-shape.ts'
import { type Count, createCount } from './replicas/count.ts'
import { createWire, type Wire } from './replicas/wire.ts'

/** A mistake that the operator can mend; the program exits with 78 and no stack. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}

/** All instances of a configuration, created and not started. */
export interface Instances {
  journal: Journal
  journalStorage: StorageInstance
  sessionStorage?: StorageInstance
  /** The one Kysely on the session storage's SQL, when it has any. */
  sessionKysely?: Database
  /** What the processes of the deployment count and tell together. */
  count: Count
  wire: Wire
  crm: CrmInstance
  llm: readonly { instance: string; llm: LlmInstance }[]
  channels: readonly { configured: ConfiguredInstance; channel: ChannelInstance }[]
}

/** What instances are created with. */
export interface CreateParts {
  config: DeskConfig
  env: Readonly<Record<string, string | undefined>>
  dataFolder: string
  log: Logger
  clock: Clock
  signal: AbortSignal
  say: Say
  closers: Closers
  /** The tables are taken as they are: none is made or changed. */
  isInspection?: boolean
}

function creating<T>(configured: ConfiguredInstance, create: () => T): T {
  return naming(configured, () => {
    const created = create()
    const malformed = malformedInstance(configured.kind, created)
    if (malformed !== undefined) throw new Error(malformed)
    return created
  })
}

/** Does what a plugin has a part in; when it fails, the operator reads whose fault it is. */
export function naming<T>({ use, instance }: Pick<ConfiguredInstance, 'use' | 'instance'>, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const { message, hint } = problems.throwsInCreate({ use, instance, reason })
    throw new OperatorError(hint === undefined ? message : `${message}\n  ${hint}`, { cause })
  }
}

function sqlOf(configured: ConfiguredInstance, { sql }: StorageInstance): Sql {
  if (!sql) throw new OperatorError(`${configured.use} offers no SQL: it cannot keep the journal`)
  return sql
}

async function bringUpToDate(journal: Journal): Promise<void> {
  try {
    await journal.migrate()
  } catch (error) {
    // Trying again does not help: a supervisor must not.
    throw error instanceof NewerSchema ? new OperatorError(error.message, { cause: error }) : error
  }
}

/** Creates every instance in the order in which they need each other; what was created closes in reverse. */
export async function createInstances(parts: CreateParts): Promise<Instances> {
  const { config, env, closers, clock } = parts
  // Names and phones of people; a folder that is there keeps the rights that the operator gave it.
  await mkdir(parts.dataFolder, { recursive: true, mode: 0o700 })
  const secret = env['AIADMIN_SECRET']
  const storages: StorageInstance[] = []
  const count = createCount(storages, parts)
  const wire = createWire(storages, parts)
  const shared: ContextParts = {
    ...parts,
    ...(config.server.publicUrl !== undefined && { publicUrl: config.server.publicUrl }),
    count,
    wire,
    limits: createLimitRegistry({ clock, count }),
    seal: secret ? createSeal(secret) : undefined,
    proxy: {
      ...(env['HTTP_PROXY'] && { httpProxy: env['HTTP_PROXY'] }),
      ...(env['HTTPS_PROXY'] && { httpsProxy: env['HTTPS_PROXY'] }),
      ...(env['NO_PROXY'] && { noProxy: env['NO_PROXY'] }),
    },
  }
  const contextOf = (configured: ConfiguredInstance, journal?: Journal) =>
    createContext(shared, configured, journal, dispose => closers.add(configured.instance, dispose))

  const { storage } = config
  const journalStorage = creating(storage.journal, () => storage.journal.plugin.create(contextOf(storage.journal)))
  const journal = openJournal({ business: config.business, storage: sqlOf(storage.journal, journalStorage), clock })
  closers.add('journal', () => journal.close())
  if (!parts.isInspection) await bringUpToDate(journal)
  const { sessions } = storage
  const sessionStorage = sessions && creating(sessions, () => sessions.plugin.create(contextOf(sessions)))

  // What is quick and may be lost goes first, the journal's own storage is there when it fails.
  storages.push(...(sessionStorage ? [sessionStorage] : []), journalStorage)

  const sessionKysely = sessionStorage?.sql && new Kysely({ dialect: sessionStorage.sql.dialect })
  if (sessionKysely) closers.add('sessions', () => sessionKysely.destroy())

  const crm = creating(config.crm, () => config.crm.plugin.create(contextOf(config.crm, journal)))
  const llm = config.llm.map(configured => ({
    instance: configured.instance,
    llm: creating(configured, () => configured.plugin.create(contextOf(configured, journal))),
  }))
  const channels = config.channels.map(configured => ({
    configured,
    channel: creating(configured, () => configured.plugin.create(contextOf(configured, journal))),
  }))
  return {
    journal,
    journalStorage,
    count,
    wire,
    crm,
    llm,
    channels,
    ...(sessionStorage && { sessionStorage }),
    ...(sessionKysely && { sessionKysely }),
  }
}
