import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, text } from '../../support/running-desk/model.ts'

describe('choices', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: 'alone', messenger: { choices: 4 } })
  })
  afterEach(() => {
    desk.crmCalls.length = 0
  })
  after(() => desk.stop())

  /** Nobody asks the model while this runs. */
  async function withoutModel(work: () => Promise<void>) {
    const before = desk.model.requests.length
    await work()
    assert.equal(desk.model.requests.length, before)
  }

  it('lead from the service to the booked visit by presses alone', async () => {
    const anna = desk.client('anna')
    await withoutModel(async () => {
      const services = await anna.sends({ command: 'book' })
      assert.deepEqual(services.labels, ['Manicure', 'Haircut'])
      assert.match(services.buttons[0]?.hint ?? '', /2,000/)
      const employees = await anna.presses('Manicure')
      assert.match(employees.text, /Who would you like to see/)
      const times = await anna.presses('Olga')
      assert.equal(times.labels.at(-1), 'Other days')
      const days = await anna.presses('Other days')
      assert.ok(days.labels.includes('Wed 25 Nov') || days.labels.includes('Wed, 25 Nov'), days.labels.join())
      const day = await anna.presses(/^Wed,? 25 Nov$/)
      assert.match(day.text, /Free on Wednesday,? 25 November/)
      assert.match((await anna.presses('12:00')).text, /name and phone/)
      assert.match((await anna.sends({ contact: { phone: '+79161234567', name: 'Anna' } })).text, /check your booking/)
      assert.match((await anna.presses('Confirm')).text, /You are booked.*With: Olga/s)

      const visits = await anna.sends({ command: 'my' })
      assert.match(visits.labels[0] ?? '', /12:00 · Manicure/)
      assert.deepEqual((await anna.presses(/12:00 · Manicure/)).labels, ['Move', 'Cancel', 'Leave it as it is'])
      const free = await anna.presses('Move')
      assert.ok(free.labels.length > 1)
      assert.match((await anna.presses(/Thu,? 26 Nov/)).text, /Moving your visit/)
      assert.match((await anna.presses('Move it')).text, /Moved.*26 November/s)
      await anna.sends({ command: 'cancel' })
      await anna.presses(/ · Manicure/)
      assert.match((await anna.presses('Cancel')).text, /Cancel your booking/)
      assert.match((await anna.presses('Keep it')).text, /leaving everything as it is/)
      await anna.presses('Cancel')
      assert.match((await anna.presses('Yes, cancel it')).text, /is cancelled/)
    })
  })

  it('that a model’s question goes with are answered to the model', async () => {
    const boris = desk.client('boris')
    desk.model.will(call('get_services'), text('Which one shall it be?'))
    await boris.says('Hi')
    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('Manicure it is.')
    })
    assert.equal((await boris.presses('Manicure')).text, 'Manicure it is.')
    assert.equal(heard, 'Manicure')
  })

  it('keep their own wish, whatever the client wished since', async () => {
    const vera = desk.client('vera')
    await withoutModel(async () => {
      await vera.sends({ command: 'book' })
      await vera.presses('Haircut')
      await vera.presses('Other days')
      const haircutDay = vera.button(/^Thu,? 26 Nov$/)
      await vera.presses('Manicure')
      await vera.presses('Anyone')
      await vera.sends({ choice: haircutDay.id })
      await vera.presses('13:00')
      assert.match(
        (await vera.sends({ contact: { phone: '+79161234567', name: 'Vera' } })).text,
        /check your booking.*Haircut.*26 November, 13:00/s,
      )
      await vera.presses('Confirm')
      // The wish is settled: what the old buttons meant is still known.
      const again = await vera.sends({ choice: haircutDay.id })
      assert.match(again.text, /Free on Thursday/)
      assert.ok(!again.labels.includes('13:00'))
      assert.match((await vera.presses('Olga')).text, /What would you like to have done|free times/)
    })
  })

  it('found twice are one button', async () => {
    const inna = desk.client('inna')
    const search = (from: string, to: string) =>
      call('get_available_slots', { service_ids: ['haircut'], date_from: from, date_to: to })
    desk.model.will(search('2026-11-24', '2026-11-24'), search('2026-11-24', '2026-11-25'), text('When?'))
    const { labels } = await inna.says('A haircut on Tuesday or Wednesday')
    assert.equal(new Set(labels).size, labels.length, labels.join())
    assert.ok(labels.some(label => label.includes('25 Nov')))
  })

  it('of nobody are answered kindly, and the words beside them are heard', async () => {
    const gleb = desk.client('gleb')
    await withoutModel(async () => {
      const unknown = await gleb.sends({ choice: 'AAAAAAAAAAAAAAAA' })
      assert.match(unknown.text, /no longer works\. How can I help\?/)
      const anna = desk.client('anna')
      const foreign = await anna.sends({ command: 'book' })
      assert.match((await gleb.sends({ choice: foreign.buttons[0]?.id })).text, /no longer works/)
    })
    desk.model.will(({ clientText }) => text(`You said: ${clientText}`))
    assert.equal((await gleb.sends({ choice: 'AAAAAAAAAAAAAAAA', text: 'Hello' })).text, 'You said: Hello')
  })

  it('that have expired say so', async () => {
    const dina = desk.client('dina')
    await withoutModel(async () => {
      await dina.sends({ command: 'book' })
      desk.clock.advance(25 * 3_600_000)
      assert.match((await dina.presses('Manicure')).text, /no longer works\. Tell me what you would like/)
    })
  })

  it('can be pressed twice without harm', async () => {
    const egor = desk.client('egor')
    await withoutModel(async () => {
      await egor.sends({ command: 'book' })
      const service = egor.button('Haircut')
      await egor.presses('Haircut')
      assert.match((await egor.sends({ choice: service.id })).text, /free times/)
    })
  })

  it('wait until the desk has answered, however fast they are pressed', async () => {
    const fast = desk.client('fast')
    await fast.sends({ command: 'book' })
    await fast.presses('Haircut')
    const slot = fast.button(/\d\d:00$/)
    const answers = await Promise.all([1, 2, 3].map(() => fast.sends({ choice: slot.id })))
    for (const { text: said, status } of answers) {
      assert.equal(status, 200)
      assert.match(said, /name and phone/)
    }
    await fast.sends({ contact: { phone: '+79161234567', name: 'Fast' } })
    const confirm = fast.button('Confirm')
    const said = await Promise.all([1, 2, 3].map(() => fast.sends({ choice: confirm.id })))
    for (const one of said) assert.match(one.text, /You are booked/)
    assert.deepEqual(desk.writes(), ['createAppointment'])
  })

  it('fit the channel: fewer buttons, and the way on stays', async () => {
    await desk.deliver({ kind: 'message', id: 'm1', address: 'phone', parts: [{ type: 'command', command: 'book' }] })
    const [first] = await desk.received('phone')
    const haircut = first?.message.choices?.options.find(({ label }) => label === 'Haircut')
    await desk.deliver({
      kind: 'message',
      id: 'm2',
      address: 'phone',
      parts: [{ type: 'choice', id: haircut?.id ?? '' }],
    })
    const [times] = await desk.received('phone', 1)
    assert.deepEqual(times?.message.choices?.options.length, 4)
    assert.equal(times?.message.choices?.options.at(-1)?.label, 'Other days')
  })
})
