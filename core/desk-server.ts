import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { DeskConfig } from '../config/desk-config.ts'
import type { Clock } from './contract/index.ts'
import { type Instances, naming } from './instances.ts'
import { isWritable } from './journal/readiness.ts'
import { scheduleReread } from './journal/rotation.ts'
import { buildServer, type InstanceStatus, type Metrics } from './server/index.ts'

/** What the server shows of a desk. */
export interface DeskServerParts {
  config: DeskConfig
  log: Logger
  version: string
  isDemo?: boolean
  clock: Clock
  metrics: Metrics
  instances: Instances
  isAccepting(): boolean
  /** How each instance is, by its name. */
  statuses(): Readonly<Record<string, InstanceStatus>>
  /** The channel of this instance takes messages. */
  isStarted(instance: string): boolean
  isCrmStarted(): boolean
  /** Says that there is new work. */
  wake(): void
}

/** Builds the server of one desk: its channels' routes, its CRM's webhooks and its state. Nothing listens yet. */
export function buildDeskServer(parts: DeskServerParts): Promise<FastifyInstance> {
  const { config, log, version, isDemo = false } = parts
  const { journal, crm, channels, count } = parts.instances
  const { changes } = crm
  return buildServer({
    server: config.server,
    log,
    clock: parts.clock,
    version,
    companyName: config.company.name,
    files: config.files,
    demo: isDemo,
    metrics: parts.metrics.registry,
    count,
    status: async () => ({
      accepting: parts.isAccepting() && (await isWritable(journal, log)),
      instances: parts.statuses(),
    }),
    channels: channels.map(({ configured, channel }) => ({
      instance: configured.instance,
      channel: {
        ...(channel.routes && { routes: scope => naming(configured, () => channel.routes?.(scope)) }),
        ...(channel.pages && { pages: scope => naming(configured, () => channel.pages?.(scope)) }),
      },
      ...('page' in configured.plugin && configured.plugin.page && { page: configured.plugin.page }),
      isStarted: () => parts.isStarted(configured.instance),
    })),
    ...(changes && {
      crm: {
        instance: config.crm.instance,
        changes: { routes: (scope, emit) => naming(config.crm, () => changes.routes(scope, emit)) },
        isStarted: parts.isCrmStarted,
        async emit({ appointmentId }) {
          await journal.write(db => scheduleReread(journal, db, appointmentId))
          parts.wake()
        },
      },
    }),
  })
}
