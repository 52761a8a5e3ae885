import type { FastifyInstance } from 'fastify'
import type { JSONSchema } from 'json-schema-to-ts'
import type { Desk } from './desk.ts'
import type { Json } from './domain.ts'
import type { OutboundMessage, SentMediaKind, TemplatePurpose } from './message.ts'
import type { Call, Lifecycle, Plugin } from './plugin.ts'

/** In characters (UTF-16 units). */
export interface ChoiceLimits {
  /** Options of one message. */
  max: number
  labelLength: number
  /** Left out: hints may be as long as they are. */
  hintLength?: number
  /** Of the text that stands with the choices, where that is less than the channel's `textLength`. */
  textLength?: number
  /** Days and times are drawn as a calendar: more of them are offered than a list of buttons could show. */
  calendar?: boolean
}

/** What a channel can do. */
export interface ChannelCapabilities {
  /** `poll` runs inside `context.exclusive`. */
  receives: 'webhook' | 'poll'
  /**
   * What may follow a time-out of `send`. `stored`: the client reads the journal through `desk.conversation`, `send` is a
   * hint that may be lost. `idempotent`: repeat with the same `key`. `traceable`: a status by our key tells. `blind`: nobody knows.
   */
  delivery: 'stored' | 'idempotent' | 'traceable' | 'blind'
  /** How long core waits for the rest of what a client writes in several messages, in milliseconds. */
  burstMs: number
  /** The channel proves the sender's phone, if not every sender's: some hide it. */
  verifiesPhone: boolean
  /** A connection that lives in one process. */
  affinity?: 'process'
  /** What can be shown to be pressed, or false; core cuts to these limits. */
  choices: false | ChoiceLimits
  contactRequest: boolean
  /** A message's `visit` is drawn as a card: the text beside it does not say the same once more. Left out: it is not. */
  visitCards?: boolean
  /** Kinds that `fetchMedia` can fetch. */
  media: readonly ('image' | 'audio' | 'video' | 'document' | 'sticker')[]
  /**
   * Kinds of file that the client is shown beside a text: `send` takes them, or with `delivery: 'stored'` the history tells
   * where they are. Left out: none; core says a link to them then, where it has an address.
   */
  sends?: readonly SentMediaKind[]
  /**
   * Free words go through only this long after the client's last message, in milliseconds (`window_closed` later). Core then
   * sends a template. Left out: always.
   */
  windowMs?: number
  /** Purposes for which the operator has declared an approved template. */
  templates?: readonly TemplatePurpose[]
  /** Characters (UTF-16 units); core splits longer texts, the plugin refuses them with `invalid`. */
  textLength: number
}

export interface SentMessage {
  /** The provider's ids; statuses refer to them. */
  providerIds: readonly string[]
}

export interface ChannelInstance extends Omit<Lifecycle, 'start' | 'stop'> {
  readonly capabilities: ChannelCapabilities
  /** Takes up work. Called again with back-off when it rejects; the instance's routes answer 503 until it resolved. */
  start(desk: Desk): Promise<void>
  /**
   * Nothing is delivered afterwards. A request or a `send` that was let in just before finds the channel stopped: 503, and
   * `unavailable`. Whoever still waits for `context.exclusive` is not waited for, and does nothing when its turn comes.
   */
  stop(): Promise<void>
  /**
   * Sends one message. What needs two requests is `unknown_outcome` when only the first went through.
   * @throws `unreachable`, `window_closed`, `invalid`, `rate_limited`, `unknown_outcome`.
   */
  send(input: { address: string; message: OutboundMessage; key: string }, call: Call): Promise<SentMessage>
  /**
   * A Fastify scope at `/api/v1/<instance>`, mounted once before the server listens. Body parsers and hooks that the
   * plugin adds stay inside: a parser with `parseAs: 'buffer'` keeps the bytes under which a provider puts its signature.
   * A secret may stand in the path, which no log shows; a query is no place for one.
   */
  routes?(app: FastifyInstance): void
  /** A Fastify scope at `/chat/<instance>` for pages that a person opens. */
  pages?(app: FastifyInstance): void
  /**
   * The desk is working on an answer; called again every 4 s while it does. A provider that shows it on the client's last
   * message needs the plugin to remember that one. Failures are ignored.
   */
  typing?(input: { address: string }, call: Call): Promise<void>
  /** Unfinished text for show, all of it so far; replaced by the next draft and by the message. A failure ends the drafts of its turn. */
  draft?(input: { address: string; text: string; key: string }, call: Call): Promise<void>
  /** Takes the buttons off a message, or marks them used. */
  edit?(input: { address: string; providerIds: readonly string[]; message: OutboundMessage }, call: Call): Promise<void>
  fetchMedia?(input: { ref: Json; maxBytes: number }, call: Call): Promise<{ mimeType: string; bytes: Uint8Array }>
  /** `aiadmin setup`: registers the provider's webhook. */
  setup?(input: { publicUrl: string }, call: Call): Promise<{ summary: string }>
}

/** @see Plugin for the life cycle. */
export interface ChannelPlugin<Schema extends JSONSchema = JSONSchema>
  extends Plugin<'channel', Schema, ChannelInstance> {
  /** The kind of page it serves at `/chat/<instance>`; `/chat` redirects to the first one. */
  page?: 'chat'
}
