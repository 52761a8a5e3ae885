import { AsyncLocalStorage } from 'node:async_hooks'
import type { ChannelInstance } from '../../contract/index.ts'
import type { Bench } from '../bench.ts'
import type { Check, Kit, MethodCall, Suite } from '../check.ts'
import { type ExaminedPlugin, examine } from '../context.ts'
import type { FakeWorld, Subject } from '../subject.ts'
import { abilityChecks } from './ability-checks.ts'
import { actChecks } from './act-checks.ts'
import {
  attachBench,
  type ChannelBench,
  type ChannelBenchOptions,
  type ChannelSubject,
  openChannelBench,
} from './bench.ts'
import type { ChannelCheck } from './check.ts'
import { failureChecks } from './failure-checks.ts'
import { fileChecks } from './file-checks.ts'
import { lifeChecks } from './life-checks.ts'
import type { ChannelProvider } from './provider.ts'
import { receiveChecks } from './receive-checks.ts'
import { sendChecks } from './send-checks.ts'
import { storeChecks } from './store-checks.ts'
import { trustChecks } from './trust-checks.ts'
import { windowChecks } from './window-checks.ts'

const CHECKS = [
  ...lifeChecks,
  ...receiveChecks,
  ...actChecks,
  ...storeChecks,
  ...trustChecks,
  ...sendChecks,
  ...fileChecks,
  ...failureChecks,
  ...windowChecks,
  ...abilityChecks,
]

/** What is checked of this channel, and the subject as the checks of every kind want it. */
export function channelSuite(subject: ChannelSubject): { suite: Suite<'channel'>; subject: Subject<'channel'> } {
  const attached = new WeakMap<Bench<'channel'>, ChannelBench>()
  // What the kit itself opens is no work of the plugin, even where a check watches everything that the plugin opens.
  const outside = AsyncLocalStorage.snapshot()
  let latest: ChannelProvider | undefined
  const shared = share(subject, () => latest)

  const benchOf = (inner: Bench<'channel'>): ChannelBench => {
    const bench = attached.get(inner)
    if (!bench) throw new Error('this instance was not begun')
    return bench
  }

  const suite: Suite<'channel'> = {
    kind: 'channel',
    async begin(inner) {
      const provider = latest
      if (!provider) throw new Error('no provider was started')
      const bench = await outside(() => attachBench(inner, provider))
      attached.set(inner, bench)
      inner.context.onClose(() => bench.unmount())
      await bench.start()
    },
    calls: inner => callsOf(benchOf(inner)),
    oddCalls: inner => oddCallsOf(benchOf(inner)),
    checks: CHECKS.map(check => adapt(check, shared)),
  }
  const fake = async (world: FakeWorld) => {
    latest = await subject.provider(world)
    return latest
  }
  return { suite, subject: { ...subject, fake } }
}

/** What all checks of a run have in common. */
interface Shared {
  subject: ChannelSubject
  examined(): ExaminedPlugin<'channel'>
  /** An instance to be asked for what it declares, with its provider, and for nothing else. */
  declared(kit: Kit<'channel'>): Promise<Declared>
}

interface Declared {
  channel: ChannelInstance
  provider: ChannelProvider
}

function share(subject: ChannelSubject, latest: () => ChannelProvider | undefined): Shared {
  let examined: ExaminedPlugin<'channel'> | undefined
  let declared: Promise<Declared> | undefined
  return {
    subject,
    examined() {
      examined ??= examine<'channel'>(subject.plugin)
      return examined
    },
    declared(kit) {
      declared ??= kit.create().then(({ instance: channel }) => {
        const provider = latest()
        if (!provider) throw new Error('no provider was started')
        return { channel, provider }
      })
      return declared
    },
  }
}

function adapt({ id, title, unless, run }: ChannelCheck, { subject, examined, declared }: Shared): Check<'channel'> {
  return {
    id,
    title,
    ...(unless && {
      unless: async kit => {
        const { channel, provider } = await declared(kit)
        return unless(channel, provider)
      },
    }),
    async run({ trace }) {
      const opened: ChannelBench[] = []
      const openIdle = async (options?: ChannelBenchOptions) => {
        const bench = await openChannelBench({ subject, trace, examined: examined() }, options)
        opened.push(bench)
        return bench
      }
      const open = async (options?: ChannelBenchOptions) => {
        const bench = await openIdle(options)
        await bench.start()
        return bench
      }
      try {
        await run({ open, openIdle })
      } finally {
        for (const bench of opened.reverse()) await bench.close()
      }
    },
  }
}

/** One sensible call of each method. */
async function callsOf(bench: ChannelBench): Promise<readonly MethodCall[]> {
  const { channel, addressOf, nextNumber } = bench
  const address = await addressOf()
  const message = { text: 'Hello!', locale: 'en', author: 'desk' } as const
  const key = () => `kit-message-${String(nextNumber()).padStart(4, '0')}`
  const calls: MethodCall[] = [{ name: 'send', run: call => channel.send({ address, message, key: key() }, call) }]
  if (channel.typing) calls.push({ name: 'typing', run: async call => channel.typing?.({ address }, call) })
  if (channel.draft)
    calls.push({ name: 'draft', run: async call => channel.draft?.({ address, text: 'Hel', key: key() }, call) })
  if (channel.probe) calls.push({ name: 'probe', run: async call => channel.probe?.(call) })
  return calls
}

/** Calls with addresses, keys and references that nobody has ever handed out. */
function oddCallsOf({ channel }: ChannelBench): readonly MethodCall[] {
  const message = { text: 'Hello!', locale: 'en', author: 'desk' } as const
  const key = 'kit-message-odd'
  const odd: MethodCall[] = ['', 'nobody', '../../etc', '\u0000'].map(address => ({
    name: `send to ${JSON.stringify(address)}`,
    run: call => channel.send({ address, message, key }, call),
  }))
  const { edit, fetchMedia } = channel
  if (edit)
    odd.push({
      name: 'edit of nothing',
      run: call => edit.call(channel, { address: 'nobody', providerIds: ['none'], message }, call),
    })
  if (fetchMedia)
    for (const ref of [null, 'nothing', {}, { id: '../../etc' }])
      odd.push({ name: 'fetchMedia', run: call => fetchMedia.call(channel, { ref, maxBytes: 1_000 }, call) })
  return odd
}
