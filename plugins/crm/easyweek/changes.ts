import type { CrmChanges, PluginContext } from '../../../core/contract/index.ts'
import { isSameSecret } from '../provider/index.ts'
import type { EasyWeekOptions } from './options.ts'
import { member, textOf } from './wire.ts'

/** What EasyWeek tells of; the name stands only in the address, never in the body. */
const EVENTS = ['booking-created', 'booking-updated', 'booking-rescheduled', 'booking-canceled', 'booking-succeeded']
const SECRET = 'webhook-secret'
const BODY_LIMIT_BYTES = 256 * 1024

/**
 * EasyWeek's webhooks: one address an event, entered by hand, without a signature. The secret is in the path, and the
 * body is believed in nothing but the booking's id: core reads that booking again.
 */
export function createChanges(
  { store, instance, log }: PluginContext<EasyWeekOptions>,
  onChanged: () => void,
): CrmChanges {
  const secretOf = async () => textOf(await store.get(SECRET))

  return {
    routes(app, emit) {
      app.post<{ Params: { secret: string; event: string } }>(
        '/webhook/:secret/:event',
        { bodyLimit: BODY_LIMIT_BYTES, logLevel: 'silent' },
        async ({ params, body }, reply) => {
          const secret = await secretOf()
          if (secret === undefined || !isSameSecret(params.secret, secret)) return reply.code(403).send()
          if (!EVENTS.includes(params.event)) return reply.code(404).send()
          const appointmentId = textOf(member(body, 'uid'))
          if (appointmentId === undefined) return reply.code(400).send()
          onChanged()
          try {
            await emit({ appointmentId })
          } catch (error) {
            log.warn({ err: error, event: params.event }, 'a change in EasyWeek could not be stored')
            return reply.code(503).send()
          }
          return reply.code(200).send()
        },
      )
    },

    async setup({ publicUrl, secret }) {
      // Entered by hand: another secret would silence addresses that stand in EasyWeek already.
      await store.compareAndSet(SECRET, undefined, secret, { secret: true })
      const kept = await secretOf()
      const base = `${publicUrl.replace(/\/$/, '')}/api/v1/${instance}/webhook/${kept}`
      const addresses = EVENTS.map(event => `    ${event}: ${base}/${event}`).join('\n')
      return {
        summary: `enter these addresses in EasyWeek under Settings → Developers → Webhooks, one for each event; they are secret:\n${addresses}`,
      }
    },

    async remove() {
      await store.delete(SECRET)
    },
  }
}
