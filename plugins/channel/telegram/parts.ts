import type { Message, User } from 'grammy/types'
import type { Command, InboundPart } from '../../../core/contract/index.ts'

type MediaPart = Extract<InboundPart, { type: 'media' }>

const COMMANDS: readonly Command[] = ['start', 'help', 'book', 'my', 'cancel', 'human']

/** What a client sent, part by part; empty for what nobody needs to answer (somebody joined, a message was pinned). */
export function partsOf(message: Message, from: User, bot: string | undefined): readonly InboundPart[] {
  const parts: InboundPart[] = [
    ...commandParts(message, bot),
    ...contactParts(message, from),
    ...locationParts(message),
  ]
  const media = mediaPart(message)
  if (media) parts.push(media)
  if (message.caption) parts.push({ type: 'text', text: message.caption })
  return parts
}

/** A command with what was written behind it, or the text as it is. In groups a command may be meant for another bot. */
function commandParts({ text, entities }: Message, bot: string | undefined): readonly InboundPart[] {
  if (!text) return []
  const whole: InboundPart = { type: 'text', text }
  const entity = entities?.find(({ type, offset }) => type === 'bot_command' && offset === 0)
  if (!entity) return [whole]
  const [name = '', addressee] = text.slice(1, entity.length).toLowerCase().split('@')
  if (addressee !== undefined && bot !== undefined && addressee !== bot.toLowerCase()) return []
  const command = COMMANDS.find(known => known === name)
  if (!command) return [whole]
  const rest = text.slice(entity.length).trim()
  if (rest === '') return [{ type: 'command', command }]
  // Behind /start stands what a link brought along, and no words of the client.
  if (command === 'start') return [{ type: 'command', command, payload: rest }]
  return [
    { type: 'command', command },
    { type: 'text', text: rest },
  ]
}

/** A phone is the sender's own when Telegram says whose it is and that is who sends it. */
function contactParts({ contact, chat, forward_origin }: Message, from: User): readonly InboundPart[] {
  if (!contact) return []
  const { phone_number, user_id, first_name, last_name } = contact
  // A forwarded card may be of long ago: the number may be somebody else's by now.
  const verified = chat.type === 'private' && user_id === from.id && forward_origin === undefined
  const digits = phone_number.replace(/\D/g, '')
  // Telegram writes the phone of an account with its country and mostly without the plus; other cards are as somebody typed them.
  const phone = verified ? `+${digits}` : phone_number.trim()
  if (digits.length < 5) return []
  const name = nameOf({ first_name, ...(last_name && { last_name }) })
  return [{ type: 'contact', phone, verified, ...(name && { name }) }]
}

function locationParts({ location, venue }: Message): readonly InboundPart[] {
  const place = venue?.location ?? location
  return place ? [{ type: 'location', latitude: place.latitude, longitude: place.longitude }] : []
}

/** What is fetched later: Telegram's id of the file, with the type that its server of files does not tell. */
interface File {
  file_id: string
  file_size?: number
  mime_type?: string
}

function fileOf(media: MediaPart['media'], file: File, assumed: string): MediaPart {
  const { file_id: id, file_size: bytes, mime_type } = file
  const mimeType = mime_type && /^[^/\s]+\/\S/.test(mime_type) ? mime_type : assumed
  return { type: 'media', media, ref: { file: id, mimeType }, mimeType, ...(bytes !== undefined && { bytes }) }
}

/** Of these the desk only says that it can't look at them. */
const CURIOUS: readonly (keyof Message.CommonMessage | string)[] = [
  'dice',
  'game',
  'poll',
  'story',
  'checklist',
  'paid_media',
]

function mediaPart(message: Message): MediaPart | undefined {
  const { voice, audio, video, video_note: note, animation, photo, document, sticker } = message
  if (voice) return fileOf('audio', voice, 'audio/ogg')
  if (audio) return fileOf('audio', audio, 'audio/mpeg')
  // A picture comes in several sizes, the largest last.
  const picture = photo?.at(-1)
  if (picture) return fileOf('image', picture, 'image/jpeg')
  const film = video ?? animation ?? note
  if (film) return fileOf('video', film, 'video/mp4')
  if (sticker) return fileOf('sticker', sticker, stickerType(sticker))
  if (document) return fileOf(documentKind(document.mime_type), document, 'application/octet-stream')
  return CURIOUS.some(key => key in message) ? { type: 'media', media: 'sticker', ref: null } : undefined
}

function stickerType({ is_animated, is_video }: { is_animated: boolean; is_video: boolean }): string {
  if (is_animated) return 'application/x-tgsticker'
  return is_video ? 'video/webm' : 'image/webp'
}

/** Whoever sends a picture or a recording "as a file" still sends a picture or a recording. */
function documentKind(mimeType = ''): MediaPart['media'] {
  if (/^image\/(jpeg|png|webp)$/.test(mimeType)) return 'image'
  return mimeType.startsWith('audio/') ? 'audio' : 'document'
}

/** A name as people write it. */
export function nameOf({ first_name, last_name }: { first_name: string; last_name?: string }): string {
  return [first_name, last_name ?? ''].join(' ').trim().slice(0, 200)
}
