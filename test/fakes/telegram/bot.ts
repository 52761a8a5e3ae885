import type { FakeChat, FakeChats } from './chats.ts'
import { createChats, type FakeMessage } from './chats.ts'
import { createFlood, type Patience } from './flood.ts'
import { type ParsedText, parseHtml } from './html.ts'
import { badRequest, Refused } from './refusal.ts'
import { readMarkup } from './reply-markup.ts'
import { createUpdates, type Updates } from './updates.ts'

/** What a method was called with, whether it came as JSON or as a form. */
export type Params = Readonly<Record<string, unknown>>

/** A file that was sent with a form. */
export interface SentFile {
  fileName: string
  mimeType: string
  bytes: Uint8Array
}

/** How patient Telegram is. */
export interface BotLimits {
  chat: Patience
  bot: Patience
}

/** One bot as Telegram keeps it. */
export interface FakeBot {
  readonly token: string
  readonly username: string
  readonly chats: FakeChats
  readonly updates: Updates
  /** By language; '' for everybody else. */
  readonly commands: Map<string, readonly { command: string; description: string }[]>
  /** What clients have sent, by `file_id`. */
  readonly files: Map<string, { path: string; bytes: Uint8Array; size: number }>
  /** Presses whose buttons turn. */
  readonly turning: Set<string>
  call(method: string, params: Params, left: AbortSignal): Promise<unknown>
  /** A number for the next message in any chat. */
  nextId(): number
}

const MAX_DOWNLOAD = 20 * 1024 * 1024
const MAX_TEXT = 4_096
const MAX_CAPTION = 1_024

/** Makes a bot that nobody has written to. */
export function createBot({
  token,
  now,
  limits,
  note,
}: {
  token: string
  now(): number
  limits: BotLimits
  note(refused: Refused): void
}): FakeBot {
  const id = Number(token.split(':')[0])
  const username = `mirabelle_${id}_bot`
  const chats = createChats(now, limits.chat)
  const flood = createFlood(now, limits.bot)
  const updates = createUpdates(note)
  const files: FakeBot['files'] = new Map()
  const commands: FakeBot['commands'] = new Map()
  const turning = new Set<string>()
  let lastId = 0
  const nextId = () => {
    lastId += 1
    return lastId
  }

  function chatOf(params: Params): FakeChat {
    const chat = chats.find(Number(params['chat_id']))
    if (!chat) throw badRequest('chat not found')
    if (chat.isBlocked) throw new Refused(403, 'Forbidden: bot was blocked by the user')
    if (chat.movedTo !== undefined)
      throw new Refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: chat.movedTo,
      })
    return chat
  }

  function textOf(given: unknown, parseMode: unknown, most: number): ParsedText {
    const text = typeof given === 'string' ? given : ''
    if (parseMode !== undefined && parseMode !== 'HTML') throw badRequest('unsupported parse_mode')
    const parsed = parseMode === 'HTML' ? parseHtml(text) : { text, bold: [], links: [] }
    const shown = { ...parsed, text: parsed.text.trim() }
    if (shown.text.length > most)
      throw badRequest(most === MAX_TEXT ? 'message is too long' : 'message caption is too long')
    return shown
  }

  function say(params: Params, shown: ParsedText, file?: FakeMessage['file']): object {
    const chat = chatOf(params)
    const markup = readMarkup(params['reply_markup'], chat.isPrivate)
    flood()
    chat.flood()
    const isFixed = markup.contactRequest !== undefined || markup.removesKeyboard
    if (markup.contactRequest !== undefined) chat.hasKeyboard = true
    if (markup.removesKeyboard) chat.hasKeyboard = false
    const message: FakeMessage = {
      id: nextId(),
      ...shown,
      buttons: markup.inline,
      contactRequest: markup.contactRequest !== undefined,
      isFixed,
      showsPreview: Object(params['link_preview_options']).is_disabled !== true,
      ...(file && { file }),
    }
    chat.messages.push(message)
    chat.draft = undefined
    return { message_id: message.id, date: Math.floor(now() / 1_000), chat: { id: chat.id }, text: shown.text }
  }

  function sendFile(kind: string, field: string) {
    return (params: Params) => {
      const file = params[field]
      if (!isFile(file) || file.bytes.length === 0) throw badRequest('file must be non-empty')
      if (kind === 'photo' && file.bytes.length > 10 * 1024 * 1024) throw badRequest('PHOTO_SAVE_FILE_INVALID')
      return say(params, textOf(params['caption'], params['parse_mode'], MAX_CAPTION), { kind, ...file })
    }
  }

  const methods: Readonly<Record<string, (params: Params, left: AbortSignal) => unknown>> = {
    getMe: () => ({ id, is_bot: true, first_name: 'Mirabelle', username }),
    getUpdates: ({ offset = 0, limit = 100, timeout = 0 }, left) =>
      updates.ask({ offset: Number(offset), limit: Number(limit), timeoutMs: Number(timeout) * 1_000, left }),
    setWebhook({ url, secret_token = '', allowed_updates = [], max_connections = 40 }) {
      const secret = String(secret_token)
      if (!/^[\w-]{0,256}$/.test(secret)) throw badRequest('secret token contains unallowed characters')
      const address = URL.parse(String(url))
      // As a Bot API server of one's own has it: there an address of this machine needs no certificate.
      const isLocal = address?.hostname === '127.0.0.1' || address?.hostname === 'localhost'
      if (!address || (address.protocol !== 'https:' && !isLocal))
        throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
      if (!isLocal && !['', '443', '80', '88', '8443'].includes(address.port))
        throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
      const allowedUpdates = allowed_updates as readonly string[]
      updates.webhook = { url: address.href, secret, allowedUpdates, maxConnections: Number(max_connections) }
      return true
    },
    deleteWebhook() {
      updates.webhook = undefined
      return true
    },
    getWebhookInfo: () => ({
      url: updates.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.waiting(),
      ...(updates.lastError !== undefined && { last_error_message: updates.lastError }),
    }),
    setMyCommands({ commands: given, language_code = '' }) {
      const list = given as readonly { command: string; description: string }[]
      if (list.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))) throw badRequest('BOT_COMMAND_INVALID')
      if (list.some(({ description }) => description.length < 1 || description.length > 256))
        throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
      if (!/^([a-z]{2})?$/.test(String(language_code))) throw badRequest('LANG_CODE_INVALID')
      commands.set(String(language_code), list)
      return true
    },
    sendMessage(params) {
      const shown = textOf(params['text'], params['parse_mode'], MAX_TEXT)
      if (shown.text === '') throw badRequest('message text is empty')
      return say(params, shown)
    },
    sendPhoto: sendFile('photo', 'photo'),
    sendDocument: sendFile('document', 'document'),
    sendAudio: sendFile('audio', 'audio'),
    sendVoice: sendFile('voice', 'voice'),
    sendMessageDraft(params) {
      const chat = chatOf(params)
      if (!chat.isPrivate) throw badRequest('the method is available for private chats only')
      if (!Number.isInteger(params['draft_id']) || params['draft_id'] === 0)
        throw badRequest('draft_id must be non-zero')
      chat.draft = textOf(params['text'], params['parse_mode'], MAX_TEXT).text
      return true
    },
    sendChatAction(params) {
      if (params['action'] !== 'typing') throw badRequest('wrong parameter action in request')
      chatOf(params).typings += 1
      return true
    },
    answerCallbackQuery({ callback_query_id }) {
      if (!turning.delete(String(callback_query_id)))
        throw badRequest('query is too old and response timeout expired or query ID is invalid')
      return true
    },
    editMessageReplyMarkup(params) {
      const chat = chatOf(params)
      const message = chat.messages.find(({ id }) => id === Number(params['message_id']))
      if (!message) throw badRequest('message to edit not found')
      if (message.isFixed) throw badRequest("message can't be edited")
      const { inline } = readMarkup(params['reply_markup'], chat.isPrivate)
      if (JSON.stringify(inline) === JSON.stringify(message.buttons))
        throw badRequest(
          'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
        )
      message.buttons = inline
      return { message_id: message.id, chat: { id: chat.id } }
    },
    getFile({ file_id }) {
      const file = files.get(String(file_id))
      if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
      if (file.size > MAX_DOWNLOAD) throw badRequest('file is too big')
      return { file_id, file_unique_id: file_id, file_size: file.size, file_path: file.path }
    },
  }

  return {
    ...{ token, username, chats, updates, commands, files, turning, nextId },
    async call(method, params, left) {
      const run = methods[method]
      if (!run) throw new Refused(404, 'Not Found: method not found')
      return run(params, left)
    },
  }
}

function isFile(value: unknown): value is SentFile {
  return Object(value).bytes instanceof Uint8Array
}
