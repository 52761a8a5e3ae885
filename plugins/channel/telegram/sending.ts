import { InputFile } from 'grammy'
import type { Call, OutboundMedia, OutboundMessage, PluginContext, SentMessage } from '../../../core/contract/index.ts'
import type { Ask } from './api.ts'
import type { Config } from './config.ts'
import { isBadRequest } from './failure.ts'
import { contactKeyboard, inlineKeyboard } from './keyboard.ts'
import { type Formatted, format } from './markup.ts'
import { createPace } from './pace.ts'
import { type Place, placeOf } from './update.ts'

/** Characters of one message, and of what stands under a file. */
export const TEXT_LENGTH = 4_096
const CAPTION_LENGTH = 1_024

/** What Telegram takes as a picture; larger ones go as they are. */
const PHOTO_BYTES = 10 * 1024 * 1024

/** Telegram wants no more than a message a second in one chat, and takes short bursts. */
const CHAT_PACE = { everyMs: 1_000, burst: 4 }

type Outgoing = { address: string; message: OutboundMessage }

/** Sends what the desk says. */
export function createSender(context: PluginContext<Config>, ask: Ask) {
  const { error } = context
  const pace = createPace(context, CHAT_PACE)

  function keyboardOf({ choices, contactRequest, locale }: OutboundMessage, { isPrivate }: Place) {
    // Telegram gives a phone to bots in private chats only.
    if (contactRequest && isPrivate) return contactKeyboard(context.text(locale, 'contact.button'))
    if (choices && choices.options.length > 0) {
      const keyboard = inlineKeyboard(choices)
      if (!keyboard) throw error('invalid', "a choice's id has more than the 64 bytes that Telegram takes")
      return keyboard
    }
    // The button for the phone stays until it is taken away; where there is none this changes nothing.
    return isPrivate ? ({ remove_keyboard: true } as const) : undefined
  }

  /** Formatted, and once more without formatting where Telegram does not like it: nothing was sent then. */
  async function withFormat<T>(text: string, send: (text: Formatted) => Promise<T>): Promise<T> {
    const formatted = format(text)
    try {
      return await send(formatted)
    } catch (failure) {
      if (!formatted.isHtml || !isBadRequest(failure)) throw failure
      return send({ ...formatted, text: formatted.plain, isHtml: false })
    }
  }

  function place(address: string): Place {
    const found = placeOf(address)
    if (!found) throw error('invalid', 'this is no address of a Telegram chat')
    return found
  }

  async function sendText(to: Place, message: OutboundMessage, call: Call): Promise<number> {
    const reply_markup = keyboardOf(message, to)
    await pace(String(to.chat), call)
    const { message_id } = await withFormat(message.text, ({ text, isHtml }) =>
      ask(
        api =>
          api.sendMessage({
            chat_id: to.chat,
            text,
            ...(isHtml && { parse_mode: 'HTML' }),
            link_preview_options: { is_disabled: true },
            ...(reply_markup && { reply_markup }),
          }),
        { call, isMessage: true },
      ),
    )
    return message_id
  }

  async function sendFile(to: Place, media: OutboundMedia, message: OutboundMessage | undefined, call: Call) {
    const reply_markup = message && keyboardOf(message, to)
    await pace(String(to.chat), call)
    const { message_id } = await withFormat(message?.text ?? '', ({ text, isHtml }) =>
      ask(
        (api): Promise<{ message_id: number }> => {
          // grammY writes the name into a header as it is: without quotes it would end at its first space.
          const file = new InputFile(media.bytes, `"${media.fileName.replace(/["\\]/g, '')}"`)
          const head = {
            chat_id: to.chat,
            ...(text !== '' && { caption: text }),
            ...(isHtml && { parse_mode: 'HTML' as const }),
            ...(reply_markup && { reply_markup }),
          }
          if (media.media === 'image' && media.bytes.length <= PHOTO_BYTES)
            return api.sendPhoto({ ...head, photo: file })
          if (media.media === 'audio')
            return /^audio\/(ogg|opus)/.test(media.mimeType)
              ? api.sendVoice({ ...head, voice: file })
              : api.sendAudio({ ...head, audio: file })
          return api.sendDocument({ ...head, document: file })
        },
        { call, isMessage: true, timeoutMs: 60_000 },
      ),
    )
    return message_id
  }

  return {
    async send({ address, message }: Outgoing, call: Call): Promise<SentMessage> {
      const to = place(address)
      const { text, media } = message
      if (text.length > TEXT_LENGTH)
        throw error('invalid', `the text has ${text.length} characters; at most ${TEXT_LENGTH} are taken`)
      const idOf = (id: number) => `${to.chat}:${id}`
      if (!media) return { providerIds: [idOf(await sendText(to, message, call))] }
      if (text.length <= CAPTION_LENGTH) return { providerIds: [idOf(await sendFile(to, media, message, call))] }
      const first = await sendFile(to, media, undefined, call)
      const second = await sendText(to, message, call).catch(cause => {
        throw error('unknown_outcome', 'the file was sent, and its text was not', { cause })
      })
      return { providerIds: [idOf(first), idOf(second)] }
    },

    async edit({ providerIds, message }: { providerIds: readonly string[]; message: OutboundMessage }, call: Call) {
      const reply_markup = message.choices && inlineKeyboard(message.choices)
      for (const id of providerIds) {
        const [, chat, number] = /^(-?\d{1,20}):(\d{1,20})$/.exec(id) ?? []
        if (chat === undefined) throw error('invalid', 'this is no id of a Telegram message')
        const head = { chat_id: Number(chat), message_id: Number(number) }
        const edited = ask(api => api.editMessageReplyMarkup({ ...head, ...(reply_markup && { reply_markup }) }), {
          call,
        })
        // It looks like that already, or is too old to be changed.
        await edited.catch(failure => {
          if (!isBadRequest(failure)) throw failure
        })
      }
    },

    async typing({ address }: { address: string }, call: Call): Promise<void> {
      const { chat } = place(address)
      await ask(api => api.sendChatAction({ chat_id: chat, action: 'typing' }), { call })
    },
  }
}
