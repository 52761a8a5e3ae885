import type { ChannelEvent, ChannelInstance, Desk, PluginContext } from '../../../core/contract/index.ts'
import { createZone } from '../../crm/hours/index.ts'
import { deliveryRefusal, refusal } from '../stored/refusal.ts'
import { readEvents } from './events.ts'
import type { WhatsAppOptions } from './options.ts'
import type { Recents } from './recents.ts'
import { isSameSecret, isSigned, signatureOf } from './signature.ts'
import { listAt, textAt } from './wire.ts'

type Scope = Parameters<NonNullable<ChannelInstance['routes']>>[0]

/** What Meta sends at most. */
const BODY_BYTES = 3 * 1024 * 1024

/** Mounts `GET /webhook`, with which Meta makes sure of the address, and `POST /webhook`, where it delivers. */
export function mountWebhook(
  app: Scope,
  { context, recents, desk }: { context: PluginContext<WhatsAppOptions>; recents: Recents; desk(): Desk },
): void {
  const { config, log, company } = context
  const secrets = config.appSecrets.filter(secret => secret !== '')
  const zone = createZone(company.timezone)
  const reading = { log, instantOf: zone.format }
  const unsigned = () => refusal(401, 'not_signed', 'This delivery does not have the signature of the app.')

  app.get<{ Querystring: Readonly<Record<string, unknown>> }>('/webhook', async ({ query }, reply) => {
    const token = query['hub.verify_token']
    const challenge = query['hub.challenge']
    const isOurs = typeof token === 'string' && isSameSecret(token, config.verifyToken)
    if (query['hub.mode'] !== 'subscribe' || !isOurs || typeof challenge !== 'string')
      throw refusal(403, 'not_verified', 'This is not the verify token of this webhook.')
    return reply.type('text/plain').send(challenge)
  })

  // The signature is one of the very bytes that came, before anything is read of them.
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES },
    async (request: { headers: Readonly<Record<string, unknown>> }, body: Buffer): Promise<unknown> => {
      const signature = signatureOf(request.headers['x-hub-signature-256'])
      if (!signature || !isSigned(body, signature, secrets)) throw unsigned()
      try {
        return JSON.parse(body.toString())
      } catch {
        throw refusal(400, 'no_json', 'The body is no JSON.')
      }
    },
  )

  app.post(
    '/webhook',
    {
      // Meta calls from a few addresses for all clients together; who is not Meta is sent away unread.
      config: { rateLimit: false },
      onRequest: async ({ headers }) => {
        if (!signatureOf(headers['x-hub-signature-256'])) throw unsigned()
      },
    },
    async ({ body }, reply) => {
      const given = desk()
      for (const event of readDelivery(body)) {
        if (event.kind === 'message')
          recents.note(event.address, { message: event.id, at: event.at === undefined ? 0 : Date.parse(event.at) })
        await given.deliver(event).catch(error => {
          // Everything but `invalid` comes again, all of the delivery with it: known ids are stored once.
          if (Object(error).code !== 'invalid') throw deliveryRefusal(error)
          log.warn({ err: error, event: event.id }, 'an event can not be stored')
        })
      }
      return reply.send()
    },
  )

  /** The events of our number: a delivery may be about several, each of which may be an instance of its own. */
  function readDelivery(body: unknown): readonly ChannelEvent[] {
    return listAt(body, 'entry')
      .flatMap(entry => listAt(entry, 'changes'))
      .filter(change => textAt(change, 'field') === 'messages')
      .flatMap(change => {
        const number = textAt(change, 'value', 'metadata', 'phone_number_id')
        const value = Object(change).value
        if (number === config.phoneNumberId) return readEvents(value, reading)
        log.warn({ number }, 'a delivery for another number was passed over')
        return []
      })
  }
}
