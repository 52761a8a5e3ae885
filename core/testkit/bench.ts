import type { Call, Kind } from '../contract/index.ts'
import { type ExaminedPlugin, examine, type KitContext, openContext } from './context.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy/index.ts'
import { createMovingClock, type MovingClock } from './moving-clock.ts'
import { type InstanceOf, KIT_NOW, kitCompany, type Subject } from './subject.ts'
import { type Trace, traced } from './trace.ts'

/** One instance of the plugin in a world of its own: its provider, its journal, its clock. */
export interface Bench<K extends Kind> {
  readonly instance: InstanceOf<K>
  readonly context: KitContext['context']
  readonly journal: KitContext['journal']
  readonly clock: MovingClock
  /** The priority of every call that asked for a turn under a limit. */
  readonly turns: KitContext['turns']
  /** Between the plugin and a provider that speaks HTTP. */
  readonly proxy: FaultProxy | undefined
  /** The only place to which the plugin has a reason to connect: `127.0.0.1:41234`. */
  readonly provider: string | undefined
  /** A call that has ten seconds on the bench's clock. */
  call(): Call
  /** A call that ends when the check says so. */
  endable(): { call: Call; end(): void }
  /** Disposes as the runtime does, then stops the provider; again is harmless. */
  close(): Promise<void>
}

/** How a bench may differ from the subject's own. */
export interface BenchOptions {
  instance?: string
  now?: string
  timezone?: string
  /** Calls the plugin's `create`: a check that watches what it does wraps it. */
  within?<T>(work: () => T): T
}

const CALL_MS = 10_000

/** What all benches of a run share. */
export interface BenchParts<K extends Kind> {
  subject: Subject<K>
  trace: Trace
  /** Looked at once for all benches of a plugin, since it takes longer than the rest. */
  examined?: ExaminedPlugin<K>
}

/** Starts the fake and the proxy and creates the instance; starts nothing. */
export async function openBench<K extends Kind>(
  { subject, trace, examined = examine<K>(subject.plugin) }: BenchParts<K>,
  options: BenchOptions = {},
): Promise<Bench<K>> {
  const { plugin } = subject
  const { instance = plugin.kind, within = <T>(work: () => T) => work() } = options
  const clock = createMovingClock(options.now ?? subject.now ?? KIT_NOW)
  const company = {
    ...kitCompany,
    ...subject.company,
    ...(options.timezone !== undefined && { timezone: options.timezone }),
  }
  const fake = await subject.fake?.({ now: clock.now, company })
  const proxy = fake?.url.startsWith('http') ? await startFaultProxy(fake.url) : undefined
  const url = proxy?.url ?? fake?.url
  const closeProvider = async () => {
    await proxy?.close()
    await fake?.close()
  }
  try {
    const config = typeof subject.config === 'function' ? subject.config(url ?? '') : subject.config
    const opened = await openContext({ examined, config, company, clock, trace, instance })
    let closing: Promise<void> | undefined
    const close = () => {
      closing ??= opened.close().finally(closeProvider)
      return closing
    }
    try {
      return {
        instance: traced(
          within(() => createInstance(plugin, opened.context)),
          trace,
        ),
        context: opened.context,
        journal: opened.journal,
        turns: opened.turns,
        clock,
        proxy,
        provider: url && new URL(url).host,
        call: () => ({ signal: new AbortController().signal, deadline: clock.now() + CALL_MS }),
        endable() {
          const ending = new AbortController()
          const end = () => ending.abort(new DOMException('the caller does not wait any longer', 'AbortError'))
          return { call: { signal: ending.signal, deadline: clock.now() + CALL_MS }, end }
        },
        close,
      }
    } catch (error) {
      await close()
      throw error
    }
  } catch (error) {
    await closeProvider()
    throw error
  }
}

function createInstance<K extends Kind>(plugin: Subject<K>['plugin'], context: KitContext['context']): InstanceOf<K> {
  // The one place where a plugin of any kind becomes one of this kind: the compiler can't follow the lookup.
  return plugin.create(context) as InstanceOf<K>
}
