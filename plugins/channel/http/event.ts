import type { ChannelEvent, InboundPart, Sender } from '../../../core/contract/index.ts'
import { cleanText } from '../stored/clean-text.ts'
import { refusal } from '../stored/refusal.ts'
import type { MessageBody } from './schemas.ts'

/** The event of a message; its texts are cleaned. @throws 422 `text_too_long`, `text_empty`. */
export function writeEvent(
  body: MessageBody,
  { id, address, textLength }: { id: string; address: string; textLength: number },
): Extract<ChannelEvent, { kind: 'message' }> {
  const sender = writeSender(body.sender)
  return { kind: 'message', id, address, parts: writeParts(body, textLength), ...(sender ? { sender } : {}) }
}

function writeParts({ text, choice, contact, command }: MessageBody, textLength: number): InboundPart[] {
  const parts: InboundPart[] = []
  if (command !== undefined) parts.push({ type: 'command', command })
  if (choice !== undefined) parts.push({ type: 'choice', id: choice })
  if (contact) {
    const name = contact.name === undefined ? '' : cleanText(contact.name)
    parts.push({ type: 'contact', phone: contact.phone.trim(), verified: false, ...(name ? { name } : {}) })
  }
  if (text === undefined) return parts
  if (text.length > textLength)
    throw refusal(422, 'text_too_long', `The text has ${text.length} characters; at most ${textLength} are taken.`)
  const cleaned = cleanText(text)
  if (cleaned) parts.push({ type: 'text', text: cleaned })
  if (parts.length === 0) throw refusal(422, 'text_empty', 'The text has no visible character.')
  return parts
}

function writeSender(sender: MessageBody['sender']): Sender | undefined {
  if (!sender) return undefined
  const name = sender.name === undefined ? '' : cleanText(sender.name)
  return { ...(name ? { name } : {}), ...(sender.language ? { language: sender.language } : {}) }
}
