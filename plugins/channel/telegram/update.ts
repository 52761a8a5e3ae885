import type { CallbackQuery, Chat, ChatMemberUpdated, InlineKeyboardMarkup, Message, Update, User } from 'grammy/types'
import type { ChannelEvent, Sender } from '../../../core/contract/index.ts'
import { nameOf, partsOf } from './parts.ts'

/** What Telegram is asked to deliver. Said each time: it remembers the last wish of whoever had the bot before. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** A pressed button that waits for its answer: until then it turns. */
export interface Press {
  id: string
  data: string
  /** Where the button stood, while there are buttons. */
  message?: { chat: number; id: number; buttons: InlineKeyboardMarkup | 'unseen' }
}

/** What an update is for the desk. */
export interface ReadUpdate {
  event?: ChannelEvent
  press?: Press
}

/** Of whom updates are read. */
export interface Reader {
  groups: boolean
  /** The bot's own name, as far as it is known. */
  username?: string
}

/** Reads one update; an empty answer for what the desk has nothing to do with. */
export function readUpdate(update: Update, reader: Reader): ReadUpdate {
  if (update.message) return onlyEvent(messageEvent(update.message, reader))
  if (update.edited_message) return onlyEvent(editedEvent(update.edited_message, reader))
  if (update.callback_query) return readPress(update.callback_query, reader)
  if (update.my_chat_member) return onlyEvent(memberEvent(update.my_chat_member, update.update_id))
  return {}
}

const onlyEvent = (event: ChannelEvent | undefined): ReadUpdate => (event ? { event } : {})

/** Where the answer to somebody goes: in a group each member has a conversation of their own. */
function addressOf(chat: Chat, from: User): string {
  return chat.type === 'private' ? String(chat.id) : `${chat.id}:${from.id}`
}

/** The chat behind an address. */
export interface Place {
  chat: number
  isPrivate: boolean
}

/** Reads an address of `addressOf`; undefined when it is none. */
export function placeOf(address: string): Place | undefined {
  const [, chat, member] = /^(-?\d{1,20})(:\d{1,20})?$/.exec(address) ?? []
  return chat === undefined ? undefined : { chat: Number(chat), isPrivate: member === undefined }
}

function isHeard(chat: Chat, { groups }: Reader): boolean {
  return chat.type === 'private' || (groups && (chat.type === 'group' || chat.type === 'supergroup'))
}

function messageEvent(message: Message, reader: Reader): ChannelEvent | undefined {
  const { chat, from, message_id } = message
  if (!isHeard(chat, reader) || !from || from.is_bot) return undefined
  const parts = partsOf(message, from, reader.username)
  if (parts.length === 0) return undefined
  return {
    kind: 'message',
    id: `${chat.id}:${message_id}`,
    address: addressOf(chat, from),
    parts,
    sender: senderOf(from),
  }
}

/** A live location edits its message again and again: only words count. */
function editedEvent(message: Message, reader: Reader): ChannelEvent | undefined {
  const { chat, from, message_id, edit_date, text = message.caption } = message
  if (!isHeard(chat, reader) || !from || from.is_bot || !text) return undefined
  const messageId = `${chat.id}:${message_id}`
  return { kind: 'edited', id: `${messageId}:${edit_date ?? 0}`, address: addressOf(chat, from), messageId, text }
}

function readPress({ id, from, data, message }: CallbackQuery, reader: Reader): ReadUpdate {
  if (!message || data === undefined) return { press: { id, data: '' } }
  const { chat, message_id } = message
  // A message that is too old for the bot to see it has no date, and may have its buttons still.
  const buttons = message.date === 0 ? ('unseen' as const) : message.reply_markup
  const press = { id, data, ...(buttons && { message: { chat: chat.id, id: message_id, buttons } }) }
  if (!isHeard(chat, reader)) return { press }
  const parts = [{ type: 'choice', id: data }] as const
  const address = addressOf(chat, from)
  return { press, event: { kind: 'message', id: `press:${id}`, address, parts, sender: senderOf(from) } }
}

/** A client has blocked the bot; that they let it in again shows when they write. */
function memberEvent(change: ChatMemberUpdated, updateId: number): ChannelEvent | undefined {
  const { chat, from, new_chat_member } = change
  if (chat.type !== 'private' || new_chat_member.status !== 'kicked') return undefined
  return { kind: 'unreachable', id: String(updateId), address: addressOf(chat, from) }
}

function senderOf(from: User): Sender {
  const name = nameOf(from)
  return { ...(name && { name }), ...(from.language_code && { language: from.language_code }) }
}
