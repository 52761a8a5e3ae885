import type { Logger } from 'pino'
import type { ConfiguredInstance, DeskConfig } from '../../config/desk-config.ts'
import type { Clock, PluginContext, PluginDatabase } from '../contract/index.ts'
import type { Say } from '../dialog/texts.ts'
import { type Journal, migrate } from '../journal/journal.ts'
import { runExclusive } from '../journal/lease.ts'
import { createStore, type Seal } from '../journal/store.ts'
import type { Count } from '../replicas/count.ts'
import type { Wire } from '../replicas/wire.ts'
import { codedError } from './coded-error.ts'
import { createHttp } from './http.ts'
import type { LimitRegistry } from './http-limit.ts'

/** What all contexts of a runtime share. */
export interface ContextParts {
  config: Pick<DeskConfig, 'business' | 'company'>
  publicUrl?: string
  dataFolder: string
  log: Logger
  clock: Clock
  signal: AbortSignal
  limits: LimitRegistry
  say: Say
  seal: Seal | undefined
  count: Count
  wire: Pick<Wire, 'tell' | 'hear'>
  proxy: { httpProxy?: string; httpsProxy?: string; noProxy?: string }
}

function notForStorage(member: string): never {
  throw new Error(`context.${member} is not for storage plugins: they are what it is made of`)
}

/** What the names of an instance's own tables begin with. */
export function tablePrefixOf({ kind, instance }: Pick<ConfiguredInstance, 'kind' | 'instance'>): string {
  return `${kind}_${instance}_`.replaceAll('-', '_')
}

function databaseOf(journal: Journal, instance: ConfiguredInstance): PluginDatabase {
  const prefix = tablePrefixOf(instance)
  return {
    family: journal.family,
    prefix,
    // Plugins bring their own tables: the journal's are none of their business.
    kysely: journal.db.$pickTables<never>(),
    migrate: migrations => migrate(journal.db, migrations, prefix.slice(0, -1)),
    write: work => journal.write(transaction => work(transaction.$pickTables<never>())),
  }
}

/**
 * Everything that one instance may use. `journal` is absent for storage plugins; `onClose` collects what the runtime
 * calls, last in first out.
 */
export function createContext(
  parts: ContextParts,
  configured: ConfiguredInstance,
  journal: Journal | undefined,
  onClose: PluginContext['onClose'],
): PluginContext<never> {
  const { config, clock, signal } = parts
  const { instance, plugin } = configured
  const log = parts.log.child({ instance })
  const context: PluginContext<unknown> = {
    business: config.business,
    instance,
    config: configured.config,
    company: config.company,
    ...(parts.publicUrl !== undefined && { publicUrl: parts.publicUrl }),
    dataFolder: parts.dataFolder,
    log,
    http: createHttp({ clock, signal, limits: parts.limits, log, proxy: parts.proxy }),
    clock,
    signal,
    onClose,
    error: codedError,
    text: (locale, key, values) => parts.say(locale, `${plugin.name}.${key}`, values),
    get store() {
      return journal ? createStore(journal, instance, parts.seal) : notForStorage('store')
    },
    exclusive: (name, work) =>
      journal ? runExclusive(journal, `${instance}:${name}`, signal, work) : notForStorage('exclusive'),
    count: (key, windowMs) => parts.count(`${instance}:${key}`, windowMs),
    peers: {
      tell: message => parts.wire.tell(`instance/${instance}`, message),
      listen: hear => parts.wire.hear(`instance/${instance}`, hear),
    },
    get database() {
      return journal ? databaseOf(journal, configured) : notForStorage('database')
    },
  }
  // The one place where a checked configuration becomes the type that its plugin gave it.
  return context as PluginContext<never>
}
