import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { InboundPart, Sender } from '../../../core/contract/index.ts'
import { MESSENGER, type RunningDesk, startDesk } from '../../support/running-desk/index.ts'

const SAYS = {
  en: {
    start: /assistant|help/i,
    help: /look for a free time/,
    book: /What would you like to have done\?/,
    my: /upcoming bookings/,
    cancel: /upcoming bookings/,
    human: /passing your question/,
  },
  ru: {
    start: /Здравствуйте/,
    help: /найду свободное время/,
    book: /Что хотели бы сделать\?/,
    my: /предстоящих записей/,
    cancel: /предстоящих записей/,
    human: /Передаю ваш вопрос/,
  },
} as const

describe('a command', () => {
  let desk: RunningDesk
  before(async () => {
    const channels = { buttons: { use: MESSENGER, with: {} }, plain: { use: MESSENGER, with: { choices: 0 } } }
    desk = await startDesk({ config: { channels } })
  })
  after(() => desk.stop())

  async function sends(channel: string, address: string, parts: readonly InboundPart[], sender?: Sender) {
    const before = await desk.receivedSoFar(address, channel)
    await desk.deliver({ kind: 'message', id: randomUUID(), address, parts, ...(sender && { sender }) }, channel)
    const [answer] = await desk.received(address, before, channel)
    return answer?.message.text ?? ''
  }
  const command = (name: keyof (typeof SAYS)['en'], payload?: string): InboundPart => ({
    type: 'command',
    command: name,
    ...(payload !== undefined && { payload }),
  })

  for (const channel of ['buttons', 'plain'])
    for (const language of ['en', 'ru'] as const)
      it(`is answered in the client's language on a channel with ${channel} (${language})`, async () => {
        for (const name of ['start', 'help', 'book', 'my', 'cancel', 'human'] as const)
          assert.match(await sends(channel, `${language}-${name}`, [command(name)], { language }), SAYS[language][name])
      })

  it('start may name what the client wants; another payload is a greeting', async () => {
    assert.match(await sends('buttons', 'link-1', [command('start', 'book')]), SAYS.en.book)
    assert.match(await sends('buttons', 'link-2', [command('start', 'autumn_2026')]), SAYS.en.start)
  })

  for (const [language, labels, greeting] of [
    ['en', ['Book a visit', 'My bookings', 'Talk to a person'], 'Good morning!'],
    ['ru', ['Записаться', 'Мои записи', 'Позвать человека'], 'Добрый день 👋'],
  ] as const)
    it(`start, and a greeting alone, show what can be done where there are buttons (${language})`, async () => {
      const shown = async (channel: string, name: string, part: InboundPart) => {
        const address = `greeted-${language}-${name}`
        await sends(channel, address, [part], { language })
        const [answer] = await desk.received(address, 0, channel)
        return answer?.message
      }
      for (const [name, part] of [
        ['start', command('start')],
        ['hello', { type: 'text', text: greeting }],
      ] as const) {
        const message = await shown('buttons', name, part)
        assert.deepEqual(
          message?.choices?.options.map(({ label }) => label),
          labels,
        )
        const plain = await shown('plain', name, part)
        assert.doesNotMatch(plain?.text ?? '', /1\. /)
        const my = message?.choices?.options[1]?.id ?? ''
        const address = `greeted-${language}-${name}`
        assert.match(await sends('buttons', address, [{ type: 'choice', id: my }]), SAYS[language].my)
      }
      const wish = await shown('buttons', 'wish', {
        type: 'text',
        text: language === 'en' ? 'Hello, a haircut' : 'Привет, стрижка',
      })
      assert.ok(!wish?.choices?.options.some(({ label }) => label === labels[1]))
    })

  it('brings the desk back, and so do the words of its button', async () => {
    for (const back of [command('book'), { type: 'text', text: 'back to the assistant' } as const]) {
      const address = `staff-${back.type}`
      await sends('plain', address, [command('human')])
      const waiting = await sends('plain', address, [{ type: 'text', text: 'Hello?' }])
      assert.match(waiting, /choose or write "Back to the assistant"/)
      assert.match(await sends('plain', address, [back]), back.type === 'text' ? /I am back/ : SAYS.en.book)
      assert.match(await sends('plain', address, [command('help')]), SAYS.en.help)
    }
  })

  it('of a payload that is no text, or of a name made of marks, breaks nothing', async () => {
    const odd = { type: 'command', command: 'start', payload: 5 } as unknown as InboundPart
    const refused = { kind: 'message', id: 'odd', address: 'odd', parts: [odd] } as const
    assert.notEqual((await desk.deliver(refused, 'buttons')).status, 200)
    const name = '\u202e\u200bAn\ufffdna\ud800'
    const sender = { name, language: 7 } as unknown as Sender
    assert.match(await sends('buttons', 'marks', [command('help')], sender), SAYS.en.help)
    const { sender: kept } = await desk.runtime.instances.journal.db
      .selectFrom('conversation')
      .select('sender')
      .where('address', '=', 'marks')
      .executeTakeFirstOrThrow()
    assert.deepEqual(JSON.parse(kept), { name: 'An na' })
  })

  it('is what is answered where the text beside it shows nothing', async () => {
    for (const text of ['\u200b', '\u202e', '\u3164', '\u2800 \ufeff', '\u0301', '\u2065', '\ufff0', '\u20dd'])
      assert.match(await sends('buttons', 'blank', [{ type: 'text', text }, command('help')]), SAYS.en.help)
  })
})
