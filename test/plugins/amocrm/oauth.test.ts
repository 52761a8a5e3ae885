import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { CLIENT } from '../../fakes/amocrm/oauth.ts'
import { failure, openSalon, type Salon } from './salon.ts'

const { clientId, clientSecret, redirectUri, code } = CLIENT
const oauth = { clientId, clientSecret, redirectUri, code }
const asked = ({ fake }: Salon) => fake.requests.filter(line => line.endsWith('/oauth2/access_token')).length

describe('OAuth with amoCRM', () => {
  let salon: Salon
  beforeEach(async () => {
    salon = await openSalon({ config: { token: undefined, oauth } })
  })
  afterEach(() => salon.close())
  const services = (crm = salon.crm) => salon.run(crm.listServices({}, salon.call()))

  it('exchanges the code once and keeps the pair sealed before it is used', async () => {
    const kept: unknown[] = []
    const set = salon.context.store.set
    salon.context.store.set = async (key, value, options) => {
      kept.push([key, options?.secret, salon.fake.requests.at(-1)])
      return set(key, value, options)
    }
    assert.equal((await services()).length, 2)
    await services(salon.another())
    assert.equal(asked(salon), 1)
    assert.deepEqual(kept.at(-1), ['tokens', true, 'POST /oauth2/access_token'])
  })

  it('renews a refused token once and writes once', async () => {
    const [slot] = await salon.slots()
    salon.fake.grants.expireAccess()
    salon.fake.onRequest = line => {
      if (line === 'POST /api/v4/leads') salon.fake.onRequest = () => undefined
      if (line === 'POST /api/v4/leads') salon.fake.grants.expireAccess()
    }
    const visit = await salon.run(salon.crm.createAppointment(salon.draft(slot), salon.call()))
    assert.equal(visit.status, 'booked')
    assert.equal(salon.fake.account.leads.length, 1)
    assert.equal(asked(salon), 3)
  })

  it('renews before the token ends, one process for all', async () => {
    await services()
    const other = salon.another()
    await services(other)
    await salon.clock.advance(86_400_000)
    await Promise.all([services(), services(other), services(), services(other)])
    assert.equal(salon.fake.grants.given, 2)
  })

  it('loses no pair when the caller leaves while it is on its way', async () => {
    const leaving = new AbortController()
    salon.fake.onRequest = line => {
      if (line.endsWith('/access_token')) leaving.abort()
    }
    const { code: said } = await failure(
      salon.run(salon.crm.listServices({}, { signal: leaving.signal, deadline: salon.clock.now() + 10_000 })),
    )
    assert.equal(said, 'unavailable')
    salon.fake.onRequest = () => undefined
    assert.equal((await services()).length, 2)
    assert.equal(salon.fake.grants.given, 1)
  })

  it('spends no single-use token when its successor could not be kept', async () => {
    salon.context.store.set = async () => {
      throw new Error('AIADMIN_SECRET is not set')
    }
    const { code: said, message } = await failure(services())
    assert.deepEqual([said, asked(salon)], ['unavailable', 0])
    assert.match(message, /AIADMIN_SECRET/)
  })

  it('says that the connection is lost, and does not go on asking', async () => {
    await services()
    salon.fake.grants.revoke()
    await salon.clock.advance(86_400_000)
    const { code: said, message } = await failure(services())
    assert.equal(said, 'unauthorized')
    assert.match(message, /new authorization code/)
    const before = asked(salon)
    await failure(services())
    assert.equal(asked(salon), before)
  })

  it('tries again later when amoCRM is down while a token is renewed', async () => {
    await services()
    await salon.clock.advance(86_400_000)
    salon.fake.grants.failNext(502, 9)
    assert.equal((await failure(services())).code, 'unavailable')
    salon.fake.grants.failNext(0, 0)
    assert.equal((await services()).length, 2)
  })

  it('renews every week what nobody uses', async () => {
    await services()
    await salon.crm.start?.()
    for (let day = 0; day < 9; day += 1) {
      await salon.clock.advance(86_400_000)
      await salon.run(new Promise(resolve => setImmediate(resolve)))
    }
    await salon.run(salon.context.exclusive('tokens', async () => undefined))
    assert.equal(salon.fake.grants.given, 2)
  })
})
