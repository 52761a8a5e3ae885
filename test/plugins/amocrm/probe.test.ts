import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openSalon, type Salon, type SalonOptions } from './salon.ts'

async function probeOf(options: SalonOptions, prepare: (salon: Salon) => unknown = () => undefined) {
  const salon = await openSalon(options)
  try {
    await prepare(salon)
    assert.ok(salon.crm.probe)
    return await salon.run(salon.crm.probe(salon.call()))
  } finally {
    await salon.close()
  }
}

const token = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.made-up`

describe('the probe of amoCRM', () => {
  it('says what was found when all is well', async () => {
    const { ok, summary } = await probeOf({})
    assert.equal(ok, true, summary)
    assert.match(summary, /Atelier: services 2, employees 2; 1 without a duration/)
  })

  const troubles: [title: string, options: SalonOptions, prepare: (salon: Salon) => unknown, said: RegExp][] = [
    ['nobody answers', {}, ({ fake }) => fake.close(), /can't be reached/],
    ['a wrong token', { config: { token: 'some-other-made-up-token' } }, () => {}, /refuses the long-lived token/],
    ['a token that has ended', { config: { token: token(1_700_000_000) } }, () => {}, /ended on 2023-11-14/],
    [
      'an account that is not paid for',
      {},
      ({ fake }) => Object.assign(fake.account.switches, { unpaid: true }),
      /402: .*not paid/,
    ],
    [
      'a missing right',
      {},
      ({ fake }) => fake.account.switches.forbidden.push('contacts'),
      /^contacts: .*403: .*scope/,
    ],
    [
      'a missing right to list users',
      { config: { employeesFrom: 'users' } },
      ({ fake }) => fake.account.switches.forbidden.push('users'),
      /^users: .*403/,
    ],
    [
      'an address that is shut out',
      {},
      ({ fake }) => Object.assign(fake.account.switches, { blocked: true }),
      /shut out/,
    ],
    ['a wrong pipeline', { config: { pipeline: 'Deals' } }, () => {}, /no pipeline Deals; there are Visits/],
    [
      'a wrong stage',
      { config: { statuses: { noShow: 'Absent' } } },
      () => {},
      /no stage Absent; there are Incoming, Booked/,
    ],
    ['a wrong list', { config: { services: { catalog: '77' } } }, () => {}, /no list 77; there are Services/],
    [
      'an employee whom amoCRM does not list',
      { config: { employees: [{ name: 'Zoe' }] } },
      () => {},
      /does not list Zoe/,
    ],
    ['fields that are missing', { bare: true }, () => {}, /no field AIADMIN_START, .*AIADMIN_KEY: run aiadmin setup/],
    [
      'another time zone',
      {},
      ({ fake }) => Object.assign(fake.account.switches, { timezone: 'Asia/Yekaterinburg' }),
      /Asia\/Yekaterinburg.*Europe\/Moscow/,
    ],
  ]
  for (const [title, options, prepare, said] of troubles)
    it(`names ${title}`, async () => {
      const { ok, summary } = await probeOf(options, prepare)
      assert.equal(ok, false, summary)
      assert.match(summary, said)
    })

  it('warns of a webhook that amoCRM has switched off', async () => {
    const { ok, summary } = await probeOf({}, async ({ crm, call, run, fake }) => {
      assert.ok(crm.changes?.setup)
      await run(crm.changes.setup({ publicUrl: 'https://desk.example', secret: 'a-made-up-secret' }, call()))
      for (const hook of fake.account.webhooks) hook['disabled'] = true
    })
    assert.equal(ok, true)
    assert.match(summary, /switched our webhook off/)
  })
})
