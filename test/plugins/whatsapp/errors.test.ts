import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { ErrorCode } from '../../../core/contract/index.ts'
import { ANNA, type OpenedWhatsApp, openWhatsApp } from './open.ts'

/** Every code of the facts' table A9, and what the desk takes it for. */
const CODES: Readonly<Record<ErrorCode, readonly number[]>> = {
  unauthorized: [0, 190, 3, 10, 200, 299, 131005, 131031, 131037, 131042, 131045, 133010],
  rate_limited: [4, 80007, 130429, 131056, 133016],
  unavailable: [2, 131016, 131052, 131057],
  unknown_outcome: [1, 131000, 135000],
  window_closed: [131047],
  unreachable: [130472, 131026, 131030],
  refused: [368, 130497, 131021, 131048, 131049, 131050, 131062, 131064, 132001, 132007, 132015, 132016],
  invalid: [100, 131008, 131009, 131051, 131053, 132000, 132005, 132008, 132012],
  not_found: [],
  slot_taken: [],
  unsupported: [],
  blocked: [],
  exhausted: [],
}

describe('an error of the Graph API', () => {
  let opened: OpenedWhatsApp
  before(async () => {
    opened = await openWhatsApp()
  })
  after(() => opened.close())

  for (const [code, numbers] of Object.entries(CODES))
    for (const number of numbers) {
      it(`${number} is ${code} as an answer`, async () => {
        opened.fake.next({ error: number })
        await assert.rejects(opened.say({ text: 'Hello!' }), (error: unknown) => {
          const { code: thrown, message } = Object(error)
          assert.equal(thrown, code)
          assert.match(message, new RegExp(`error ${number}, trace AbCdEf123456`))
          return true
        })
      })

      it(`${number} is ${code} in a status`, async () => {
        await opened.say({ text: 'Hello!' })
        const sent = opened.fake.accepted.at(-1)
        assert.ok(sent)
        await opened.fake.report(sent, 'failed', { errors: [{ code: number, title: 'Failed' }] })
        const event = opened.desk.events.at(-1)
        assert.ok(event?.kind === 'status')
        assert.deepEqual([event.status, event.code, event.key], ['failed', code, sent.body.biz_opaque_callback_data])
      })
    }

  it('that nobody has described goes by its HTTP status, and by its number in a status', async () => {
    opened.fake.next({ error: 999_999 })
    await assert.rejects(opened.say({}), { code: 'refused' })
    await opened.say({})
    const sent = opened.fake.accepted.at(-1)
    assert.ok(sent)
    await opened.fake.report(sent, 'failed', { errors: [{ code: 999_999 }] })
    assert.equal(Object(opened.desk.events.at(-1)).code, '999999')
  })

  it('about one client, 131056, slows the desk down for this client alone', async () => {
    const { clock, fake } = opened
    fake.next({ error: 131056 })
    await assert.rejects(opened.say({}), { code: 'rate_limited' })
    const before = clock.now()
    await opened.say({})
    assert.equal(clock.now() - before, 6_000)
    const other = { ...ANNA, phone: '79160000002', userId: 'RU.13491208655302' }
    await opened.hear({ type: 'text', text: { body: 'Hi' } }, other)
    const then = clock.now()
    await opened.say({}, other.userId)
    assert.equal(clock.now(), then)
  })
})
