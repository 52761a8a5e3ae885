import type { Call, ChannelEvent, OutboundMessage, PluginContext, SentMessage } from '../../contract/index.ts'
import { type Bench, openBench } from '../bench.ts'
import type { ExaminedPlugin } from '../context.ts'
import type { FakeWorld, Subject } from '../subject.ts'
import type { Trace } from '../trace.ts'
import { createTestDesk, type TestDesk } from './desk.ts'
import type { Attempt, ChannelProvider, ClientAct } from './provider.ts'
import { buildTestServer, type Route } from './server.ts'

/** What the author of a channel tells the kit. */
export interface ChannelSubject extends Omit<Subject<'channel'>, 'fake'> {
  /** Starts an empty provider; called for every check. */
  provider(world: FakeWorld): Promise<ChannelProvider>
}

/** An event that carries what a client said. */
export type MessageEvent = Extract<ChannelEvent, { kind: 'message' }>

/** Whom to write to, and how. */
export interface SendOptions {
  client?: number
  key?: string
  call?: Call
}

/** What a bench may be opened with instead of the usual. */
export interface ChannelBenchOptions {
  instance?: string
  /** The provider of another bench. */
  provider?: ChannelProvider
  exclusive?: PluginContext['exclusive']
}

/** One instance between its provider and a desk. */
export interface ChannelBench extends Pick<Bench<'channel'>, 'clock' | 'proxy' | 'call' | 'endable'> {
  readonly channel: Bench<'channel'>['instance']
  readonly desk: TestDesk
  readonly provider: ChannelProvider
  readonly publicUrl: string
  readonly routes: readonly Route[]
  /** The secret values of the configuration. */
  readonly secrets: ReadonlySet<string>
  /** `start` was called and has resolved, `stop` was not called. */
  readonly isRunning: boolean
  start(): Promise<void>
  stop(): Promise<void>
  /** Lets the clock go on while `work` lasts; fails by name when that takes too long. */
  wait<T>(work: Promise<T>, what: string): Promise<T>
  /** Waits until it holds. */
  until(holds: () => boolean | Promise<boolean>, what: string): Promise<void>
  nextNumber(): number
  /** A client does something new, and the provider delivers it once. */
  receive(act: ClientAct, client?: number): Promise<Attempt>
  /** The same, and the event that the desk got from it. */
  hear(act: ClientAct, client?: number): Promise<MessageEvent>
  /** The event that the desk got from a delivery of another kind. */
  hearFrom(deliver: (number: number) => Promise<Attempt>): Promise<MessageEvent>
  /** Where this client is written to: what their first message was delivered with. */
  addressOf(client?: number): Promise<string>
  /** Says something to the client, as the outbox does. */
  send(message: Partial<OutboundMessage>, options?: SendOptions): Promise<SentMessage>
  /** The routes are served no longer. */
  unmount(): Promise<void>
  close(): Promise<void>
}

/** Real time that anything may take when the provider stands on the same machine. */
const PATIENCE_MS = 4_000
/** What is not done by then may be waiting for the clock. */
const CLOCK_STANDS_MS = 25

/** Opens an instance whose routes are mounted and listen; it is not started. */
export async function openChannelBench(
  { subject, trace, examined }: { subject: ChannelSubject; trace: Trace; examined: ExaminedPlugin<'channel'> },
  { instance = 'kit-channel', exclusive, provider: given }: ChannelBenchOptions = {},
): Promise<ChannelBench> {
  const { plugin } = subject
  let provider = given
  const fake = async (world: FakeWorld) => {
    provider = given ?? (await subject.provider(world))
    return given ? { url: given.url, close: () => undefined } : provider
  }
  const right = { exclusive: { value: exclusive } }
  const create: typeof plugin.create = context => plugin.create(exclusive ? Object.create(context, right) : context)
  const inner = await openBench<'channel'>(
    { subject: { ...subject, fake, plugin: { ...plugin, create } }, trace, examined },
    { instance },
  )
  if (!provider) throw new Error('the provider was not started')
  return attachBench(inner, provider, trace.secrets)
}

/** Mounts the instance's routes and lets the provider know of them. */
export async function attachBench(
  inner: Bench<'channel'>,
  provider: ChannelProvider,
  secrets: ReadonlySet<string> = new Set(),
): Promise<ChannelBench> {
  const { instance } = inner.context
  const { app, routes } = await buildTestServer({ channel: inner.instance, instance, log: inner.context.log })
  const publicUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const api = `${publicUrl}/api/v1/${instance}`
  await provider.connect?.({ publicUrl, api, chat: `${publicUrl}/chat/${instance}` })
  const unmount = async () => {
    app.server.closeAllConnections()
    await app.close()
  }
  return createBench({ inner, provider, routes, publicUrl, secrets, unmount })
}

interface World {
  inner: Bench<'channel'>
  provider: ChannelProvider
  routes: readonly Route[]
  publicUrl: string
  secrets: ReadonlySet<string>
  unmount(): Promise<void>
}

function createBench({ inner, provider, routes, publicUrl, secrets, unmount }: World): ChannelBench {
  const { clock, proxy, call, endable, instance: channel } = inner
  const desk = createTestDesk()
  const addresses = new Map<number, string>()
  let isRunning = false
  let events = 0
  let keys = 0

  async function wait<T>(work: Promise<T>, what: string): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const failure = new Error(`${what}: nothing came of it within ${PATIENCE_MS / 1_000} s`)
    const timer = setTimeout(() => reject(failure), PATIENCE_MS)
    try {
      const settled = work.then(
        () => true,
        () => true,
      )
      const isDone = await Promise.race([settled, pause(CLOCK_STANDS_MS).then(() => false)])
      return await Promise.race([isDone ? work : clock.drive(work), late])
    } finally {
      clearTimeout(timer)
    }
  }

  const bench: ChannelBench = {
    ...{ channel, clock, proxy, call, endable, desk, provider, routes, publicUrl, secrets, unmount, wait },
    get isRunning() {
      return isRunning
    },
    async start() {
      await wait(channel.start(desk), 'start')
      isRunning = true
    },
    async stop() {
      isRunning = false
      await wait(channel.stop(), 'stop')
    },
    async until(holds, what) {
      const end = Date.now() + PATIENCE_MS
      const looking = async () => {
        while (!(await holds())) {
          if (Date.now() >= end) throw new Error(`${what}: waited ${PATIENCE_MS / 1_000} s for it`)
          await pause(2)
        }
      }
      await wait(looking(), what)
    },
    nextNumber() {
      events += 1
      return events
    },
    receive: (act, client = 1) =>
      wait(provider.receive({ ...act, client, number: bench.nextNumber() }), 'a delivery of the provider'),
    hear: (act, client = 1) => bench.hearFrom(number => provider.receive({ ...act, client, number })),
    async hearFrom(deliver) {
      const before = desk.events.length
      const { taken, status } = await wait(deliver(bench.nextNumber()), 'a delivery of the provider')
      if (!taken) throw new Error(`the delivery was refused${status === undefined ? '' : ` with ${status}`}`)
      const find = () => desk.events.slice(before).find(event => event.kind === 'message')
      await bench.until(() => find() !== undefined, 'the message for the desk')
      const event = find()
      if (!event) throw new Error('the desk got no message')
      return event
    },
    async addressOf(client = 1) {
      const known = addresses.get(client)
      if (known !== undefined) return known
      const { address } = await bench.hear({ text: 'Hello' }, client)
      addresses.set(client, address)
      return address
    },
    async send(changes, { client = 1, key, call: given } = {}) {
      const address = await bench.addressOf(client)
      const message: OutboundMessage = { text: 'Hello!', locale: 'en', author: 'desk', ...changes }
      keys += 1
      if (channel.capabilities.delivery === 'stored') desk.say(address, message)
      const input = { address, message, key: key ?? `kit-message-${String(keys).padStart(4, '0')}` }
      return wait(channel.send(input, given ?? call()), 'send')
    },
    async close() {
      try {
        if (isRunning) await bench.stop()
      } finally {
        await unmount()
        await inner.close()
      }
    },
  }
  return bench
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
