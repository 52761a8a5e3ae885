import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Kind } from '../contract/index.ts'
import { ERROR_CODES, isCodedError } from '../plugins/coded-error.ts'
import type { Bench } from './bench.ts'
import type { Check, Kit, MethodCall } from './check.ts'
import { examine } from './context.ts'
import type { Fault } from './fault-proxy/index.ts'
import { sideEffectsOfImport } from './import-check.ts'
import { type ResourceWatch, watchResources } from './resource-watch.ts'
import { examplesIn } from './schema-examples.ts'

/** How soon something must be over that was told to end, in real milliseconds: generous, since the machine may be busy. */
const SOON_MS = 1_000

/** What holds for every kind, whatever it does. */
export function checksBefore<K extends Kind>(): readonly Check<K>[] {
  return [
    {
      id: 'common.import',
      title: 'is imported without any effect',
      async run({ subject }) {
        assert.deepEqual(await sideEffectsOfImport(subject.module), [], 'importing the module alone has effects')
      },
    },
    {
      id: 'common.schema',
      title: 'has a valid and closed schema of its options, which the given ones match',
      isVital: true,
      async run({ create }) {
        await create()
      },
    },
    {
      id: 'common.examples',
      title: 'has only examples in its schema that its schema accepts',
      async run({ subject: { plugin } }) {
        const examples = [...examplesIn(plugin.configSchema)]
        const { $defs = {} } = Object(plugin.configSchema)
        const properties = Object.fromEntries(examples.map(({ schema }, index) => [String(index), schema]))
        const configSchema = { type: 'object', properties, additionalProperties: false, $defs } as const
        const { options } = examine({ ...plugin, configSchema })
        for (const [index, { path, example }] of examples.entries()) {
          const text = `the example ${JSON.stringify(example)} of ${path || 'the options'}`
          assert.ok(options.accepts({ [index]: structuredClone(example) }), `${text} does not match its own schema`)
        }
      },
    },
    {
      id: 'common.create',
      title: 'is created without touching the network',
      async run({ create }) {
        const bench = await watching(async watch => {
          const created = await create({ within: watch.run })
          await afterTurns()
          assert.deepEqual(watch.network(), [], '`create` uses the network; `start` may')
          return created
        })
        assert.deepEqual(bench.proxy?.requests ?? [], [], '`create` sends requests; `start` may')
      },
    },
    {
      id: 'common.provider',
      title: 'talks to nobody but the provider that its options name',
      async run(kit) {
        await watching(async watch => {
          const bench = await openWithin(watch, kit)
          // A connection that is kept is made once: without a fake also what prepares the calls is watched.
          const prepare = async () => kit.suite.calls(bench)
          const calls = kit.subject.fake ? await prepare() : await watch.run(prepare)
          for (const { run } of calls) await watch.run(() => driven(bench, run))
          const places = [...new Set(watch.network())].filter(place => place !== bench.provider)
          const advice = kit.subject.fake ? '' : '; give the kit a fake of the provider'
          assert.deepEqual(places, [], `the plugin connects to others than its provider${advice}`)
        })
      },
    },
    {
      id: 'common.abort',
      title: 'ends a call soon after its caller left',
      async run(kit) {
        const bench = await kit.open()
        for (const { name, run } of await kit.suite.calls(bench)) {
          await bench.proxy?.arm('lost-request')
          const { call, end } = bench.endable()
          const ended = settled(run(call))
          await Promise.race([ended, bench.proxy?.struck()])
          end()
          assert.ok(
            await within(SOON_MS, ended),
            `${name} goes on for more than ${SOON_MS} ms after its signal aborted`,
          )
          await bench.proxy?.disarm()
        }
      },
    },
    {
      id: 'common.two-instances',
      title: 'shares nothing between two instances',
      async run(kit) {
        const [one, other] = [await kit.open({ instance: 'one' }), await kit.open({ instance: 'other' })]
        await runAll(kit, one)
        const before = one.proxy?.requests.length
        const outcomes = await runAll(kit, other)
        assert.equal(one.proxy?.requests.length, before, 'a call of one instance goes to the provider of another')
        const leak = await kit.suite.leaks?.(one, other)
        if (leak !== undefined) assert.fail(leak)
        await one.close()
        assert.deepEqual(await runAll(kit, other), outcomes, 'closing one instance changes what another one answers')
      },
    },
    {
      id: 'common.close',
      title: 'leaves nothing open after it was closed',
      async run(kit) {
        await watching(async watch => {
          const bench = await openWithin(watch, kit)
          for (const { run } of await kit.suite.calls(bench)) await watch.run(() => driven(bench, run))
          await watch.run(() => stopped(bench))
          await bench.close()
          await emptied(watch)
          assert.deepEqual(watch.open(), [], 'something is still open')
          assert.equal(bench.clock.sleeping, 0, 'something still sleeps on `context.clock`; give `sleep` the signal')
        })
      },
    },
  ]
}

/** What can only be said when everything else has run. */
export function checksAfter<K extends Kind>(): readonly Check<K>[] {
  return [
    {
      id: 'common.error-codes',
      title: 'gives every error a code of the contract',
      async run(kit) {
        const bench = await kit.open()
        for (const { run } of await kit.suite.oddCalls(bench)) await driven(bench, run)
        for (const fault of ['unauthorized', 'html', 'server-error'] as const) await runUnder(fault, kit, bench)
        const uncoded = kit.trace.errors.filter(error => !isCodedError(error) && !isAbort(error))
        const names = [...new Set(uncoded.map(error => inspect(error).split('\n')[0]))]
        assert.deepEqual(names, [], `an error without a code of the closed list (${ERROR_CODES.join(', ')})`)
      },
    },
    {
      id: 'common.secrets',
      title: 'never lets a secret into the log or into an error',
      async run(kit) {
        const bench = await kit.open()
        await runAll(kit, bench)
        await runUnder('unauthorized', kit, bench)
        await bench.close()
        const { secrets, lines, errors } = kit.trace
        const texts = [...lines, ...errors.map(error => inspect(error, { depth: 8 }))]
        for (const secret of secrets) {
          const written = JSON.stringify(secret).slice(1, -1)
          const slip = texts.find(text => text.includes(secret) || text.includes(written))
          if (slip !== undefined) assert.fail(`a secret stands in: ${slip.replaceAll(secret, '***').slice(0, 400)}`)
        }
      },
    },
  ]
}

const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError'

async function watching<T>(work: (watch: ResourceWatch) => Promise<T>): Promise<T> {
  const watch = watchResources()
  try {
    return await work(watch)
  } finally {
    watch.stop()
  }
}

async function openWithin<K extends Kind>(watch: ResourceWatch, kit: Kit<K>): Promise<Bench<K>> {
  const bench = await kit.create({ within: watch.run })
  await watch.run(() => kit.begin(bench))
  return bench
}

/** `fulfilled`, or the code of what it threw. */
async function settled(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'fulfilled',
    (error: unknown) => String(Object(error).code),
  )
}

/** The clock moves on as long as the call has time. */
function driven<K extends Kind>({ call, clock }: Bench<K>, run: MethodCall['run']): Promise<string> {
  const given = call()
  return clock.drive(settled(run(given)), given.deadline)
}

async function runAll<K extends Kind>(kit: Kit<K>, bench: Bench<K>): Promise<readonly string[]> {
  const outcomes: string[] = []
  for (const { name, run } of await kit.suite.calls(bench)) {
    outcomes.push(`${name}: ${await driven(bench, run)}`)
  }
  return outcomes
}

async function runUnder<K extends Kind>(fault: Fault, kit: Kit<K>, bench: Bench<K>): Promise<void> {
  const calls: readonly MethodCall[] = await kit.suite.calls(bench)
  await bench.proxy?.arm(fault)
  for (const { run } of calls) await driven(bench, run)
  await bench.proxy?.disarm()
}

async function stopped<K extends Kind>({ instance }: Bench<K>): Promise<void> {
  await instance.stop?.()
}

async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(resolve, ms, false)
  const isDone = await Promise.race([work.then(() => true), late])
  clearTimeout(timer)
  return isDone
}

/** A few rounds of the event loop: what was begun without being waited for has begun by then. */
async function afterTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

/** Sockets take a moment to close. */
async function emptied(watch: ResourceWatch): Promise<void> {
  const lastLookAt = performance.now() + SOON_MS
  while (watch.open().length > 0 && performance.now() < lastLookAt) await new Promise(resolve => setTimeout(resolve, 5))
}
