import type { Call, CrmChanges } from '../../../core/contract/index.ts'
import { isSameSecret } from '../provider/index.ts'
import type { Book } from './book.ts'
import type { Desk } from './desk.ts'
import { makeFields } from './setup.ts'
import { embeddedOf, recordOf, textOf } from './wire.ts'

/** Everything that can happen to a visit. */
const EVENTS = ['add_lead', 'update_lead', 'status_lead', 'responsible_lead', 'delete_lead', 'restore_lead']
const STORE_KEY = 'hook'
const LEAD_ID = /^leads\[\w+\]\[\d+\]\[id\]$/

/** amoCRM's webhooks: they are not signed, so a long secret stands in their address, and they only name a lead. */
export function createChanges(desk: Desk, book: Book): CrmChanges {
  const { context, api } = desk
  const { store, instance, log } = context

  const destinations = async () => {
    const kept = recordOf(await store.get(STORE_KEY))['destinations']
    return Array.isArray(kept) ? kept.flatMap(one => textOf(one) ?? []) : []
  }
  const keep = (all: readonly string[]) => store.set(STORE_KEY, { destinations: [...all] }, { secret: true })
  const hooks = async (call: Call) => embeddedOf(await api.read('webhooks', call), 'webhooks')

  return {
    routes(app, emit) {
      app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
        done(null, body),
      )
      app.post<{ Params: { secret: string } }>('/hook/:secret', async (request, reply) => {
        const known = await destinations()
        if (!known.some(one => isSameSecret(request.params.secret, one.split('/').at(-1) ?? '')))
          return reply.code(404).send()
        const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
        const ids = new Set(
          [...form].flatMap(([name, id]) => (LEAD_ID.test(name) && /^\d{1,15}$/.test(id) ? [id] : [])),
        )
        book.taken.forget()
        try {
          for (const appointmentId of ids) await emit({ appointmentId })
        } catch (failure) {
          // amoCRM comes again after five minutes.
          log.warn({ err: failure }, 'a change in amoCRM could not be stored')
          return reply.code(503).send()
        }
        return reply.code(204).send()
      })
    },

    async setup({ publicUrl, secret }, call) {
      const made = await makeFields(desk, call)
      const ours = `${publicUrl.replace(/\/$/, '')}/api/v1/${instance}/hook/`
      const destination = `${ours}${secret}`
      const before = await destinations()
      // Both are good until the new one is registered: no change is lost between them.
      await keep([...before, destination])
      await api.write('POST', 'webhooks', { destination, settings: EVENTS, sort: 10 }, call)
      const all = (await hooks(call)).flatMap(hook => textOf(hook['destination']) ?? [])
      if (!all.includes(destination))
        throw context.error('unknown_outcome', 'amoCRM does not list the webhook that was registered')
      for (const old of all)
        if (old !== destination && (before.includes(old) || old.startsWith(ours)))
          await api.write('DELETE', 'webhooks', { destination: old }, call)
      await keep([destination])
      const fields = made.length > 0 ? `made the fields ${made.join(', ')}` : 'all fields are there'
      return { summary: `${fields}; changes of leads come to ${ours}…` }
    },

    async remove(call) {
      for (const destination of await destinations())
        await api.write('DELETE', 'webhooks', { destination }, call).catch(failure => {
          // Somebody has taken it away already.
          if (recordOf(failure)['code'] !== 'not_found') throw failure
        })
      await store.delete(STORE_KEY)
    },
  }
}
