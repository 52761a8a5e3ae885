import type { ChannelCapabilities, Command, SentMediaKind } from '../../contract/index.ts'
import type { Fake } from '../subject.ts'

/** A kind of file that a client can send. */
export type MediaKind = ChannelCapabilities['media'][number]

/** What a client does, in the kit's words; the provider's fake says it in its own. */
export type ClientAct =
  | { text: string }
  /** Presses the choice with this id. */
  | { choice: string }
  /** Sends a phone: their own by the channel's button, or somebody else's card. */
  | { contact: string; isOwn: boolean }
  | { media: MediaKind; mimeType: string; bytes: Uint8Array }

/**
 * Something that happens at the provider. `number` counts the events and `client` the people: the fake makes its ids of
 * them. The same number again is the same event, delivered once more.
 */
export type ProviderEvent = ClientAct & { number: number; client: number }

/** When and by whom something was done; see `ProviderEvent`. */
export type ProviderMoment = Pick<ProviderEvent, 'number' | 'client'>

/** How one attempt of the provider to deliver ended. */
export interface Attempt {
  /** The provider forgets the event: a webhook answered 2xx, a poll went on behind it. */
  taken: boolean
  /** Of the answer, where the provider calls a webhook. */
  status?: number
}

/** A message as the client sees it, markup taken away. */
export interface ShownMessage {
  text: string
  /** Those that can be pressed now. */
  choices: readonly { id: string; label: string }[]
  contactRequest: boolean
  /** The name of the approved template that it is, with `capabilities.templates`; the text is what the template shows. */
  template?: string
  /** With `capabilities.sends`; without a type where the provider finds it out by itself. Of a history what stands at its `url`, which `fetch` reads. */
  files?: readonly { media: SentMediaKind; mimeType?: string; fileName?: string; bytes: Uint8Array }[]
}

/** The provider's ways to say no to the next request. */
export interface Refusals {
  rate_limited(retryAfterMs: number): void
  unauthorized(): void
  /** This client can't be written to. */
  unreachable(): void
  /** This client wrote too long ago for free words; with `capabilities.windowMs`. */
  window_closed?(): void
}

/** Where the desk listens. */
export interface DeskAddress {
  /** `http://127.0.0.1:<port>`; what `setup` gets as `publicUrl`. */
  publicUrl: string
  /** The instance's routes. */
  api: string
  /** The instance's pages. */
  chat: string
}

/**
 * The provider of a channel, played on this machine by its plugin's author. A fresh one for each check. What is optional
 * here is needed as soon as the plugin's capabilities say so; the kit names what it misses.
 */
export interface ChannelProvider extends Fake {
  /** The desk listens from now on; nothing was started yet. */
  connect?(desk: DeskAddress): void | Promise<void>
  /** Delivers once: resolves when the webhook answered, or when the plugin's next poll shows what became of it. */
  receive(event: ProviderEvent): Promise<Attempt>
  /** A client sends where they are. Left out: clients of this provider can't. */
  locate?(moment: ProviderMoment & { latitude: number; longitude: number }): Promise<Attempt>
  /** A client gives a command by the provider's own means. Left out: there are none. */
  command?(moment: ProviderMoment & { command: Command; payload?: string }): Promise<Attempt>
  /** Delivers something rightly signed of a kind that did not exist when the plugin was written. */
  receiveUnknown(number: number): Promise<Attempt>
  /** Webhooks: delivers this body, rightly signed. */
  receiveRaw?(body: string): Promise<Attempt>
  /** Webhooks: deliveries that are not the provider's, by what is wrong with them. */
  readonly forgeries?: Readonly<Record<string, (event: ProviderEvent) => Promise<Attempt>>>
  /** What this client was shown, oldest first; as edited since. */
  shown(client: number): Promise<readonly ShownMessage[]>
  readonly refuse?: Refusals
  /** How often this client was shown that somebody types. */
  typings?(client: number): number
  /** The unfinished text that this client sees now. */
  draft?(client: number): string | undefined
  /** The address that was registered for webhooks. */
  webhook?(): string | undefined
  /** Reports what became of the last message of this client. */
  report?(client: number, status: 'delivered' | 'failed'): Promise<Attempt>
}
