import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import altegio from '../../../plugins/crm/altegio/index.ts'
import yclients from '../../../plugins/crm/yclients/index.ts'
import { ANNA, type OpenOptions, open } from './opened.ts'

const CASES: readonly (readonly [name: string, options: OpenOptions, expected: RegExp])[] = [
  [
    'nobody at the address',
    { with: { apiUrl: 'http://127.0.0.1:9/api/v1' } },
    /can't be asked: .*check crm\.with\.apiUrl \(http:\/\/127/,
  ],
  ['a wrong partner token', { with: { partnerToken: 'wrong' } }, /partnerToken/],
  ['a wrong user token', { with: { userToken: 'wrong' } }, /userToken/],
  ['a wrong id', { with: { companyId: '99' } }, /no location 99/],
  ['no right to the journal', { switches: { forbidden: ['/records'] } }, /journal of visits/],
  ['no right to the services', { switches: { forbidden: ['/services'] } }, /see the services/],
  ['no right to the clients', { switches: { forbidden: ['/clients/search'] } }, /client base/],
  ['no right to see phones', { switches: { hidesPhones: true } }, /phones of clients/],
  ['an expired licence', { switches: { licenceExpired: true } }, /licence of the location has expired/],
  ['another zone', { switches: { timezone: 'Asia/Yekaterinburg' } }, /is in Asia\/Yekaterinburg.*Europe\/Moscow/],
  ['a code by SMS', { switches: { phoneConfirmation: true } }, /SMS.*route: journal/],
]

const PROVIDERS: readonly (readonly ['yclients' | 'altegio', OpenOptions['plugin']])[] = [
  ['yclients', yclients],
  ['altegio', altegio],
]

for (const [provider, plugin] of PROVIDERS)
  describe(`what aiadmin doctor says of ${provider}`, () => {
    const probed = async (options: OpenOptions) => {
      const switches = { ...options.switches, provider }
      const { crm, fake, call, wait, close } = await open({ ...options, ...(plugin && { plugin }), switches })
      fake.book.cardFor(ANNA.phone, ANNA.name)
      try {
        assert.ok(crm.probe)
        return { ...(await wait(crm.probe(call()))), overLimit: fake.overLimit }
      } finally {
        await close()
      }
    }

    for (const [name, options, expected] of CASES)
      it(`names ${name}`, async () => {
        const { ok, summary } = await probed(options)
        assert.equal(ok, false, summary)
        assert.match(summary, expected)
        assert.doesNotMatch(summary, /made-up|wrong$/)
      })

    it('says what is sold when all is well', async () => {
      const { ok, summary, overLimit } = await probed({})
      assert.deepEqual([ok, overLimit], [true, 0], summary)
      assert.match(summary, /Atelier: 2 services and 2 employees/)
    })

    it('lets the journal be without a code by SMS', async () => {
      assert.equal((await probed({ switches: { phoneConfirmation: true }, with: { route: 'journal' } })).ok, true)
    })
  })
