import type { Instant, Locale } from './domain.ts'
import type { ChannelEvent } from './event.ts'
import type { ChoiceGroup, OutboundMedia, VisitCard } from './message.ts'
import type { Call } from './plugin.ts'

/** Where a delivered event was stored. `message` is absent for kinds that are no message. */
export interface Receipt {
  conversation: string
  message?: string
  /** The provider's id had been seen before; nothing was stored anew. */
  duplicate: boolean
  /** It came with another message then: somebody used one id for two. */
  differs?: boolean
}

/** A message of the history, as the client may see it. */
export interface HistoryMessage {
  /** Ascending; goes into `after`. */
  seq: number
  id: string
  author: 'client' | 'desk' | 'staff'
  text: string
  /** Only those that can still be pressed. */
  choices?: ChoiceGroup
  visit?: VisitCard
  contactRequest?: boolean
  /** With a channel that `sends` its kind: a file of the business, to be had at `url`, a path on the desk. */
  media?: Omit<OutboundMedia, 'bytes'> & { url: string }
  at: Instant
  /** The turn that answered, or was answered by, this message. */
  turn?: number
}

/** A conversation as its own client may see it. */
export interface ConversationView {
  conversation: string
  /** The last finished turn; 0 before the first. */
  turn: number
  state: string
  mode: 'auto' | 'staff'
  locale: Locale
  /** Messages of this client wait for their turn or are in it. */
  busy: boolean
  /** The client's messages up to this `seq` are answered. */
  answered?: number
  messages: readonly HistoryMessage[]
  /** The visits that this client may see. */
  appointments: readonly VisitCard[]
}

/** What core hands to a channel at its start. */
export interface Desk {
  /**
   * Resolves when the event is stored, rejects when it is not: answer the provider 503 then.
   * @throws `invalid` for an event that can never be stored; `unavailable` while the journal does not accept.
   */
  deliver(event: ChannelEvent): Promise<Receipt>
  /** Resolves when the turn with this message is finished, `false` when `call` ended before. */
  answered(input: { conversation: string; message: string }, call: Call): Promise<boolean>
  /** Messages with a `seq` above `after`, oldest first, at most `limit` (100) of the newest. Undefined for an address unknown here. */
  conversation(input: { address: string; after?: number; limit?: number }): Promise<ConversationView | undefined>
}
