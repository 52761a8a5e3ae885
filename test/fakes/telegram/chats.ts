import { createFlood, type Patience } from './flood.ts'
import type { InlineButton } from './reply-markup.ts'

/** A message of the bot as its reader sees it, as edited since. */
export interface FakeMessage {
  id: number
  text: string
  bold: readonly string[]
  links: readonly { text: string; url: string }[]
  /** Row by row. */
  buttons: readonly (readonly InlineButton[])[]
  contactRequest: boolean
  /** It stands with a keyboard that is no part of it: Telegram edits no such message. */
  isFixed: boolean
  showsPreview: boolean
  file?: { kind: string; fileName: string; bytes: Uint8Array; mimeType: string }
}

/** One chat of a bot. */
export interface FakeChat {
  id: number
  isPrivate: boolean
  isBlocked: boolean
  /** The group became a supergroup with this id. */
  movedTo?: number
  messages: FakeMessage[]
  typings: number
  draft: string | undefined
  /** The button for the phone stands where the client writes. */
  hasKeyboard: boolean
  /** Refuses what comes too fast. */
  flood(): void
}

/** The chats of one bot. A bot can't begin one. */
export interface FakeChats {
  find(id: number): FakeChat | undefined
  /** Somebody writes there. */
  open(id: number, isPrivate?: boolean): FakeChat
}

/** Nobody has written yet. */
export function createChats(now: () => number, patience: Patience): FakeChats {
  const chats = new Map<number, FakeChat>()
  return {
    find: id => chats.get(id),
    open(id, isPrivate = id > 0) {
      const known = chats.get(id)
      if (known) return known
      const chat: FakeChat = {
        ...{ id, isPrivate, isBlocked: false, messages: [], typings: 0, draft: undefined, hasKeyboard: false },
        flood: createFlood(now, patience),
      }
      chats.set(id, chat)
      return chat
    },
  }
}
