import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openTelegramDesk, type TelegramDesk } from './open-desk.ts'

for (const mode of ['polling', 'webhook'] as const)
  describe(`dialogs over Telegram, mode: ${mode}`, () => {
    let telegram: TelegramDesk
    before(async () => {
      telegram = await openTelegramDesk({ mode })
    })
    after(() => telegram.close())

    it('books by buttons alone in six taps, moves and cancels', async () => {
      const { fake, desk } = telegram
      const anna = fake.person(1)
      const taps = [
        () => anna.says('/book'),
        () => anna.presses('Manicure · ₽2,000'),
        () => anna.presses('Olga'),
        () => anna.presses('Tue 24 Nov, 10:00'),
        () => anna.sharesPhone('79161234567'),
        () => anna.presses('Confirm'),
      ]
      let last = ''
      for (const tap of taps) last = (await tap()).map(({ text }) => text).join('\n')
      assert.match(last, /You are booked.*Manicure/s)
      const [visit, ...more] = await desk.visits()
      assert.deepEqual(more, [])
      assert.deepEqual([visit?.status, visit?.start], ['booked', '2026-11-24T10:00:00+03:00'])
      assert.equal(fake.bot().chats.find(anna.id)?.hasKeyboard, false, 'the button for the phone has stayed')

      await anna.says('/my')
      await anna.presses(/Tue 24 Nov/)
      await anna.presses('Move')
      await anna.presses(/Wed 25 Nov/)
      const [moved] = await anna.presses('Move it')
      assert.match(moved?.text ?? '', /Moved/)
      assert.equal((await desk.visits()).find(({ status }) => status === 'booked')?.start, '2026-11-25T10:00:00+03:00')

      await anna.says('/cancel')
      await anna.presses(/Wed 25 Nov/)
      await anna.presses('Cancel')
      const [gone] = await anna.presses('Yes, cancel it')
      assert.match(gone?.text ?? '', /cancelled/)
      assert.ok((await desk.visits()).every(({ status }) => status === 'cancelled'))
      assert.deepEqual([...fake.offences], [])
    })

    if (mode === 'polling')
      it('books, moves and cancels in words', async () => {
        const { fake, desk } = telegram
        const boris = fake.person(2)
        await boris.says('A haircut tomorrow at 12:00')
        await boris.says('Boris, +7 916 222-33-44')
        const [booked] = await boris.says('yes')
        assert.match(booked?.text ?? '', /You are booked/)
        await boris.says('Move my visit to tomorrow at 15:00')
        const [moved] = await boris.says('yes')
        assert.match(moved?.text ?? '', /Moved/)
        await boris.says('Cancel my visit')
        const [gone] = await boris.says('yes')
        assert.match(gone?.text ?? '', /cancelled/)
        const visits = await desk.visits()
        assert.deepEqual(
          visits.filter(({ start }) => start === '2026-11-24T15:00:00+03:00').map(({ status }) => status),
          ['cancelled'],
        )
        assert.deepEqual([...fake.offences], [])
      })

    if (mode === 'webhook')
      it('books in words and buttons by turns; a used keyboard keeps only what was chosen, and does no harm', async () => {
        const { fake, desk } = telegram
        const vera = fake.person(3)
        const [offered] = await vera.says('I would like a manicure with Kamila tomorrow')
        const buttons = offered?.buttons.flat() ?? []
        const chosen = buttons.find(({ text }) => text === '14:00')
        assert.ok(chosen, `offered: ${buttons.map(({ text }) => text).join(' | ')}`)
        assert.equal(offered?.buttons[0]?.length, 4, 'times stand four in a row')
        await vera.presses('14:00')
        await fake.until(() => offered?.buttons.flat().length === 1, 'the used keyboard')
        assert.deepEqual(offered?.buttons.flat(), [{ text: '✓ 14:00', callback_data: chosen.callback_data }])
        assert.deepEqual([...fake.bot().turning], [], 'a pressed button still turns')

        await vera.says('Vera, 8 916 333-44-55')
        await vera.presses('Confirm')
        const before = await desk.visits()
        // The marked button again, and another time of the same old keyboard from another device.
        await vera.presses('✓ 14:00')
        await vera.pressesOld(buttons.find(({ text }) => text === '15:00')?.callback_data ?? '')
        const [unknown] = await vera.pressesOld('a-token-of-nobody')
        assert.match(unknown?.text ?? '', /\S/)
        assert.deepEqual(await desk.visits(), before)
        await fake.until(() => fake.bot().turning.size === 0, 'the end of all turning')
      })

    if (mode === 'webhook')
      it('answers a correction with what stands there now', async () => {
        const gleb = telegram.fake.person(4)
        await gleb.says('When are you open?')
        const [answer] = await gleb.edits('Where are you?')
        assert.match(answer?.text ?? '', /5 Garden Street/)
      })
  })
