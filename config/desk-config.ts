import type {
  ChannelPlugin,
  Company,
  CrmPlugin,
  DialogEvent,
  Facts,
  Kind,
  LlmPlugin,
  Locale,
  LocalizedText,
  OutboundMedia,
  StoragePlugin,
  ToolName,
} from '../core/contract/index.ts'

/** A loaded plugin of any kind. */
export type AnyPlugin = ChannelPlugin | LlmPlugin | StoragePlugin | CrmPlugin

/** One configured plugin. */
export interface ConfiguredInstance<P extends AnyPlugin = AnyPlugin> {
  /** Its key in `aiadmin.yaml`; `crm`, `sessions`, `journal` for the kinds that have no key of their own. */
  instance: string
  kind: Kind
  /** As written: `sqlite`, `npm:aiadmin-crm-x`, `./mine.ts`. */
  use: string
  plugin: P
  /** Checked, defaults filled in, frozen. */
  config: unknown
}

export interface ServerConfig {
  host: string
  port: number
  publicUrl?: string
  /** Whose `X-Forwarded-For` is believed: `false`, `true`, or addresses and networks. */
  trustProxy: boolean | readonly string[]
  /** Origins that may call the API from a browser and embed the chat. */
  origins: readonly string[]
  bodyLimitBytes: number
  /** Requests per minute of one IP address. */
  requestsPerMinute: number
}

/** A file that an answer of the FAQ names, as `[name](file:<id>)`. */
export interface DeskFile extends Omit<OutboundMedia, 'bytes'> {
  id: string
  path: string
}

/** A fact, an event, or one of them with `not ` before it. */
export type Condition = keyof Facts | DialogEvent | `not ${keyof Facts | DialogEvent}`

/** Goes to `to` when all of `when` hold; the first rule that holds wins. */
export interface NextRule {
  when: readonly Condition[]
  to: string
}

export interface StateConfig {
  /** Liquid. */
  prompt: LocalizedText
  tools: readonly ToolName[]
  next: readonly NextRule[]
}

export interface DialogConfig {
  initial: string
  /** Who the desk is and how it speaks, before every state's prompt. Liquid. */
  persona: LocalizedText
  states: Readonly<Record<string, StateConfig>>
  /** LLM calls and tool calls in one turn. */
  maxSteps: number
  /** Messages of the history that a model sees. */
  historyMessages: number
  /** Silence after which a conversation begins anew (event `idle`). */
  idleMinutes: number
  /** How long a time is kept for a client who has not agreed yet. */
  holdMinutes: number
  /** How many free times are offered at once. */
  offeredSlots: number
}

export interface RetentionConfig {
  /** Messages, turns and steps are deleted after so many days. */
  messagesDays: number
  /** Hashed provider ids of accepted messages; at least 8. */
  providerIdsDays: number
}

export interface RereadsConfig {
  /** A visit to come is read again after so many hours. */
  everyHours: number
  /** One of the next 24 hours after so many minutes. */
  soonEveryMinutes: number
  /** At most so many in a minute; 0: none. */
  perMinute: number
}

/** `aiadmin.yaml` after loading: interpolated, checked, defaults filled in, plugins loaded. */
export interface DeskConfig {
  version: 1
  business: string
  company: Company
  files: readonly DeskFile[]
  server: ServerConfig
  /** In the order in which they take over. */
  llm: readonly ConfiguredInstance<LlmPlugin>[]
  crm: ConfiguredInstance<CrmPlugin>
  storage: {
    journal: ConfiguredInstance<StoragePlugin>
    /** Absent: the session column of the journal is the only copy. */
    sessions?: ConfiguredInstance<StoragePlugin>
  }
  channels: readonly ConfiguredInstance<ChannelPlugin>[]
  dialog: DialogConfig
  /** Core's and the plugins' texts with the operator's changes: `texts.ru['rules.greeting']`. */
  texts: Readonly<Record<Locale, Readonly<Record<string, string>>>>
  retention: RetentionConfig
  rereads: RereadsConfig
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}
