import type { Command, InboundPart } from '../../../core/contract/index.ts'
import { at, listAt, textAt } from './wire.ts'

type MediaKind = Extract<InboundPart, { type: 'media' }>['media']

const MEDIA: readonly string[] = ['image', 'audio', 'video', 'document', 'sticker'] satisfies MediaKind[]
/** Core takes no longer texts. */
const TEXT_LENGTH = 10_000
/** A choice of the desk; the payload of a template's button is its own text unless somebody has set another. */
const TOKEN = /^[\w-]{16}$/
const MOST_CONTACTS = 10
/** What WhatsApp offers when a client writes `/`, and sends as a text. */
export const COMMANDS = ['book', 'my', 'cancel', 'human', 'help', 'start'] as const satisfies readonly Command[]

/** What a client sent; empty for what says nothing: a reaction, a kind that did not exist when this was written. */
export function readParts(message: unknown, senderPhone: string | undefined): readonly InboundPart[] {
  const type = textAt(message, 'type') ?? ''
  if (isMedia(type)) return readMedia(message, type)
  switch (type) {
    case 'text':
      return readText(message)
    case 'interactive':
      return readReply(message)
    case 'button':
      return readTemplateButton(message)
    case 'location':
      return readLocation(message)
    case 'contacts':
      return listAt(message, 'contacts')
        .slice(0, MOST_CONTACTS)
        .flatMap(contact => readContact(contact, senderPhone))
    case 'order':
      return textPart(textAt(message, 'order', 'text'))
    case 'request_welcome':
      // The client has opened the chat for the first time.
      return [{ type: 'command', command: 'start' }]
    case 'unsupported':
      // A poll, a view-once photo: the client wrote something and must hear that it was not read.
      return [{ type: 'media', media: 'document', ref: null }]
    default:
      return []
  }
}

function readText(message: unknown): readonly InboundPart[] {
  const body = textAt(message, 'text', 'body')
  const command = COMMANDS.find(name => body?.trim() === `/${name}`)
  return command ? [{ type: 'command', command }] : textPart(body)
}

function readReply(message: unknown): readonly InboundPart[] {
  const id = textAt(message, 'interactive', 'button_reply', 'id') ?? textAt(message, 'interactive', 'list_reply', 'id')
  return id === undefined ? [] : [{ type: 'choice', id }]
}

function readTemplateButton(message: unknown): readonly InboundPart[] {
  const payload = textAt(message, 'button', 'payload')
  if (payload !== undefined && TOKEN.test(payload)) return [{ type: 'choice', id: payload }]
  return textPart(textAt(message, 'button', 'text') ?? payload)
}

function readLocation(message: unknown): readonly InboundPart[] {
  const [latitude, longitude] = [at(message, 'location', 'latitude'), at(message, 'location', 'longitude')]
  return typeof latitude === 'number' && typeof longitude === 'number'
    ? [{ type: 'location', latitude, longitude }]
    : []
}

function textPart(text: string | undefined): readonly InboundPart[] {
  return text === undefined ? [] : [{ type: 'text', text: text.slice(0, TEXT_LENGTH) }]
}

function readMedia(message: unknown, media: MediaKind): readonly InboundPart[] {
  const id = textAt(message, media, 'id')
  if (id === undefined) return []
  const mimeType = textAt(message, media, 'mime_type')
  const caption = textPart(textAt(message, media, 'caption'))
  return [{ type: 'media', media, ref: { id, media }, ...(mimeType !== undefined && { mimeType }) }, ...caption]
}

function readContact(contact: unknown, senderPhone: string | undefined): readonly InboundPart[] {
  const waId = textAt(contact, 'phones', 0, 'wa_id')
  const phone = waId === undefined ? textAt(contact, 'phones', 0, 'phone') : `+${waId}`
  if (phone === undefined) return []
  const name = textAt(contact, 'name', 'formatted_name')?.slice(0, 200)
  // The answer to our own button is the number of who pressed it; any other card may be anybody's.
  const isOwn = textAt(contact, 'origin') === 'contact_request' || phone === senderPhone
  const verified = isOwn && waId !== undefined
  return [{ type: 'contact', phone: phone.slice(0, 200), verified, ...(name !== undefined && { name }) }]
}

function isMedia(type: string): type is MediaKind {
  return MEDIA.includes(type)
}
