import type { ChannelEvent, Instant, PluginContext, Sender } from '../../../core/contract/index.ts'
import { meaningOf } from './meanings.ts'
import { readParts } from './parts.ts'
import { listAt, textAt } from './wire.ts'

/** What reading needs beside the delivery. */
export interface ReadingParts {
  log: PluginContext['log']
  /** Milliseconds since the epoch as an instant in the company's zone. */
  instantOf(at: number): Instant
}

type Status = Extract<ChannelEvent, { kind: 'status' }>['status']

const STATUSES: ReadonlyMap<string, Status> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  // A voice message that was listened to.
  ['played', 'read'],
  ['failed', 'failed'],
])

/** The events of one change of one number, in the order in which they came. */
export function readEvents(value: unknown, parts: ReadingParts): readonly ChannelEvent[] {
  for (const error of listAt(value, 'errors'))
    parts.log.warn({ error: textAt(error, 'code') }, 'WhatsApp reports an error of the account')
  return [
    ...listAt(value, 'messages').flatMap(message => readMessage(message, value, parts)),
    ...listAt(value, 'statuses').flatMap(status => readStatus(status, parts)),
  ]
}

function readMessage(message: unknown, value: unknown, { log, instantOf }: ReadingParts): readonly ChannelEvent[] {
  const id = textAt(message, 'id')
  const user = textAt(message, 'from_user_id')
  const phone = textAt(message, 'from')
  // A client may hide the phone; who is known by a user id keeps it when the phone changes.
  const address = user ?? phone
  if (id === undefined || address === undefined) return []
  // A group hears what was meant for one of its members.
  if (textAt(message, 'group_id') !== undefined) return []
  const type = textAt(message, 'type') ?? ''
  if (type === 'system') return readChange(message, { id, user, phone })
  if (type === 'revoke' || type === 'edit') return readCorrection(message, { id, address, type })
  const contact = listAt(value, 'contacts').find(
    one => (user !== undefined && textAt(one, 'user_id') === user) || (phone !== undefined && waIdOf(one) === phone),
  )
  const verifiedPhone = phoneOf(contact === undefined ? phone : (waIdOf(contact) ?? phone))
  const parts = readParts(message, verifiedPhone)
  if (parts.length === 0) {
    log.info({ type: type.slice(0, 40) }, 'a message that says nothing to the desk was passed over')
    return []
  }
  const name = textAt(contact, 'profile', 'name')
  const sender: Sender = { ...(name !== undefined && { name }), ...(verifiedPhone !== undefined && { verifiedPhone }) }
  const seconds = Number(textAt(message, 'timestamp'))
  return [{ kind: 'message', id, address, parts, sender, ...(seconds > 0 && { at: instantOf(seconds * 1_000) }) }]
}

const waIdOf = (contact: unknown) => textAt(contact, 'wa_id')

function phoneOf(digits: string | undefined): string | undefined {
  return digits !== undefined && /^[0-9]{5,20}$/.test(digits) ? `+${digits}` : undefined
}

function readCorrection(
  message: unknown,
  { id, address, type }: { id: string; address: string; type: 'revoke' | 'edit' },
): readonly ChannelEvent[] {
  const messageId = textAt(message, type, 'original_message_id')
  if (messageId === undefined) return []
  if (type === 'revoke') return [{ kind: 'revoked', id, address, messageId }]
  const what = textAt(message, 'edit', 'message', 'type') ?? 'text'
  const text = textAt(message, 'edit', 'message', what, what === 'text' ? 'body' : 'caption')
  return text === undefined ? [] : [{ kind: 'edited', id, address, messageId, text }]
}

/** Another phone, another user id: the conversation goes on, whichever of the two it was known by. */
function readChange(
  message: unknown,
  { id, user, phone }: { id: string; user: string | undefined; phone: string | undefined },
): readonly ChannelEvent[] {
  const type = textAt(message, 'system', 'type') ?? ''
  if (!/^user_changed_(number|user_id)$/.test(type)) return []
  const to = textAt(message, 'system', 'user_id') ?? textAt(message, 'system', 'wa_id')
  const known = new Set([textAt(message, 'system', 'previous_user_id'), user, phone])
  return [...known].flatMap((from, index) =>
    from === undefined || to === undefined || from === to
      ? []
      : [{ kind: 'address_changed', id: `${id}:${index}`, from, to } as const],
  )
}

function readStatus(status: unknown, { log }: ReadingParts): readonly ChannelEvent[] {
  const providerId = textAt(status, 'id')
  const name = STATUSES.get(textAt(status, 'status') ?? '')
  if (providerId === undefined || name === undefined) return []
  const key = textAt(status, 'biz_opaque_callback_data')
  const event = { kind: 'status', id: `${providerId}:${name}`, providerId, status: name, ...(key && { key }) } as const
  if (name !== 'failed') return [event]
  const error = textAt(status, 'errors', 0, 'code')
  const meaning = meaningOf(Number(error ?? Number.NaN))
  log.warn({ error, says: meaning?.says }, 'a message was accepted and not delivered')
  const code = meaning?.code ?? error
  return [{ ...event, ...(code !== undefined && { code }) }]
}
