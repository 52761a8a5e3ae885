import type { ChoiceGroup, ChoiceOption, CodedError, ErrorCode, OutboundMessage } from '../../../core/contract/index.ts'
import { writeMarkup } from './markup.ts'

// Meta's limits, in characters: of messages/interactive-reply-buttons, messages/interactive-list and messages/text.
export const TEXT_LENGTH = 4_096
export const BODY_LENGTH = 1_024
const MAX_BUTTONS = 3
const BUTTON_LENGTH = 20
export const MAX_ROWS = 10
export const ROW_LENGTH = 24
export const HINT_LENGTH = 72

/** A file that was uploaded. */
export interface UploadedMedia {
  kind: 'image' | 'audio' | 'document'
  id: string
  fileName: string
  /** It was uploaded before, for another message. */
  isKept: boolean
}

/** What composing needs beside the message. */
export interface ComposeParts {
  media: UploadedMedia | undefined
  /** On the button that opens a list. */
  listButton: string
  error(code: ErrorCode, message: string): CodedError
}

/**
 * The bodies of a message, without whom they go to: one, where WhatsApp has a form for it; two, where words can't stand
 * beside a file. What the client may answer stands in the last one.
 */
export function composeMessage(message: OutboundMessage, parts: ComposeParts): readonly object[] {
  const { media } = parts
  const { text, choices, contactRequest } = message
  if (text.length > TEXT_LENGTH)
    throw parts.error('invalid', `the text has ${text.length} characters; at most ${TEXT_LENGTH} are taken`)
  const fits = text.length <= BODY_LENGTH
  // Longer words can't stand beside the button, and a phone can be written, too.
  if (contactRequest && fits) return [...alone(media), contactBody(text)]
  if (choices && choices.options.length > 0) return choiceBodies(message, choices, parts)
  if (!media) return [textBody(text)]
  if (text === '') return alone(media)
  if (media.kind === 'audio' || !fits) return [...alone(media), textBody(text)]
  return [{ type: media.kind, [media.kind]: { ...fileOf(media), caption: writeMarkup(text, BODY_LENGTH) } }]
}

function textBody(text: string): object {
  return { type: 'text', text: { body: writeMarkup(text, TEXT_LENGTH), preview_url: false } }
}

function contactBody(text: string): object {
  const body = { text: writeMarkup(text, BODY_LENGTH) }
  return {
    type: 'interactive',
    interactive: { type: 'request_contact_info', body, action: { name: 'request_contact_info' } },
  }
}

function choiceBodies(
  { text }: OutboundMessage,
  { options }: ChoiceGroup,
  { media, listButton, error }: ComposeParts,
): readonly object[] {
  const refuse = (what: string) => error('invalid', `${what}: more than a list of WhatsApp takes`)
  if (text.length > BODY_LENGTH) throw refuse(`a text of ${text.length} characters beside choices`)
  if (options.length > MAX_ROWS) throw refuse(`${options.length} choices`)
  if (options.some(({ label, hint = '' }) => label.length > ROW_LENGTH || hint.length > HINT_LENGTH))
    throw refuse('a label or hint')
  const body = { text: writeMarkup(text, BODY_LENGTH) }
  if (!fitButtons(options)) {
    const rows = options.map(({ id, label, hint }) => ({ id, title: label, ...(hint && { description: hint }) }))
    const interactive = { type: 'list', body, action: { button: listButton, sections: [{ rows }] } }
    return [...alone(media), { type: 'interactive', interactive }]
  }
  const buttons = options.map(({ id, label }) => ({ type: 'reply', reply: { id, title: label } }))
  const header = media && media.kind !== 'audio' ? { type: media.kind, [media.kind]: fileOf(media) } : undefined
  const interactive = { type: 'button', ...(header && { header }), body, action: { buttons } }
  return [...(header ? [] : alone(media)), { type: 'interactive', interactive }]
}

/** Buttons need one tap where a list needs three, but have no second line, and two alike are refused. */
function fitButtons(options: readonly ChoiceOption[]): boolean {
  return (
    options.length <= MAX_BUTTONS &&
    options.every(({ label, hint }) => label.length <= BUTTON_LENGTH && hint === undefined) &&
    new Set(options.map(({ label }) => label)).size === options.length
  )
}

function alone(media: UploadedMedia | undefined): readonly object[] {
  return media ? [{ type: media.kind, [media.kind]: fileOf(media) }] : []
}

function fileOf({ kind, id, fileName }: UploadedMedia): object {
  return { id, ...(kind === 'document' && { filename: fileName }) }
}
