import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'

const LANGUAGES = [
  {
    name: 'en',
    yes: 'yes',
    aside: 'where are you?',
    address: '5 Garden Street',
    book: 'a haircut tomorrow at 12:00, Kate, +79161234567',
    holding: /I am holding \*\*Haircut\*\* for you on .*24 November, 12:00.*press "Confirm" or say "yes"/s,
    booked: /You are booked/,
    move: 'move my visit to 13:00',
    moving: /Shall I move \*\*Haircut\*\* to .*24 November, 13:00.*press "Move it" or say "yes"/is,
    moved: /Moved/,
    cancel: 'cancel my visit',
    cancelling:
      /^Shall I cancel \*\*Haircut\*\* on .*24 November, 13:00.*"Yes, cancel it".*keep it, press "Keep it"\.$/s,
    cancelled: /cancelled: Haircut/,
    noCancellation: ["I'm good, thanks", "it's fine, thanks", 'you sure', 'perfect, see you then', 'all good'],
  },
  {
    name: 'ru',
    yes: 'да',
    aside: 'а где вы находитесь?',
    address: 'Садовая, 5',
    book: 'стрижка завтра в 15:00, Катя, +79161234568',
    holding: /Держу за вами: \*\*Стрижка\*\*, вторник, 24 ноября, 15:00.*нажмите «Подтвердить» или напишите «да»/s,
    booked: /вы записаны/,
    move: 'перенесите мою запись на 16:00',
    moving:
      /Перенести запись: \*\*Стрижка\*\*, новое время — вторник, 24 ноября, 16:00.*нажмите «Перенести» или напишите «да»/is,
    moved: /Перенесено/,
    cancel: 'отмените мою запись',
    cancelling:
      /^Отменить запись: \*\*Стрижка\*\*, вторник, 24 ноября, 16:00.*«Да, отменить».*запись осталась — «Оставить как есть»\.$/s,
    cancelled: /Запись отменена: Стрижка/,
    noCancellation: ['всё хорошо', 'отлично, спасибо', 'меня всё устраивает'],
  },
]

describe('the desk’s reminder of a summary', () => {
  let desk: RunningDesk
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  for (const language of LANGUAGES)
    it(`names the visit, and the yes that it asks for counts (${language.name})`, async () => {
      const client = desk.client(`reminded-${language.name}`)
      const { yes, aside, address } = language
      for (const { wish, reminder, outcome } of [
        { wish: language.book, reminder: language.holding, outcome: language.booked },
        { wish: language.move, reminder: language.moving, outcome: language.moved },
      ]) {
        const summary = await client.says(wish)
        const writes = desk.writes().length
        const reminded = await client.says(aside)
        assert.ok(reminded.text.includes(address), reminded.text)
        assert.match(reminded.text, reminder)
        assert.deepEqual(reminded.labels, summary.labels)
        assert.equal(desk.writes().length, writes)
        assert.match((await client.says(yes)).text, outcome)
      }

      const summary = await client.says(language.cancel)
      const writes = desk.writes().length
      const reminded = await client.says(language.cancel)
      assert.match(reminded.text, language.cancelling)
      assert.deepEqual(reminded.labels, summary.labels)
      for (const words of language.noCancellation) {
        await client.says(words)
        assert.equal(desk.writes().length, writes, words)
      }
      assert.match((await client.says(language.cancel)).text, language.cancelling)
      assert.match((await client.says(yes)).text, language.cancelled)
    })
})
