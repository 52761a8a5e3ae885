import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'

const say = (words: string) => [{ type: 'text', text: words }] as const

describe('what a model says of visits', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk({ model: 'alone', messenger: { drafts: true } })
  })
  after(() => desk.stop())

  const sends = (address: string, id: string, words: string) =>
    desk.deliver({ kind: 'message', id: `${address}-${id}`, address, parts: say(words), sender: { language: 'ru' } })

  async function booked(name: string, date: string) {
    const client = desk.client(name)
    desk.model.will(
      call('create_client', { name: 'Мария', phone: '+79161234567' }),
      call('get_available_slots', { service_ids: ['haircut'], date_from: date, date_to: date }),
      request => call('create_appointment', { slot_id: slotIn(request, '15:00') }),
    )
    await client.says('Запишите меня на стрижку в 15:00, Мария, +7 916 123-45-67')
    assert.match((await client.presses('Подтвердить')).text, /вы записаны/)
    return client
  }

  it('reaches nobody when nothing is booked, neither as a draft nor as a reply', async () => {
    const rest = Promise.withResolvers<void>()
    let chunk = 0
    desk.model.will({
      text: [
        'У нас есть парковка. ',
        'Записала вас на завтра в 15:00. ',
        'Берите с собой хорошее настроение. ',
        'Чем ещё помочь?',
      ],
      async pace() {
        chunk += 1
        if (chunk === 4) await rest.promise
      },
    })
    await sends('vera', '1', 'Запишите меня на завтра в 15:00')
    const drafts = await desk.drafts('vera')
    rest.resolve()
    const replies = [...(await desk.received('vera')).slice(0, 1), ...(await desk.received('vera', 1))]
    assert.ok(drafts.length > 0 && drafts.every(draft => draft.startsWith('У нас есть парковка.')))
    const all = [...drafts, ...(await desk.drafts('vera')), ...replies.map(({ message }) => message.text)].join('\n')
    assert.doesNotMatch(all, /Записала вас|15:00/)
    assert.match(all, /Пока не могу этого подтвердить: ничего ещё не записано/)
    assert.deepEqual(desk.writes(), [])
  })

  for (const [language, said, kept, gone] of [
    [
      'en',
      [
        'You are booked for Tuesday at 3. ',
        'Olga will be waiting for you, please come ten minutes early. ',
        'We have parking. ',
      ],
      'We have parking.',
      /Tuesday|Olga|ten minutes/,
    ],
    [
      'ru',
      ['Закинула вас на вторник в полтретьего! ', 'Ольга вас встретит. ', 'Карты принимаем. '],
      'Карты принимаем.',
      /вторник|Ольга/,
    ],
    [
      'fr',
      ['Vous avez rendez-vous mardi à 15h30. ', 'Nous acceptons les cartes. '],
      'Nous acceptons les cartes.',
      /15h30/,
    ],
  ] as const)
    it(`leaves nothing beside it that speaks of a visit that there is not, ${language}`, async () => {
      const rest = Promise.withResolvers<void>()
      let chunk = 0
      const address = `beside-${language}`
      desk.model.will({
        text: [...said, 'OK?'],
        async pace() {
          chunk += 1
          if (chunk === said.length + 1) await rest.promise
        },
      })
      await sends(address, '1', language === 'ru' ? 'Запишите меня' : 'Book me, please')
      const drafts = await desk.drafts(address)
      rest.resolve()
      const replies = [...(await desk.received(address)).slice(0, 1), ...(await desk.received(address, 1))]
      const all = [...drafts, ...(await desk.drafts(address)), ...replies.map(({ message }) => message.text)]
      assert.ok(drafts.length > 0 && drafts.every(draft => draft.startsWith(kept)))
      assert.doesNotMatch(all.join('\n'), gone)
      assert.match(all.join('\n'), /ничего ещё не записано|nothing has been booked/)
    })

  it('passes unchanged when it is so', async () => {
    const client = await booked('maria', '2026-11-24')
    const said = 'Да, вы записаны на завтра в 15:00 к мастеру Ивану, стоимость 1 500 ₽. Ждём вас!'
    desk.model.will(text(said))
    assert.equal((await client.says('Я точно записана?')).text, said)
  })

  for (const [what, words, truth] of [
    [
      'another day',
      'Вы записаны на субботу в 15:00.',
      /вот как записано сейчас:.*Стрижка.*25 ноября, 15:00.*Иван.*1\s500/s,
    ],
    ['another time', 'Ждём вас послезавтра в 16:00!', /вот как записано сейчас:.*15:00/s],
    ['somebody else', 'Вы записаны к Ольге, всё хорошо.', /вот как записано сейчас:.*Иван/s],
    ['another price', 'Ваша запись: послезавтра, 15:00, стоимость 900 ₽.', /вот как записано сейчас:.*1\s500/s],
    ['a move', 'Готово, перенесла вас на субботу.', /вот как записано сейчас:.*25 ноября, 15:00/s],
    ['a cancelling', 'Всё отменила, ждать вас не будем.', /Пока ничего не отменено\. Ваши предстоящие записи/],
  ] as const)
    it(`is mended where it names ${what}`, async () => {
      const client = await booked(`mended-${what.replaceAll(' ', '-')}`, '2026-11-25')
      desk.model.will(text(words))
      const { text: heard } = await client.says('Что там с моей записью?')
      assert.match(heard, truth)
      assert.ok(!heard.includes(words))
      desk.model.will(call('cancel_appointment', { appointment_id: (await desk.visits()).at(-1)?.id ?? '' }))
      await client.says('Отмените, пожалуйста')
      assert.match((await client.presses('Да, отменить')).text, /Запись отменена/)
      desk.model.will(text('Всё отменила, ждать вас не будем.'))
      assert.equal((await client.says('Точно?')).text, 'Всё отменила, ждать вас не будем.')
    })
})
