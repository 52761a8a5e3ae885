import type { Call, CrmChanges } from '../../../core/contract/index.ts'
import { isSameSecret } from '../provider/index.ts'
import { ORIGIN } from './clients.ts'
import type { Desk } from './desk.ts'
import type { Options } from './options.ts'
import { idOf, listOf, textOf } from './wire.ts'

const SECRET = 'event-secret'
const EVENTS = ['ONCRMDEALUPDATE', 'ONCRMDEALDELETE', 'ONCALENDARENTRYUPDATE', 'ONCALENDARENTRYDELETE']
const LOOK_UP_MS = 10_000
const DAY_MS = 86_400_000

/** What Bitrix24 tells of deals and calendar events that staff have changed. */
export function createChanges(desk: Desk): CrmChanges {
  const { api, context, portal } = desk
  const { store, config, clock, signal, error, log } = context

  /** Events are not signed: the address that only the portal knows, and its token, tell who sends them. */
  const isGenuine = async (secret: string, form: URLSearchParams) => {
    const expected = textOf(await store.get(SECRET))
    const token = config.outboundToken
    const isKnown = isSameSecret(secret, expected)
    return isKnown && (token === undefined || isSameSecret(form.get('auth[application_token]') ?? '', token))
  }

  /** Only the event's id comes: which of the open visits has it? */
  const visitOfEvent = async (eventId: string, call: Call) => {
    const { fields } = await portal(call)
    const since = new Date(clock.now() - DAY_MS).toISOString().slice(0, 10)
    const filter = { ORIGINATOR_ID: ORIGIN, CLOSED: 'N', '>=BEGINDATE': since }
    const rows = await api.list('crm.deal.list', { filter, select: ['ID', fields.event], order: { ID: 'ASC' } }, call)
    return rows.filter(row => textOf(row[fields.event]) === eventId).flatMap(row => idOf(row['ID']) ?? [])
  }

  const visitsOf = async (form: URLSearchParams, call: Call): Promise<readonly string[]> => {
    const event = (form.get('event') ?? '').toUpperCase()
    if (!EVENTS.includes(event)) return []
    if (event.startsWith('ONCRMDEAL')) return [idOf(form.get('data[FIELDS][ID]'))].flatMap(id => id ?? [])
    const eventId = idOf(form.get('data[id]') ?? form.get('data[ID]'))
    return eventId === undefined ? [] : visitOfEvent(eventId, call)
  }

  const addressAt = (publicUrl: string, path: string) =>
    `${publicUrl.replace(/\/$/, '')}/api/v1/${context.instance}/${path}`

  const boundTo = async (isOurs: (handler: string) => boolean, call: Call) =>
    listOf((await api.ask('event.get', {}, call))['result']).flatMap(row => {
      const [event, handler] = [textOf(row['event']).toUpperCase(), textOf(row['handler'])]
      return isOurs(handler) ? [{ event, handler }] : []
    })

  const isOurPath = (handler: string) => handler.includes(`/api/v1/${context.instance}/events/`)

  const unbind = async (bound: readonly { event: string; handler: string }[], call: Call) => {
    for (const one of bound) await api.ask('event.unbind', one, call, { isWrite: true })
  }

  return {
    routes(app, emit) {
      app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
        done(null, new URLSearchParams(String(body))),
      )
      app.get<{ Querystring: { code?: string; state?: string } }>('/oauth', async (request, reply) => {
        const { code = '', state = '' } = request.query
        const expected = textOf(await store.get(SECRET))
        if (!isSameSecret(state, expected)) return reply.code(403).send({ error: 'not ours' })
        await api.accept(code, { signal, deadline: clock.now() + LOOK_UP_MS })
        return { ok: true, next: 'run aiadmin setup once more' }
      })
      app.post<{ Params: { secret: string } }>('/events/:secret', async (request, reply) => {
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
        if (!(await isGenuine(request.params.secret, form))) return reply.code(403).send({ error: 'not ours' })
        try {
          const call: Call = { signal, deadline: clock.now() + LOOK_UP_MS, priority: 'background' }
          for (const appointmentId of await visitsOf(form, call)) await emit({ appointmentId })
        } catch (failure) {
          log.warn({ err: failure }, 'an event of Bitrix24 could not be kept')
          return reply.code(503).send({ error: 'later' })
        }
        return { ok: true }
      })
    },

    async setup({ publicUrl, secret: fresh }, call) {
      const kept = textOf(await store.get(SECRET))
      // A person may have entered the first address by hand: it stays.
      const secret = kept === '' ? fresh : kept
      await store.set(SECRET, secret, { secret: true })
      const handler = addressAt(publicUrl, `events/${secret}`)
      if (!config.oauth)
        return {
          summary: `in Bitrix24 open Developer resources > Other > Outbound webhook, enter ${handler} and tick ${EVENTS.join(', ')}`,
        }
      const before = await boundTo(isOurPath, call).catch((failure: unknown) => {
        if (Object(failure).code !== 'unauthorized') throw failure
        return undefined
      })
      if (!before) return { summary: consentAt(config.oauth, addressAt(publicUrl, 'oauth'), secret) }
      await unbind(
        before.filter(one => one.handler !== handler),
        call,
      )
      for (const event of EVENTS)
        if (!before.some(one => one.event === event && one.handler === handler))
          await api.ask('event.bind', { event, handler, auth_type: 0 }, call, { isWrite: true })
      const after = await boundTo(one => one === handler, call)
      const missing = EVENTS.filter(event => !after.some(one => one.event === event))
      if (missing.length > 0) throw error('refused', `Bitrix24 did not keep the events ${missing.join(', ')}`)
      return { summary: `Bitrix24 tells of changed deals and calendar events (${EVENTS.length} events)` }
    },

    async remove(call) {
      if (config.oauth) await unbind(await boundTo(isOurPath, call), call)
      await store.delete(SECRET)
    },
  }
}

/** The first tokens need a person: the portal gives its code to the application's own address only. */
function consentAt(oauth: NonNullable<Options['oauth']>, address: string, state: string): string {
  const consent = new URL('/oauth/authorize/', oauth.portal)
  consent.search = new URLSearchParams({ client_id: oauth.clientId, state }).toString()
  return `enter ${address} as the handler of the application, open ${consent} as an administrator while the desk runs, then run aiadmin setup once more`
}
