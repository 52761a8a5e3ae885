import type { Command, InboundPart } from '../contract/index.ts'
import type { ClaimedTurn } from '../journal/turn.ts'

type Contact = Extract<InboundPart, { type: 'contact' }>

/** A picture, a voice message or a file that the client sent. */
export type HeardMedia = Extract<InboundPart, { type: 'media' }>

/** What a turn's messages hold together, by what it is. */
export interface Heard {
  texts: readonly string[]
  /** Pressed tokens, each once. */
  pressed: readonly string[]
  contacts: readonly Contact[]
  commands: readonly Command[]
  media: readonly HeardMedia[]
  hasLocation: boolean
  /** Operations whose outcome became known outside of a turn. */
  outcomes: readonly string[]
  /** The text of all messages, as a model reads it. */
  text: string
}

/** Sorts the parts of the stamped messages. */
export function hear({ messages }: Pick<ClaimedTurn, 'messages'>): Heard {
  const parts = messages.flatMap(message => message.parts)
  const texts = parts.flatMap(part => (part.type === 'text' && part.text.trim() !== '' ? part.text : []))
  return {
    texts,
    pressed: [...new Set(parts.flatMap(part => (part.type === 'choice' ? part.id : [])))],
    contacts: parts.flatMap(part => (part.type === 'contact' ? part : [])),
    commands: parts.flatMap(part => (part.type === 'command' ? part.command : [])),
    media: parts.flatMap(part => (part.type === 'media' ? part : [])),
    hasLocation: parts.some(part => part.type === 'location'),
    outcomes: parts.flatMap(part => (part.type === 'outcome' ? part.operation : [])),
    text: messages
      .flatMap(message => (message.author === 'client' && message.text !== '' ? message.text : []))
      .join('\n'),
  }
}
