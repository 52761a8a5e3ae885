import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { text } from '../../support/running-desk/model.ts'

describe('a person of the business', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ messenger: {} })
  })
  after(() => desk.stop())

  it('is called by a command; the desk says how to reach them, and does nothing itself until it is called back', async () => {
    const anna = desk.client('anna')
    const handed = await anna.sends({ command: 'human' })
    assert.equal(handed.mode, 'staff')
    assert.match(handed.text, /passing your question to the team.*\+74950000000.*Mon–Sun: 10:00–20:00/s)
    assert.deepEqual(handed.labels, ['Back to the assistant'])
    for (const words of ['Hello?', 'A manicure tomorrow at 3 pm', 'yes']) {
      const waiting = await anna.says(words)
      assert.match(waiting.text, /kept for the team.*\+74950000000/)
      assert.deepEqual(waiting.labels, ['Back to the assistant'])
      assert.equal(waiting.mode, 'staff')
    }
    const back = await anna.presses('Back to the assistant')
    assert.equal(back.mode, 'auto')
    assert.match(back.text, /I am back/)
    assert.match((await anna.says('A manicure tomorrow at 3 pm')).text, /15:00/)
  })

  it('is called in plain words (ru)', async () => {
    const boris = desk.client('boris')
    const handed = await boris.says('Позовите администратора, пожалуйста')
    assert.equal(handed.mode, 'staff')
    assert.match(handed.text, /Передаю ваш вопрос.*Телефон: \+74950000000.*пн–вс: 10:00–20:00/s)
  })

  it('is called in plain words whoever leads the dialog, and by nothing less', async t => {
    const led = await startDesk({ model: 'alone' })
    t.after(() => led.stop())
    led.model.always(text('OK.'))
    const asking = [
      'Позовите администратора, пожалуйста',
      'можно поговорить с живым человеком?',
      'Администратор',
      'переключите меня на оператора',
      'I want to talk to a real person',
      'Can I speak with someone please?',
      'a person, please',
      'Connect me to an operator!',
    ]
    for (const [index, words] of asking.entries())
      assert.equal((await led.client(`asking-${index}`).says(words)).mode, 'staff', words)
    const wishing = [
      'не надо звать администратора',
      'Вчера администратор сказал, что есть окно',
      'Can someone do my nails tomorrow?',
      'I will bring a person with me',
      'запишите двух человек',
      'Can you get someone to cut my hair?',
      "don't connect me to an operator",
    ]
    for (const [index, words] of wishing.entries())
      assert.equal((await led.client(`wishing-${index}`).says(words)).mode, 'auto', words)
  })

  it('gives the conversation back after a long silence', async () => {
    const vera = desk.client('vera')
    await vera.sends({ command: 'human' })
    desk.clock.advance(5 * 3_600_000)
    const back = await vera.says('Hello, a haircut please')
    assert.equal(back.mode, 'auto')
    assert.match(back.text, /free times|suit you/)
  })

  it('gives way to a wish that comes with the button', async () => {
    const gleb = desk.client('gleb')
    await gleb.sends({ command: 'human' })
    const back = await gleb.sends({ choice: gleb.button('Back to the assistant').id, text: 'How much is a haircut?' })
    assert.equal(back.mode, 'auto')
    assert.match(back.text, /1,500/)
  })

  it('is offered when the desk can not answer', async () => {
    const dina = desk.client('dina')
    let offered = await dina.says('qwrtpsd fghjklz')
    for (let tries = 0; tries < 4 && offered.mode !== 'staff'; tries += 1) {
      offered = await dina.says(/"yes"/.test(offered.text) ? 'yes' : 'xcvbnm zxcv')
    }
    assert.equal(offered.mode, 'staff')
  })

  it('does not keep the outcome of a booking from the client', async () => {
    const { crm } = desk.runtime.instances
    const create = crm.createAppointment
    const sends = (id: string, parts: readonly object[]) =>
      desk.deliver({ kind: 'message', id, address: 'lost', parts: parts as [] })
    await sends('l1', [{ type: 'text', text: 'Haircut tomorrow at 2 pm, Anna, +79161234567' }])
    const [asked] = await desk.received('lost')
    assert.match(asked?.message.text ?? '', /check your booking/)
    // The CRM books and does not answer; the client asks for a person while nobody knows.
    crm.createAppointment = async (draft, call) => {
      await create(draft, call)
      throw Object.assign(new Error('no answer'), { code: 'unknown_outcome' })
    }
    const find = crm.listAppointments
    crm.listAppointments = async () => {
      throw Object.assign(new Error('no answer'), { code: 'unavailable' })
    }
    await sends('l2', [{ type: 'choice', id: asked?.message.choices?.options[0]?.id }])
    const [checking] = await desk.received('lost', 1)
    assert.match(checking?.message.text ?? '', /checking whether this went through/)
    await sends('l3', [{ type: 'command', command: 'human' }])
    await desk.received('lost', 2)
    crm.createAppointment = create
    crm.listAppointments = find
    desk.clock.advance(60_000)
    const [told] = await desk.received('lost', 3)
    assert.match(told?.message.text ?? '', /You are booked/)
    assert.equal((await desk.visits()).filter(({ clientName }) => clientName === 'Anna').length, 1)
  })
})
