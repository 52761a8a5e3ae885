import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { DeskConfig } from '../config/desk-config.ts'
import { channelAbilities } from './channels/abilities.ts'
import { createAdmission } from './channels/admission.ts'
import { createDesk, type DeskParts } from './channels/desk.ts'
import { createFiles } from './channels/files.ts'
import { createHint } from './channels/hint.ts'
import { type SupervisedChannel, superviseChannel } from './channels/supervisor.ts'
import { createTurnNews } from './channels/turn-news.ts'
import { systemClock } from './clock.ts'
import type { Clock, Desk, Lifecycle } from './contract/index.ts'
import { buildDeskServer } from './desk-server.ts'
import { createReception, type Reception } from './dialog/reception.ts'
import { createTexts } from './dialog/texts.ts'
import { createHealth } from './health.ts'
import { createInstances, type Instances } from './instances.ts'
import { ROTATION_EVERY_MS } from './journal/rotation.ts'
import { schedule } from './journal/work.ts'
import { createWorker, type Worker } from './journal/worker.ts'
import type { Reach } from './ledger/fail-points.ts'
import { createMask } from './log.ts'
import { type Closers, createClosers } from './plugins/closers.ts'
import { createEnding, type Ending } from './plugins/ending.ts'
import { probedInstances } from './probed-instances.ts'
import { createSharedCache } from './replicas/cache.ts'
import { secretsOf } from './secrets.ts'
import { closeServer } from './server/close.ts'
import { createMetrics } from './server/index.ts'
import { createWorkHandlers, ROOMS } from './work-handlers.ts'

/** What a runtime is made with; two can live in one process. */
export interface RuntimeOptions {
  config: DeskConfig
  log: Logger
  env: Readonly<Record<string, string | undefined>>
  /** For files that must outlive the container. */
  dataFolder: string
  version: string
  /** The example configuration runs. */
  isDemo?: boolean
  clock?: Clock
  /** Tests hand in what happens at fail-points. */
  reach?: Reach
  /** It only looks, and is never started: the tables stay as they are. */
  isInspection?: boolean
}

/** A desk at work. */
export interface Runtime {
  /** Serves and answers. @returns where it listens, or undefined without a server. */
  start(options?: { listen?: boolean }): Promise<string | undefined>
  /** Takes nothing new, ends the turns that run, closes in reverse order. */
  stop(): Promise<void>
  readonly instances: Instances
  /** The ledger, and what warms the names that it writes down; for the command line. */
  readonly reception: Pick<Reception, 'ledger' | 'prepare'>
  readonly log: Logger
  /** The desk of a channel that is not in the configuration: the terminal. */
  openDesk(instance: string, channel: SupervisedChannel['channel']): Desk
  readonly app: FastifyInstance
}

/** Work of other processes is found within this; our own wakes us. */
const POLL_MS = 1_000
/** How long running turns may take when the process is told to stop. */
const DRAIN_MS = 20_000

/** Creates everything and starts nothing. What was created is closed when it fails half-way. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { log, clock = systemClock } = options
  const closers = createClosers()
  const ending = createEnding({ log, clock })
  const closing = new AbortController()
  try {
    return await assemble(options, { closers, ending, closing })
  } catch (error) {
    closing.abort(error)
    await closers.closeAll(ending)
    throw error
  }
}

interface Closing {
  closers: Closers
  ending: Ending
  closing: AbortController
}

async function assemble(options: RuntimeOptions, { closers, ending, closing }: Closing): Promise<Runtime> {
  const { config, log, clock = systemClock, reach = () => {} } = options
  const say = createTexts(config.texts)
  const metrics = createMetrics()
  const instances = await createInstances({ ...options, clock, say, closers, signal: closing.signal })
  const { journal, crm, llm, channels, wire } = instances
  const news = createTurnNews(wire)
  closers.add('signal', () => closing.abort(new Error('the desk is closing')))

  let isStopping = false
  let worker: Worker | undefined
  /** Who is full, or stops, says so: another process may have room. */
  const tellOthers = () => worker?.vacancy() ?? wire.tell('work', null)
  const wake = () => {
    worker?.wake()
    tellOthers()
  }
  wire.hear('work', () => worker?.wake())
  const supervised = channels.map(({ configured, channel }) =>
    superviseChannel(configured.instance, channel, { log, clock, ending }),
  )
  const extra = new Map<string, SupervisedChannel>()
  const channelOf = (instance: string) =>
    supervised.find(channel => channel.instance === instance) ?? extra.get(instance)

  const cache = createSharedCache(instances, { log, clock })
  if (cache) closers.add('cache', () => cache.close())
  const hint = createHint({ channelOf, log })
  const files = createFiles(config, log)

  const reception = createReception({
    config,
    cache,
    journal,
    crm,
    llm,
    say,
    log,
    clock,
    reach,
    metrics,
    signal: closing.signal,
    wake,
    hint,
    files,
    ...channelAbilities(channelOf),
  })
  worker = createWorker({
    journal,
    log,
    rooms: ROOMS,
    pollMs: POLL_MS,
    handlers: createWorkHandlers({ config, instances, reception, news, metrics, log, reach, channelOf, hint, files }),
  })

  const deskParts: DeskParts = {
    journal,
    say,
    news,
    reach,
    wake() {
      worker?.wakeForTurn()
      tellOthers()
    },
    vacancy: () => worker?.vacancy(),
    admission: createAdmission({
      waitingTurns: () => worker?.waitingTurns() ?? 0,
      busy: () => say(config.company.locale, 'desk.busy'),
    }),
    run: turn => worker?.take(turn.claim, turn),
    initialState: config.dialog.initial,
    locale: config.company.locale,
    timezone: config.company.timezone,
    cardOf: reception.cardOf,
    files,
    isAccepting: () => !isStopping,
    count: (channel, result) => metrics.messages.inc({ channel, result }),
  }
  const health = createHealth(probedInstances(config, instances, supervised), {
    clock,
    log,
    mask: createMask(secretsOf(config)),
  })

  let isCrmStarted = false
  const app = await buildDeskServer({
    ...options,
    clock,
    metrics,
    instances,
    isAccepting: () => !isStopping,
    statuses: () => ({ ...health.read(), ...reception.brainStatus() }),
    isStarted: instance => channelOf(instance)?.isStarted() === true,
    isCrmStarted: () => isCrmStarted,
    wake,
  })
  closers.add('server', () => closeServer(app))

  const end = (instance: string, one: Lifecycle | undefined) => ending(instance, () => one?.stop?.())

  let stopped: Promise<void> | undefined
  async function shutDown(): Promise<void> {
    isStopping = true
    log.info('stopping: nothing new is taken, running turns are finished')
    await worker?.stop(DRAIN_MS)
    await Promise.all([...supervised, ...extra.values()].map(one => one.stop()))
    await Promise.all([end(config.crm.instance, crm), ...llm.map(one => end(one.instance, one.llm))])
    const { sessionStorage, journalStorage } = instances
    await Promise.all([end('sessions', sessionStorage), end('journal', journalStorage)])
    await closers.closeAll(ending)
    log.info('stopped')
  }

  return {
    instances,
    reception,
    log,
    app,
    openDesk(instance, channel) {
      const one = superviseChannel(instance, channel, { log, clock, ending })
      extra.set(instance, one)
      const desk = createDesk(deskParts, instance, channel.capabilities)
      one.start(desk)
      return desk
    },

    async start({ listen = true } = {}) {
      await Promise.all(
        [instances.journalStorage, instances.sessionStorage, crm, ...llm.map(one => one.llm)].map(one =>
          one?.start?.(),
        ),
      )
      isCrmStarted = true
      await wire.start()
      await reception.prepare()
      const now = clock.now()
      await journal.write(db => schedule(journal, db, { kind: 'retention', ref: '', dueAt: now + 60_000 }))
      const rotation = { kind: 'rotation', ref: '', dueAt: now + ROTATION_EVERY_MS } as const
      if (config.rereads.perMinute > 0) await journal.write(db => schedule(journal, db, rotation))
      for (const one of supervised) one.start(createDesk(deskParts, one.instance, one.channel.capabilities))
      worker?.start()
      if (!listen) return undefined
      return app.listen({ host: config.server.host, port: config.server.port })
    },

    stop() {
      stopped ??= shutDown()
      return stopped
    },
  }
}
