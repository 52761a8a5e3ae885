import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { fastify } from 'fastify'
import { CLIENT, WEBHOOK_CODE } from '../../fakes/bitrix24/index.ts'
import { KIRA, keyOf, type OpenPortal, openPortal, withToken } from './open-portal.ts'

const SECRET = 'a-secret-of-a-test-0123456789'
const PUBLIC = 'https://desk.example'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A portal whose events arrive at the plugin's routes. */
async function open(...given: Parameters<typeof openPortal>) {
  const portal = await openPortal(...given)
  closers.push(portal.close)
  const app = fastify()
  const emitted: string[] = []
  let stores = true
  portal.crm.changes?.routes(app, async ({ appointmentId }) => {
    if (!stores) throw new Error('the journal is closed')
    emitted.push(appointmentId)
  })
  closers.push(() => app.close())
  const tell = async (path: string, form: Readonly<Record<string, string>>) => {
    const payload = new URLSearchParams(form).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return (await app.inject({ method: 'POST', url: path, payload, headers })).statusCode
  }
  const refuse = () => {
    stores = false
  }
  const visit = async (url: string) => (await app.inject({ method: 'GET', url })).statusCode
  return { ...portal, emitted, tell, refuse, visit }
}

const setUp = ({ crm, call }: OpenPortal) => crm.changes?.setup?.({ publicUrl: PUBLIC, secret: SECRET }, call())

describe('what Bitrix24 tells of changes', () => {
  it('names the visit of a changed deal and of a changed or deleted event', async () => {
    const portal = await open()
    const { fake, crm, call, slot, emitted, tell } = portal
    await setUp(portal)
    const visit = await crm.createAppointment({ slot: await slot(), client: KIRA, key: keyOf('event') }, call())
    const [eventId = ''] = fake.calendar.events.keys()
    const path = `/events/${SECRET}`
    assert.equal(await tell(path, { event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': visit.id }), 200)
    assert.equal(await tell(path, { event: 'ONCALENDARENTRYUPDATE', 'data[id]': eventId }), 200)
    fake.calendar.events.delete(eventId)
    assert.equal(await tell(path, { event: 'ONCALENDARENTRYDELETE', 'data[id]': eventId }), 200)
    assert.equal(await tell(path, { event: 'ONCALENDARENTRYDELETE', 'data[id]': '999' }), 200)
    assert.equal(await tell(path, { event: 'ONTASKADD', 'data[FIELDS][ID]': visit.id }), 200)
    assert.deepEqual(emitted, [visit.id, visit.id, visit.id])
  })

  it('believes nobody who does not know the address, nor without the token where one is set', async () => {
    const webhook = (url: string) => ({ webhook: `${url}/rest/1/${WEBHOOK_CODE}/`, outboundToken: 'made-up-token' })
    const portal = await open(webhook)
    const form = { event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': '5' }
    assert.equal(await portal.tell(`/events/${SECRET}`, form), 403)
    await setUp(portal)
    const signed = { ...form, 'auth[application_token]': 'made-up-token' }
    assert.equal(await portal.tell('/events/guessed', signed), 403)
    assert.equal(await portal.tell(`/events/${SECRET}`, form), 403)
    assert.equal(await portal.tell(`/events/${SECRET}`, signed), 200)
    assert.deepEqual(portal.emitted, ['5'])
  })

  it('answers 503 when the change could not be kept', async () => {
    const portal = await open()
    await setUp(portal)
    portal.refuse()
    assert.equal(await portal.tell(`/events/${SECRET}`, { event: 'ONCRMDEALUPDATE', 'data[FIELDS][ID]': '5' }), 503)
  })

  it('tells a person what to enter, and keeps the address that was entered before', async () => {
    const portal = await open()
    const first = await setUp(portal)
    const second = await portal.crm.changes?.setup?.({ publicUrl: PUBLIC, secret: 'another-secret' }, portal.call())
    assert.match(first?.summary ?? '', /Outbound webhook.*https:\/\/desk\.example\/api\/v1\/crm\/events\//)
    assert.equal(second?.summary, first?.summary)
  })

  it('binds the events of an application, once, beside those of others, and takes them away again', async () => {
    const portal = await open(withToken)
    const { fake, crm, call } = portal
    const other = { event: 'ONCRMDEALUPDATE', handler: 'https://other.example/hook' }
    const stale = { event: 'ONCRMDEALUPDATE', handler: 'https://old.example/api/v1/crm/events/old' }
    fake.bindings.push(other, stale)
    await setUp(portal)
    await setUp(portal)
    const ours = fake.bindings.filter(({ handler }) => handler === `${PUBLIC}/api/v1/crm/events/${SECRET}`)
    assert.equal(ours.length, 4)
    assert.equal(fake.bindings.length, 5)
    await crm.changes?.remove?.(call())
    assert.deepEqual(fake.bindings, [other])
  })

  it('asks an administrator for consent when there are no tokens yet, and takes the code from nobody else', async () => {
    const portal = await open(url => ({
      oauth: { portal: url, server: url, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    }))
    const { fake, crm, call, visit } = portal
    await assert.rejects(crm.listServices({}, call()), { code: 'unauthorized' })
    const asked = await setUp(portal)
    assert.match(asked?.summary ?? '', /api\/v1\/crm\/oauth.*oauth\/authorize\/\?client_id=local\.made\.up&state=/)
    assert.equal(await visit(`/oauth?code=${CLIENT.code}&state=guessed`), 403)
    assert.equal(fake.tokens.refreshes, 0)
    assert.equal(await visit(`/oauth?code=${CLIENT.code}&state=${SECRET}`), 200)
    assert.equal((await crm.listServices({}, call())).length, 1)
    await setUp(portal)
    assert.equal(fake.bindings.length, 4)
  })
})
