import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ChannelEvent, ChannelInstance, Desk, InboundPart, PluginContext } from '../../../../contract/index.ts'
import type { Options } from './options.ts'

type Scope = Parameters<NonNullable<ChannelInstance['routes']>>[0]

/** One event as Acme delivers it; of a kind that is not known here only `id` and `type` are sure. */
interface AcmeEvent {
  id: string
  type: string
  from?: { id: string; name?: string; language?: string }
  text?: string
  button?: string
  contact?: { phone: string; owner: string }
  file?: { id: string; kind: 'image' | 'audio'; mimeType: string; bytes: number }
  message?: string
  status?: 'sent' | 'delivered' | 'read' | 'failed'
}

const text = { type: 'string' }
const id = { type: 'string', minLength: 1, maxLength: 200 }
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required })

const delivery = object(
  {
    events: {
      type: 'array',
      items: object(
        {
          id,
          type: text,
          from: object({ id, name: text, language: text }, ['id']),
          text,
          button: id,
          contact: object({ phone: id, owner: id }, ['phone', 'owner']),
          file: object({ id, kind: { enum: ['image', 'audio'] }, mimeType: id, bytes: { type: 'integer' } }, [
            'id',
            'kind',
            'mimeType',
            'bytes',
          ]),
          message: id,
          status: { enum: ['sent', 'delivered', 'read', 'failed'] },
        },
        ['id', 'type'],
      ),
    },
  },
  ['events'],
)

/** A signature that is older was recorded and is played again. */
const SIGNATURE_LASTS_MS = 300_000

/** Takes what Acme delivers at `POST /webhook`. */
export function mountWebhook(app: Scope, { context, desk }: { context: PluginContext<Options>; desk(): Desk }): void {
  const { config, clock, log } = context

  // Before anything is read of it: the signature is one of the very bytes that came.
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: { headers: Record<string, unknown> }, body: Buffer) => {
      const { t = '', v1 = '' } = Object.fromEntries(
        String(request.headers['acme-signature'])
          .split(',')
          .map(pair => pair.split('=', 2)),
      )
      const expected = createHmac('sha256', config.webhookSecret).update(`${t}.`).update(body).digest()
      const given = Buffer.from(String(v1), 'hex')
      const isSigned = given.length === expected.length && timingSafeEqual(given, expected)
      const isFresh = Math.abs(clock.now() - Number(t) * 1_000) < SIGNATURE_LASTS_MS
      if (!isSigned || !isFresh) throw refusal(401, 'not_signed', 'This delivery does not have the signature of Acme.')
      try {
        return JSON.parse(body.toString())
      } catch {
        throw refusal(400, 'no_json', 'The body is no JSON.')
      }
    },
  )

  app.post<{ Body: { events: readonly AcmeEvent[] } }>(
    '/webhook',
    { schema: { body: delivery } },
    async ({ body }, reply) => {
      for (const event of body.events.flatMap(readEvent)) {
        await desk()
          .deliver(event)
          .catch(error => {
            // Everything but `invalid` is answered 503, and Acme delivers all of it again: known ids are stored once.
            if (Object(error).code !== 'invalid') throw error
            log.warn({ err: error, event: event.id }, 'an event can not be stored')
          })
      }
      return reply.code(204).send()
    },
  )
}

function readEvent(event: AcmeEvent): readonly ChannelEvent[] {
  const { id, type, from, message, status } = event
  if (type === 'receipt' && message && status) return [{ kind: 'status', id, providerId: message, status }]
  if (type !== 'message' || !from) return []
  const { name, language } = from
  const parts = readParts(event, from.id)
  if (parts.length === 0) return []
  const sender = { ...(name && { name }), ...(language && { language }) }
  return [{ kind: 'message', id, address: from.id, parts, sender }]
}

function readParts({ text, button, contact, file }: AcmeEvent, sender: string): readonly InboundPart[] {
  const parts: InboundPart[] = []
  if (button) parts.push({ type: 'choice', id: button })
  // Anybody can pass on a card of anybody: only the sender's own is proved.
  if (contact) parts.push({ type: 'contact', phone: contact.phone, verified: contact.owner === sender })
  if (file) parts.push({ type: 'media', media: file.kind, ref: file.id, mimeType: file.mimeType, bytes: file.bytes })
  if (text) parts.push({ type: 'text', text })
  return parts
}

/** An error that the server answers with this status. */
function refusal(statusCode: number, code: string, message: string): Error {
  return Object.assign(new Error(message), { statusCode, code })
}
