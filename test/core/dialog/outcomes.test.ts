import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import type { CrmInstance } from '../../../core/contract/index.ts'
import type { FailPoint } from '../../../core/ledger/fail-points.ts'
import type { ApiClient, Reply } from '../../support/running-desk/client.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { until } from '../../support/until.ts'

const failing = (code: string, reason?: string) => async () => {
  throw Object.assign(new Error(`${code} at CrmClient (/srv/crm.ts:7:7)`), { code, ...(reason && { reason }) })
}

describe('what a client is told', () => {
  let desk: RunningDesk
  let sound: CrmInstance
  let breaksAt: FailPoint | undefined
  let breaks = Number.POSITIVE_INFINITY
  before(async () => {
    desk = await startDesk({
      reach(point) {
        if (point !== breaksAt) return
        breaks -= 1
        if (breaks >= 0) throw new TypeError('Cannot read properties of undefined at /srv/desk.ts:1:1')
      },
    })
    sound = { ...desk.runtime.instances.crm }
  })
  afterEach(() => {
    Object.assign(desk.runtime.instances.crm, sound)
    desk.crmCalls.length = 0
    // The catalogue is read anew, and holds of the test before are over.
    desk.clock.advance(15 * 60_000)
  })
  after(() => desk.stop())

  /** From now on the CRM behaves so. */
  const crmDoes = (change: Partial<CrmInstance>) => Object.assign(desk.runtime.instances.crm, change)

  async function asked(name: string, day: string): Promise<ApiClient> {
    const client = desk.client(name)
    const summary = await client.says(`Haircut on ${day} at noon, Anna, +79161234567`)
    assert.match(summary.text, /check your booking/)
    return client
  }

  it('of a request is that the business confirms it later, never that it is booked', async () => {
    const client = await asked('request', '24 November')
    crmDoes({
      createAppointment: async (draft, call) => ({
        ...(await sound.createAppointment(draft, call)),
        status: 'requested',
      }),
    })
    const told = await client.presses('Confirm')
    assert.match(told.text, /Your request was received.*once the business confirms/)
    assert.doesNotMatch(told.text, /You are booked/)
    assert.equal(told.state, 'COMPLETED')
    assert.equal(told.visits[0]?.status, 'requested')
  })

  it('of a refusal is the business’s own reason, and where a person is', async () => {
    const client = await asked('refusal', '25 November')
    crmDoes({ createAppointment: failing('refused', 'Dogs are not allowed.') })
    const told = await client.presses('Confirm')
    assert.match(told.text, /nothing has changed\. Dogs are not allowed\. Let us/)
    assert.deepEqual(told.labels, ['Talk to a person'])
    assert.deepEqual(told.visits, [])
    assert.match((await client.presses('Confirm')).text, /nothing has changed/)
  })

  it('of a CRM that can not be reached is just that, and that nothing has changed', async () => {
    const client = await asked('outage', '26 November')
    crmDoes({ createAppointment: failing('unavailable') })
    const told = await client.presses('Confirm')
    assert.match(told.text, /cannot be reached right now, so nothing has changed/)
    assert.doesNotMatch(told.text, /CrmClient|\.ts/)
  })

  it('of a booking that nobody answered is that it is being checked, and then what became of it', async () => {
    const client = await asked('silence', '27 November')
    const lost = async () => {
      throw Object.assign(new Error('no answer'), { code: 'unknown_outcome' })
    }
    crmDoes({
      createAppointment: async (draft, call) => {
        await sound.createAppointment(draft, call)
        return lost()
      },
      listAppointments: failing('unavailable'),
    })
    const told = await client.presses('Confirm')
    assert.match(told.text, /checking whether this went through/)
    assert.match((await client.presses('Confirm')).text, /checking whether this went through/)
    Object.assign(desk.runtime.instances.crm, sound)
    desk.clock.advance(60_000)
    const { text, visits } = await client.reads()
    assert.match(text, /You are booked/)
    assert.equal(visits.length, 1)
  })

  it('of a CRM that is down while times are looked for is that it does not answer', async () => {
    const client = desk.client('down')
    await client.sends({ command: 'book' })
    crmDoes({ listAvailableSlots: failing('unavailable') })
    const told = await client.presses('Haircut')
    assert.match(told.text, /calendar does not answer right now/)
    assert.deepEqual(told.labels, ['Talk to a person'])
    Object.assign(desk.runtime.instances.crm, sound)
    assert.match((await client.presses('Haircut')).text, /free times/)
  })

  it('of a turn that broke is an apology without the insides, and the next turn goes on', async () => {
    const client = desk.client('broken')
    breaksAt = 'tool.answered'
    const told = await client.says('Haircut tomorrow at noon')
    breaksAt = undefined
    assert.match(told.text, /Sorry, something broke on our side/)
    assert.deepEqual(told.labels, ['Talk to a person'])
    assert.doesNotMatch(told.text, /undefined|\.ts/)
    assert.match((await client.says('Haircut tomorrow at noon')).text, /noon|12:00/)
  })

  it('of a turn that does not come to its end however often it is tried is an apology, and the next turn goes on', async () => {
    const client = desk.client('endless')
    breaksAt = 'finish.before'
    breaks = 8
    const whileTimePasses = async (telling: Promise<Reply>) => {
      let isOver = false
      telling.finally(() => {
        isOver = true
      })
      await until(() => {
        desk.clock.advance(60_000)
        return isOver
      }, 20)
      return telling
    }
    let told = await whileTimePasses(client.says('Haircut tomorrow at noon'))
    // They hear that it takes longer, again and again.
    while (!/Sorry/.test(told.text) && breaks > -10) told = await whileTimePasses(client.reads())
    breaksAt = undefined
    breaks = Number.POSITIVE_INFINITY
    assert.match(told.text, /Sorry, something broke on our side/)
    assert.match((await client.says('Haircut tomorrow at noon')).text, /noon|12:00/)
  })

  it('of a CRM that answers with rubbish is that it does not answer', async () => {
    crmDoes({ listAvailableSlots: async () => JSON.parse('{"slots":[{"start":7}]}') })
    const client = desk.client('rubbish')
    await client.sends({ command: 'book' })
    assert.match((await client.presses('Haircut')).text, /calendar does not answer right now/)
  })
})
