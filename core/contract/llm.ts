import type { JSONSchema } from 'json-schema-to-ts'
import type { CalendarDate, ClockTime, Company, Instant, Json, Locale, TimeRange, Weekday } from './domain.ts'
import type { Call, Lifecycle, Plugin } from './plugin.ts'
import type { EmployeeItem, ServiceItem, SlotItem, ToolName, VisitItem } from './tools.ts'

/** Opaque and serialisable; goes back only to the instance that made it (Gemini's thought signatures). */
export type Opaque = Json

/** One part of a message. `data` is opaque. */
export type LlmPart =
  | { type: 'text'; text: string; data?: Opaque }
  | { type: 'call'; id: string; name: string; args: Json; data?: Opaque }
  | { type: 'result'; id: string; name: string; result: Json }
  /** The bytes of what a client sent, for instances with `media`. */
  | { type: 'media'; mimeType: string; base64: string }
  /** Nothing but opaque data. */
  | { type: 'data'; data: Opaque }

/** `client` wrote it, `desk` is the model's own, `tool` holds the results of the calls before it. */
export interface LlmMessage {
  role: 'client' | 'desk' | 'tool'
  parts: readonly LlmPart[]
}

export interface ToolDefinition {
  name: ToolName
  /** What it does and when to call it, for the model. */
  description: string
  /** JSON Schema of the arguments. */
  parameters: Readonly<Record<string, Json>>
}

/** What core derived from what really happened; `next` rules test these, never the model's word. */
export interface Facts {
  service_chosen: boolean
  slot_offered: boolean
  slot_chosen: boolean
  client_known: boolean
  awaiting_consent: boolean
}

/** Events: true only for the evaluation that they cause. */
export type DialogEvent = 'booked' | 'requested' | 'moved' | 'cancelled' | 'handed_over' | 'idle'

/** The booking being assembled. */
export interface DraftView {
  services: readonly ServiceItem[]
  employee?: EmployeeItem
  slot?: SlotItem
  name?: string
  /** E.164; absent while the client has not agreed to its use. */
  phone?: string
  /** The visit being moved. */
  moving?: VisitItem
}

/** A choice that was put to the client and can still be made. */
export interface OfferedChoice {
  kind: 'service' | 'employee' | 'day' | 'slot' | 'visit' | 'confirm' | 'change' | 'human' | 'other'
  label: string
  /** With kind `slot`. */
  slot?: SlotItem
  /** With kind `service` or `employee`: its id; with `visit`: the appointment's; with `day`: the date. */
  value?: string
}

/** One of the coming days, so that a model need not compute dates. */
export interface CalendarDay {
  date: CalendarDate
  weekday: Weekday
  /** Empty when closed. */
  open: readonly TimeRange[]
}

/** Everything that the dialog knows, as data, so that a brain with no language model can do the job. */
export interface Situation {
  company: Company
  /** The client's language: answer in it. */
  locale: Locale
  now: { instant: Instant; date: CalendarDate; time: ClockTime; weekday: Weekday }
  /** Today and the coming days, 21 in all. */
  calendar: readonly CalendarDay[]
  state: string
  facts: Facts
  draft: DraftView
  /** Offered in this conversation and still valid, newest group last. */
  choices: readonly OfferedChoice[]
  /** The summary that the client has not answered yet. */
  pendingConsent?: { kind: 'book' | 'move' | 'cancel'; summary: string }
  client: {
    name?: string
    phone?: string
    /** The channel proved the phone. */
    verified: boolean
  }
  /** Services and employees when they are already known to core; a tool call gets them otherwise. */
  catalogue?: { services: readonly ServiceItem[]; employees: readonly EmployeeItem[] }
  /** The instance's own, from its last `end`. At most 4 kB. An older version of the plugin may have left it. */
  memory?: Json
}

export interface LlmRequest {
  /** The system prompt: persona, rules, the state's prompt, company and calendar as text. */
  system: string
  /** The window of the history, oldest first, then this turn's calls and results. */
  messages: readonly LlmMessage[]
  tools: readonly ToolDefinition[]
  situation: Situation
}

export interface Usage {
  inputTokens: number
  outputTokens: number
  cachedTokens?: number
}

/**
 * What a model answers, in this order: any number of `text`, `call` and `data`, then one `end`.
 * - `stop`: finished. `calls`: waits for results. `length`: cut. `blocked`: safety. `empty`: nothing usable.
 * The calls of an answer have ids of their own. An answer that breaks off has no `end`: it throws `unavailable`.
 */
export type LlmEvent =
  | { type: 'text'; delta: string; data?: Opaque }
  | { type: 'call'; id: string; name: string; args: Json; data?: Opaque }
  | { type: 'data'; data: Opaque }
  | {
      type: 'end'
      reason: 'stop' | 'calls' | 'length' | 'blocked' | 'empty'
      usage?: Usage
      /** Replaces the instance's memory in this conversation. */
      memory?: Json
      /** The client asks for a person; core hands over as it does for the button. */
      handover?: boolean
      /**
       * The client does not want what the summary says: core gives the held time free and waits for no answer to it. With
       * `booking` nothing of the draft is wanted any more, with `summary` the rest of it stays.
       */
      withdraw?: 'summary' | 'booking'
      /**
       * Nothing but the summary waits for the client: core ends what is said here with its own invitation to agree to it, and a
       * plain yes to that counts. Without a summary it means nothing.
       */
      asksConsent?: boolean
    }

export interface LlmCapabilities {
  /** Accepts `media` parts of these MIME types. */
  media: readonly string[]
}

export interface LlmInstance extends Lifecycle {
  readonly capabilities: LlmCapabilities
  /**
   * One answer. Throws a coded error (`unavailable`, `rate_limited`, `unauthorized`, `blocked`, `exhausted`, `invalid`);
   * the next instance takes over only while nothing of this answer has left core. When the call ends or nobody reads on,
   * the connection to the provider is closed soon. The history may begin with the desk's own words, and calls in it may be
   * another instance's.
   */
  generate(request: LlmRequest, call: Call): AsyncIterable<LlmEvent>
}

/** @see Plugin for the life cycle. */
export interface LlmPlugin<Schema extends JSONSchema = JSONSchema> extends Plugin<'llm', Schema, LlmInstance> {}
