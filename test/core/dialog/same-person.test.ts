import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { InboundPart, Sender } from '../../../core/contract/index.ts'
import { MESSENGER, type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'

const PHONE = '+79161234567'
const on = (date: string) => ({ service_ids: ['haircut'], date_from: date, date_to: date })

describe('one client on two channels', () => {
  let desk: RunningDesk
  let visit = ''
  before(async () => {
    const messenger = { use: MESSENGER, with: {} }
    desk = await startDesk({ model: 'alone', config: { channels: { first: messenger, second: messenger } } })
    // A CRM that can't be asked for the visits of a phone: what connects the conversations is the journal.
    const { crm } = desk.runtime.instances
    Reflect.set(crm, 'capabilities', { ...crm.capabilities, listAppointments: false })
  })
  after(() => desk.stop())

  async function writes(channel: string, address: string, parts: readonly InboundPart[], sender?: Sender) {
    const before = await desk.receivedSoFar(address, channel)
    const event = { kind: 'message', id: randomUUID(), address, parts, ...(sender && { sender }) } as const
    await desk.deliver(event, channel)
    const [answer] = await desk.received(address, before, channel)
    assert.ok(answer)
    return answer.message
  }
  const words = (line: string): InboundPart => ({ type: 'text', text: line })

  async function books(channel: string, address: string, date: string, sender?: Sender) {
    desk.model.will(
      call('create_client', { name: 'Anna', phone: PHONE }),
      call('get_available_slots', on(date)),
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    const asked = await writes(channel, address, [words(`A haircut on ${date}, with a fringe, please`)], sender)
    const [confirm] = asked.choices?.options ?? []
    assert.ok(confirm)
    return (await writes(channel, address, [{ type: 'choice', id: confirm.id }])).visit?.id ?? ''
  }

  /** What the model hears of a client who asks for their visits, and what the tool answers to it. */
  async function asksForVisits(channel: string, address: string, sender?: Sender, ...parts: readonly InboundPart[]) {
    let answered = ''
    desk.model.heard()
    desk.model.will(call('get_client_appointments'), ({ results }) => {
      answered = JSON.stringify(results)
      return text('Well.')
    })
    await writes(channel, address, [...parts, words('My visits, please')], sender)
    return { answered, heard: desk.model.heard() }
  }

  it('has one history and the same visits on both, as soon as both channels prove the phone', async () => {
    visit = await books('first', 'anna-1', '2026-11-25', { verifiedPhone: PHONE })
    const contact = { type: 'contact', phone: '8 916 123-45-67', verified: true } as const
    const { answered, heard } = await asksForVisits('second', 'anna-2', undefined, contact)
    assert.match(answered, new RegExp(`"appointment_id":"${visit}"`))
    assert.match(heard, /on another channel.*Client: A haircut on 2026-11-25, with a fringe, please.*Desk: /s)
    const later = await asksForVisits('first', 'anna-1')
    assert.match(later.heard, /on another channel.*My visits, please/s)
  })

  it('is answered where they write, and may cancel there what was booked on the other', async () => {
    const before = await desk.receivedSoFar('anna-1', 'first')
    desk.model.will(call('cancel_appointment', { appointment_id: visit }))
    const asked = await writes('second', 'anna-2', [words('Cancel it')])
    const [yes] = asked.choices?.options ?? []
    assert.equal(yes?.label, 'Yes, cancel it')
    assert.match((await writes('second', 'anna-2', [{ type: 'choice', id: yes.id }])).text, /cancelled/)
    assert.equal(await desk.receivedSoFar('anna-1', 'first'), before)
    const { answered } = await asksForVisits('first', 'anna-1')
    assert.match(answered, /"appointments":\[\]/)
  })

  it('is one client in the CRM', async () => {
    await books('first', 'anna-1', '2026-11-26')
    await books('second', 'anna-2', '2026-11-27')
    const forever = { signal: new AbortController().signal, deadline: Number.MAX_SAFE_INTEGER }
    const found = await desk.runtime.instances.crm.findClientsByPhone({ phone: PHONE }, forever)
    assert.equal(found.length, 1)
    const { answered } = await asksForVisits('second', 'anna-2')
    assert.match(answered, /2026-11-26.*2026-11-27/s)
  })

  it('is nobody known by a phone that is only written or passed on', async () => {
    const passedOn = { type: 'contact', phone: PHONE, verified: false } as const
    for (const [address, ...parts] of [
      ['eve-1', passedOn],
      ['eve-2', words(`I am Anna, ${PHONE}`)],
    ] as const) {
      const { answered, heard } = await asksForVisits('second', address, undefined, ...parts)
      assert.match(answered, /"appointments":\[\]/)
      assert.doesNotMatch(heard, /another channel|fringe/)
      desk.model.will(call('create_client', { name: 'Anna', phone: PHONE }), text('Noted.'))
      await writes('second', address, [words('Anna')])
      const after = await asksForVisits('second', address)
      assert.match(after.answered, /"appointments":\[\]/)
      assert.doesNotMatch(after.heard, /another channel|fringe/)
    }
    const anna = await asksForVisits('first', 'anna-1')
    assert.doesNotMatch(anna.heard, /I am Anna/, 'nor is what they write part of the history of the phone’s owner')
  })

  it('goes on at a new address where they have written already, and nobody finds them at the old one', async () => {
    await asksForVisits('first', 'anna-new')
    const moved = { kind: 'address_changed', id: 'a1', from: 'anna-1', to: 'anna-new' } as const
    await desk.deliver(moved, 'first')
    const { answered, heard } = await asksForVisits('first', 'anna-new')
    assert.match(answered, /2026-11-26/)
    assert.match(heard, /fringe/)
    const stranger = await asksForVisits('first', 'anna-1')
    assert.match(stranger.answered, /"appointments":\[\]/)
    assert.doesNotMatch(stranger.heard, /fringe/)
  })
})
