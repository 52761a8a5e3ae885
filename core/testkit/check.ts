import type { Call, Kind } from '../contract/index.ts'
import { type Bench, type BenchOptions, openBench } from './bench.ts'
import { type ExaminedPlugin, examine } from './context.ts'
import type { InstanceOf, Subject } from './subject.ts'
import { createTrace, type Trace } from './trace.ts'

/** One promise of the contract and how it is held against a plugin. */
export interface Check<K extends Kind> {
  /** Stable, `crm.slot-taken`: mutants name the check that must catch them. */
  id: string
  /** The promise as a sentence: `answers slot_taken when the time is gone`. */
  title: string
  /** Why this plugin need not keep it: names the capability that it does not declare. */
  unless?(kit: Kit<K>): string | undefined | Promise<string | undefined>
  /** When it fails, nothing else can be said of the plugin: the run ends. */
  isVital?: true
  /** Throws when the promise is broken. */
  run(kit: Kit<K>): Promise<void>
}

/** One call of a method, for the checks that hold for every method of every kind. */
export interface MethodCall {
  /** `listServices`. */
  name: string
  run(call: Call): Promise<unknown>
}

/** What is checked of one kind, beside what holds for all of them. */
export interface Suite<K extends Kind> {
  kind: K
  /** Brings a created instance to where calls are taken; `start` when left out. */
  begin?(bench: Bench<K>): Promise<void>
  /** One sensible call of each method that waits for the provider and is ended by its `Call`. */
  calls(bench: Bench<K>): readonly MethodCall[] | Promise<readonly MethodCall[]>
  /** Calls whose input makes no sense: they answer, or throw an error with a code. */
  oddCalls(bench: Bench<K>): readonly MethodCall[] | Promise<readonly MethodCall[]>
  /** What of the one instance shows in the other, as a sentence; nothing may. */
  leaks?(one: Bench<K>, other: Bench<K>): Promise<string | undefined>
  checks: readonly Check<K>[]
}

/** What a check works with. */
export interface Kit<K extends Kind> {
  readonly suite: Suite<K>
  readonly subject: Subject<K>
  readonly trace: Trace
  /** A fresh instance, begun; closed when the check ends. */
  open(options?: BenchOptions): Promise<Bench<K>>
  /** A fresh instance on which nothing was called yet. */
  create(options?: BenchOptions): Promise<Bench<K>>
  /** Brings a created instance to where it takes calls. */
  begin(bench: Bench<K>): Promise<void>
  /** The instance's capabilities, of an instance of its own, asked once. */
  capabilities(): Promise<CapabilitiesOf<K>>
}

/** What an instance of this kind declares; storage declares nothing. */
export type CapabilitiesOf<K extends Kind> = InstanceOf<K> extends { capabilities: infer C } ? C : undefined

/** What became of one check. */
export interface CheckResult {
  id: string
  title: string
  outcome: 'passed' | 'failed' | 'skipped'
  /** Why it was skipped. */
  reason?: string
  /** Why it failed. */
  error?: unknown
  ms: number
}

/** One run of all checks on one subject: what they share, and each check in turn. */
export interface Run<K extends Kind> {
  readonly checks: readonly Check<K>[]
  perform(check: Check<K>): Promise<CheckResult>
}

/** A check that takes longer than this has failed: nothing in the kit waits for real time. */
const CHECK_WITHIN_MS = 15_000

/** Prepares a run. `checks` are those of every kind and those of the suite, in their order. */
export function createRun<K extends Kind>(suite: Suite<K>, subject: Subject<K>, checks: readonly Check<K>[]): Run<K> {
  const trace = createTrace()
  let examined: ExaminedPlugin<K> | undefined
  let capabilities: Promise<CapabilitiesOf<K>> | undefined
  const begin = suite.begin ?? beginPlainly

  const perform = async (check: Check<K>): Promise<CheckResult> => {
    const opened: Bench<K>[] = []
    const create = async (options: BenchOptions = {}) => {
      examined ??= examine<K>(subject.plugin)
      const bench = await openBench({ subject, examined, trace }, options)
      opened.push(bench)
      return bench
    }
    const kit: Kit<K> = {
      suite,
      subject,
      trace,
      create,
      begin,
      async open(options) {
        const bench = await create(options)
        await begin(bench)
        return bench
      },
      capabilities() {
        capabilities ??= create().then(({ instance }) => declaredBy<K>(instance))
        return capabilities
      },
    }
    const { id, title } = check
    const startedAt = performance.now()
    const result = (rest: Pick<CheckResult, 'outcome' | 'reason' | 'error'>): CheckResult => ({
      id,
      title,
      ms: Math.round(performance.now() - startedAt),
      ...rest,
    })
    try {
      const reason = await check.unless?.(kit)
      if (reason !== undefined) return result({ outcome: 'skipped', reason })
      await inTime(check.run(kit))
      return result({ outcome: 'passed' })
    } catch (error) {
      return result({ outcome: 'failed', error })
    } finally {
      for (const bench of opened) await inTime(bench.close()).catch(() => undefined)
    }
  }
  return { checks, perform }
}

async function beginPlainly<K extends Kind>({ instance }: Bench<K>): Promise<void> {
  // A channel's `start` wants a desk; its suite brings its own `begin`.
  const { start }: { start?: () => Promise<void> } = Object(instance)
  await start?.call(instance)
}

const declaredBy = <K extends Kind>(instance: InstanceOf<K>): CapabilitiesOf<K> => Object(instance).capabilities

async function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`did not end within ${CHECK_WITHIN_MS / 1_000} s`)), CHECK_WITHIN_MS)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
