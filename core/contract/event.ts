import type { Instant, Json } from './domain.ts'

export type Command = 'start' | 'help' | 'book' | 'my' | 'cancel' | 'human'

/** One part of what a client sent. A `ref` is serialisable and goes back to `fetchMedia` of the same instance. */
export type InboundPart =
  | { type: 'text'; text: string }
  /** A pressed button: the `id` that core gave to a choice. */
  | { type: 'choice'; id: string }
  /** A shared phone; `verified` only when the channel proves that it is the sender's own. */
  | { type: 'contact'; phone: string; name?: string; verified: boolean }
  | {
      type: 'media'
      media: 'image' | 'audio' | 'video' | 'document' | 'sticker'
      ref: Json
      mimeType?: string
      bytes?: number
    }
  | { type: 'location'; latitude: number; longitude: number }
  | { type: 'command'; command: Command; payload?: string }

/** What the channel knows about the sender. */
export interface Sender {
  name?: string
  /** BCP 47, as the channel says it. */
  language?: string
  /** Only when the channel itself proves it (WhatsApp's sender). */
  verifiedPhone?: string
}

/**
 * What a channel delivers: an open union by `kind`; core ignores kinds that it does not know. `id` is the provider's
 * id of this event: the same event delivered twice carries the same one.
 */
export type ChannelEvent =
  | { kind: 'message'; id: string; address: string; parts: readonly InboundPart[]; sender?: Sender; at?: Instant }
  /** What became of an outgoing message, by our `key` or the provider's id. */
  | {
      kind: 'status'
      /** Of this event: a message's id and its status together, where the provider numbers only messages. */
      id: string
      key?: string
      providerId?: string
      status: 'sent' | 'delivered' | 'read' | 'failed'
      /** With `failed`: an `ErrorCode` where one fits, else the provider's. */
      code?: string
    }
  | { kind: 'edited'; id: string; address: string; messageId: string; text: string }
  | { kind: 'revoked'; id: string; address: string; messageId: string }
  /** The recipient can't be written to any more. */
  | { kind: 'unreachable'; id: string; address: string }
  /** The conversation goes on under a new address: another phone, or the phone of whom only a user id was known. */
  | { kind: 'address_changed'; id: string; from: string; to: string }
