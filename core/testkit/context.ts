import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, Clock, Company, Kind, PluginContext } from '../contract/index.ts'
import { createTexts } from '../dialog/texts.ts'
import type { Journal } from '../journal/journal.ts'
import { createSeal } from '../journal/store.ts'
import { createClosers } from '../plugins/closers.ts'
import { createContext } from '../plugins/context.ts'
import { createEnding } from '../plugins/ending.ts'
import { createLimitRegistry, type LimitRegistry } from '../plugins/http-limit.ts'
import { examineModule } from '../plugins/load.ts'
import { createCount } from '../replicas/count.ts'
import { createWire } from '../replicas/wire.ts'
import { memoryJournal } from './database.ts'
import type { PluginOf } from './subject.ts'
import type { Trace } from './trace.ts'

/** A plugin whose form was looked at, with its options' schema ready for use. */
export type ExaminedPlugin<K extends Kind> = Exclude<ReturnType<typeof examineModule<K>>, { problem: unknown }>

/** Looks at the plugin as the desk does when it loads a stranger's. */
export function examine<K extends Kind>(plugin: PluginOf[K]): ExaminedPlugin<K> {
  const examined = examineModule<Kind>({ default: plugin }, { use: plugin.name, kind: plugin.kind })
  if ('problem' in examined) throw new TypeError(examined.problem.message)
  return { ...examined, plugin }
}

/** What a context is made for. */
export interface ContextOptions<K extends Kind> {
  examined: ExaminedPlugin<K>
  config: object
  company: Company
  clock: Clock
  trace: Trace
  instance: string
}

/** A context as the runtime makes it, and what ends it. */
export interface KitContext {
  context: PluginContext<never>
  /** The journal under it; storage plugins have none. */
  journal: Journal | undefined
  /** The priority of every call that asked for a turn under a limit, in the order of their asking. */
  turns: readonly Call['priority'][]
  /** Disposes as the runtime does: the signal, then `onClose`, last in first out. */
  close(): Promise<void>
}

/** Secrets of a plugin are kept sealed with this, as with an operator's `AIADMIN_SECRET`. */
const SECRET = 'a-made-up-secret-of-the-conformance-kit'

/** A real context: the product's own HTTP client, journal, store and checks, on a database in memory and a clock that is moved. */
export async function openContext<K extends Kind>(options: ContextOptions<K>): Promise<KitContext> {
  const { clock, trace, company, instance } = options
  const { plugin } = options.examined
  const config = checkedConfig(options.examined, options.config, trace)
  const ending = new AbortController()
  const closers = createClosers()
  const turns: Call['priority'][] = []
  const dataFolder = mkdtempSync(join(tmpdir(), 'aiadmin-testkit-'))
  const journal = plugin.kind === 'storage' ? undefined : memoryJournal({ business: 'kit', clock })
  const context = createContext(
    {
      config: { business: 'kit', company },
      dataFolder,
      log: trace.log,
      clock,
      signal: ending.signal,
      count: createCount([], { log: trace.log, clock }),
      wire: createWire([], { log: trace.log, clock, signal: ending.signal }),
      limits: noting(createLimitRegistry({ clock }), turns),
      say: createTexts({ ru: textsOf(plugin, 'ru'), en: textsOf(plugin, 'en') }),
      seal: createSeal(SECRET),
      proxy: {},
    },
    { instance, kind: plugin.kind, use: plugin.name, plugin, config },
    journal,
    dispose => closers.add(instance, dispose),
  )
  return {
    context,
    journal,
    turns,
    async close() {
      ending.abort(new Error('closing'))
      await closers.closeAll(createEnding({ log: trace.log, clock }))
      await journal?.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** The same limits, beside which everybody who asks for a turn is written down. */
function noting(limits: LimitRegistry, turns: Call['priority'][]): LimitRegistry {
  return {
    bucket(limit) {
      const bucket = limits.bucket(limit)
      return {
        acquire(call) {
          turns.push(call?.priority)
          return bucket.acquire(call)
        },
      }
    },
  }
}

function checkedConfig<K extends Kind>({ options }: ExaminedPlugin<K>, given: object, trace: Trace): unknown {
  const config: unknown = structuredClone(given)
  if (!options.accepts(config)) {
    const problems = options.errors().map(({ instancePath, message }) => `${instancePath || 'config'} ${message}`)
    throw new TypeError(`the given config does not match the plugin's own schema: ${problems.join('; ')}`)
  }
  for (const pointer of options.secretsIn(config)) {
    const secret = valueAt(config, pointer)
    if (typeof secret === 'string' && secret !== '') trace.secrets.add(secret)
  }
  return frozen(config)
}

function valueAt(value: unknown, pointer: string): unknown {
  const names = pointer
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  return names.reduce<unknown>((inner, name) => Object(inner)[name], value)
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}

function textsOf({ name, texts }: PluginOf[Kind], locale: 'ru' | 'en'): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts?.[locale] ?? {}).map(([key, text]) => [`${name}.${key}`, text]))
}
