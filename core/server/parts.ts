import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { DeskFile, ServerConfig } from '../../config/desk-config.ts'
import type { ChannelInstance, Clock, CrmChanges, Kind } from '../contract/index.ts'
import type { Count } from '../replicas/count.ts'

/** What is known of one instance: from its start and its last probe. */
export interface InstanceStatus {
  kind: Kind
  status: 'ok' | 'failing' | 'starting' | 'stopped' | 'unknown'
  /** One sentence for the operator; never a secret. */
  summary?: string
  /** ISO 8601. */
  checkedAt?: string
}

/** What `/readyz` answers from. */
export interface DeskStatus {
  /** The journal stores what arrives, and nobody has asked the desk to stop. */
  accepting: boolean
  instances: Readonly<Record<string, InstanceStatus>>
}

/** A channel whose routes and pages are mounted. */
export interface ServedChannel {
  instance: string
  /** The plugin's `page`. */
  page?: 'chat'
  channel: Pick<ChannelInstance, 'routes' | 'pages'>
  /** While false, the instance's routes answer 503. */
  isStarted(): boolean
}

/** The CRM's own webhooks, mounted beside the channels. */
export interface ServedCrm {
  instance: string
  changes: Pick<CrmChanges, 'routes'>
  emit(change: { appointmentId: string }): Promise<void>
  isStarted(): boolean
}

/** Everything that the HTTP server is made of; it owns none of it. */
export interface ServerParts {
  server: ServerConfig
  log: Logger
  clock: Clock
  version: string
  companyName: string
  /** Of the business, for anybody who has their link. */
  files: readonly DeskFile[]
  /** The example configuration runs: every answer says so, and the chat page shows it. */
  demo: boolean
  /** Answers from what is already known; called with each `/readyz`. */
  status(): Promise<DeskStatus>
  /** In the order of `aiadmin.yaml`; the first with a page is where `/chat` leads. */
  channels: readonly ServedChannel[]
  crm?: ServedCrm
  metrics: Registry
  count: Count
}
