import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { openSalon, type Salon } from './salon.ts'

const SECRET = 'a-made-up-secret-of-a-hook'
const publicUrl = 'https://desk.example'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('setup and webhooks of amoCRM', () => {
  let salon: Salon
  let app: FastifyInstance
  let told: string[]
  let isFull = false
  beforeEach(async () => {
    salon = await openSalon({ bare: true, config: { employees: [{ name: 'Anna' }, { name: 'Zoe' }] } })
    app = Fastify()
    told = []
    isFull = false
    salon.crm.changes?.routes(app, async ({ appointmentId }) => {
      if (isFull) throw new Error('the disk is full')
      told.push(appointmentId)
    })
  })
  afterEach(async () => {
    await app.close()
    await salon.close()
  })

  const setup = async (secret = SECRET) => {
    assert.ok(salon.crm.changes?.setup)
    return (await salon.run(salon.crm.changes.setup({ publicUrl, secret }, salon.call()))).summary
  }
  const hook = (payload: string, secret = SECRET) =>
    app.inject({ method: 'POST', url: `/hook/${secret}`, headers: FORM, payload })
  const destinations = () => salon.fake.account.webhooks.map(one => one['destination'])

  it('makes the fields that are missing, and nothing twice', async () => {
    const { account } = salon.fake
    assert.match(await setup(), /made the fields Visit start, .*Booking key, Duration, min \(Services\)/)
    const employee = account.leadFields.find(field => field.code === 'AIADMIN_EMPLOYEE')
    assert.deepEqual(
      employee?.enums?.map(({ value }) => value),
      ['Anna', 'Zoe'],
    )
    const count = account.leadFields.length + account.elementFields.length
    assert.match(await setup(), /all fields are there/)
    assert.equal(account.leadFields.length + account.elementFields.length, count)
    assert.deepEqual(
      (await salon.run(salon.crm.listEmployees({}, salon.call()))).map(({ name }) => name),
      ['Anna', 'Zoe'],
    )
  })

  it('registers the webhook, and with a new secret replaces its own and nobody else’s', async () => {
    salon.fake.account.webhooks.push({ id: 1, destination: 'https://else.example/hook', settings: ['add_lead'] })
    await setup()
    await setup('another-made-up-secret')
    assert.deepEqual(destinations(), [
      'https://else.example/hook',
      'https://desk.example/api/v1/crm/hook/another-made-up-secret',
    ])
    assert.equal((await hook('', SECRET)).statusCode, 404)
    assert.ok(salon.crm.changes?.remove)
    await salon.run(salon.crm.changes.remove(salon.call()))
    assert.deepEqual(destinations(), ['https://else.example/hook'])
  })

  it('names every lead of a form once, and takes its word for nothing else', async () => {
    await setup()
    const { statusCode } = await hook(
      'leads[status][0][id]=20&leads[status][0][status_id]=143&leads[update][0][id]=20&leads[update][1][id]=21' +
        '&leads[update][2][id]=x&contacts[update][0][id]=99&account[id]=1&__proto__[id]=5',
    )
    assert.equal(statusCode, 204)
    assert.deepEqual(told, ['20', '21'])
  })

  it('lets nobody in who does not know the secret', async () => {
    assert.equal((await hook('leads[add][0][id]=20', '')).statusCode, 404)
    await setup()
    assert.equal((await hook('leads[add][0][id]=20', 'guessed')).statusCode, 404)
    assert.deepEqual(told, [])
  })

  it('asks amoCRM to come again when the change could not be stored', async () => {
    await setup()
    isFull = true
    assert.equal((await hook('leads[add][0][id]=20')).statusCode, 503)
  })
})
