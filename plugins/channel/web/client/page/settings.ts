import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageSettings } from '../../document.ts'
import type { Conversation } from './conversation.ts'
import type { Dates } from './dates.ts'
import type { Host } from './host.ts'
import type { Sound } from './sound.ts'

/** What every part of the page may need. */
export interface Chat {
  settings: PageSettings
  conversation: Conversation
  dates: Dates
  host: Host
  sound: Sound
  /** A text of the page; an unknown key is empty. */
  text(key: string): string
}

const ChatContext = createContext<Chat | undefined>(undefined)

/** Hands the chat to all that is drawn inside. */
export const ChatProvider = ChatContext.Provider

/** The chat that is drawn. */
export function useChat(): Chat {
  const chat = useContext(ChatContext)
  if (!chat) throw new Error('drawn outside of ChatProvider')
  return chat
}

/** Reads the block of JSON that the server put into the page. */
export function readSettings(): PageSettings {
  return JSON.parse(document.getElementById('settings')?.textContent ?? '')
}
