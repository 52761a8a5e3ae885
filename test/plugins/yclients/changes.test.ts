import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import fastify from 'fastify'
import type { CrmChanges } from '../../../core/contract/index.ts'
import altegio from '../../../plugins/crm/altegio/index.ts'
import { type Opened, type OpenOptions, open, thrownBy } from './opened.ts'

const PUBLIC_URL = 'https://desk.example'
const SECRET = 'a-secret-that-nobody-can-guess-000000'
const OURS = `${PUBLIC_URL}/api/v1/crm/changes/${SECRET}`
const OTHER = 'https://crm-sync.example/hook'

describe('webhooks of YCLIENTS and Altegio', () => {
  let opened: Opened | undefined
  afterEach(() => opened?.close())
  const start = async (options?: OpenOptions) => {
    opened = await open(options)
    const { changes } = opened.crm
    assert.ok(changes)
    return { ...opened, changes }
  }
  const setUp = ({ changes, wait, call }: Opened & { changes: CrmChanges }, secret = SECRET) =>
    wait(changes.setup?.({ publicUrl: PUBLIC_URL, secret }, call()) ?? Promise.reject(new Error('no setup')))

  /** The route, as it stands in the server; `emitted` are the visits that core was told of. */
  const listening = async (changes: CrmChanges, isDown = () => false) => {
    const app = fastify()
    const emitted: string[] = []
    changes.routes(app, async ({ appointmentId }) => {
      if (isDown()) throw new Error('the journal is down')
      emitted.push(appointmentId)
    })
    const deliver = async (payload: object, secret = SECRET) =>
      (await app.inject({ method: 'POST', url: `/changes/${secret}`, payload })).statusCode
    return { emitted, deliver }
  }
  const event = (changes: object = {}) => ({
    company_id: 4564,
    resource: 'record',
    resource_id: 2820001,
    status: 'update',
    data: { id: 2820001, client: { id: 9001 }, last_change_date: '2026-11-23T12:00:00+0300' },
    ...changes,
  })

  it('adds its address to those of other programs, and switches on nothing but visits', async () => {
    const desk = await start()
    desk.fake.hooks.set({ urls: [OTHER], active: 1, client: 1 })
    const { summary } = await setUp(desk)
    assert.match(summary, /1 of other programs/)
    assert.ok(!summary.includes(SECRET))
    const { urls, active, client, record, good } = desk.fake.hooks.settings
    assert.deepEqual(
      { urls, active, client, record, good },
      { urls: [OTHER, OURS], active: 1, client: 1, record: 1, good: 0 },
    )
  })

  it('keeps the flags that only Altegio has', async () => {
    const desk = await start({ plugin: altegio, switches: { provider: 'altegio' } })
    desk.fake.hooks.set({ urls: [OTHER], active: 1, schedule: 1 })
    await setUp(desk)
    assert.deepEqual([desk.fake.hooks.settings['schedule'], desk.fake.hooks.settings['loyalty_card']], [1, 0])
  })

  it('replaces its own former address and goes when it is told to', async () => {
    const desk = await start()
    desk.fake.hooks.set({ urls: [OTHER], active: 1 })
    await setUp(desk, 'an-older-secret-000000')
    await setUp(desk)
    assert.deepEqual(desk.fake.hooks.urls(), [OTHER, OURS])
    await desk.wait(desk.changes.remove?.(desk.call()) ?? Promise.resolve())
    assert.deepEqual(desk.fake.hooks.urls(), [OTHER])
  })

  it('switches off the last address, since an empty list is not taken', async () => {
    const desk = await start()
    await setUp(desk)
    await desk.wait(desk.changes.remove?.(desk.call()) ?? Promise.resolve())
    assert.equal(desk.fake.hooks.settings['active'], 0)
  })

  it('changes nothing when it can’t see what is there, or when there is no room', async () => {
    const desk = await start()
    desk.fake.hooks.set({ urls: 'hidden' })
    assert.equal((await thrownBy(setUp(desk))).code, 'unavailable')
    assert.deepEqual(desk.fake.hooks.urls(), ['hidden'])
    const ten = Array.from({ length: 10 }, (_, index) => `${OTHER}/${index}`)
    desk.fake.hooks.set({ urls: ten })
    assert.equal((await thrownBy(setUp(desk))).code, 'refused')
    assert.deepEqual(desk.fake.hooks.urls(), ten)
  })

  it('tells core once of a visit that was changed, whoever delivers it how often', async () => {
    const desk = await start()
    await setUp(desk)
    const { emitted, deliver } = await listening(desk.changes)
    assert.deepEqual([await deliver(event()), await deliver(event())], [200, 200])
    assert.equal(await deliver(event({ status: 'delete' })), 200)
    assert.deepEqual(emitted, ['2820001', '2820001'])
  })

  it('believes nobody who does not know the address, and nothing about another location', async () => {
    const desk = await start()
    const { emitted, deliver } = await listening(desk.changes)
    assert.equal(await deliver(event()), 404)
    await setUp(desk)
    assert.equal(await deliver(event(), 'a-guess'), 404)
    assert.equal(await deliver(event({ company_id: 77 })), 200)
    assert.equal(await deliver(event({ resource: 'client' })), 200)
    assert.equal(await deliver(event({ resource_id: '../1' })), 200)
    assert.deepEqual(emitted, [])
  })

  it('asks for another delivery when core could not keep it', async () => {
    const desk = await start()
    await setUp(desk)
    let isDown = true
    const { emitted, deliver } = await listening(desk.changes, () => isDown)
    assert.equal(await deliver(event()), 503)
    isDown = false
    assert.equal(await deliver(event()), 200)
    assert.deepEqual(emitted, ['2820001'])
  })
})
