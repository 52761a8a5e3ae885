import type { ClientAct } from '../../../core/testkit/index.ts'
import type { FakeBot } from './bot.ts'
import type { FakeUpdate } from './updates.ts'

/** Who does something. */
export interface Doer {
  id: number
  name: string
  language?: string
}

/** When, and under which numbers. */
export interface Stamp {
  update: number
  message: number
  /** Milliseconds. */
  at: number
}

/** Somebody's account as Telegram writes it. */
export function userOf({ id, name, language }: Doer): object {
  return { id, is_bot: false, first_name: name, ...(language && { language_code: language }) }
}

/** A message of a private chat. */
export function messageUpdate(doer: Doer, { update, message, at }: Stamp, content: object): FakeUpdate {
  const chat = { id: doer.id, type: 'private', first_name: doer.name }
  const head = { message_id: message, from: userOf(doer), chat, date: Math.floor(at / 1_000) }
  return { update_id: update, message: { ...head, ...content } }
}

/** A pressed button; its message as the bot had sent it. */
export function pressUpdate(doer: Doer, { update, message, at }: Stamp, data: string, shown?: object): FakeUpdate {
  const chat = { id: doer.id, type: 'private', first_name: doer.name }
  const head = { message_id: message, chat, date: Math.floor(at / 1_000) }
  const query = { id: String(update), from: userOf(doer), chat_instance: '1', data }
  return { update_id: update, callback_query: { ...query, message: { ...head, ...shown } } }
}

/** A text; a command in front of it is marked as Telegram marks it. */
export function textContent(text: string): object {
  const [command] = /^\/[a-z0-9_]+(@\w+)?/i.exec(text) ?? []
  return { text, ...(command && { entities: [{ type: 'bot_command', offset: 0, length: command.length }] }) }
}

/** A file that the client sends: what stands in the message, kept for download. */
export function fileContent(
  bot: FakeBot,
  { media, mimeType, bytes }: Extract<ClientAct, { media: unknown }>,
  number: number,
  size = bytes.length,
): object {
  const id = `file-${number}-of-${bot.username}`
  bot.files.set(id, { path: `${media}/file ${number}.bin`, bytes, size })
  const file = { file_id: id, file_unique_id: id, file_size: size }
  const { [media]: content } = {
    image: {
      photo: [
        { ...file, file_id: `${id}-small` },
        { ...file, width: 800, height: 600 },
      ],
    },
    audio: { voice: { ...file, duration: 3, mime_type: mimeType } },
    video: { video: { ...file, duration: 3, mime_type: mimeType } },
    document: { document: { ...file, file_name: 'price list.pdf', mime_type: mimeType } },
    sticker: { sticker: { ...file, type: 'regular', is_animated: false, is_video: false } },
  }
  return content
}
