import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { InboundPart } from '../../../core/contract/index.ts'
import type { FailPoint } from '../../../core/ledger/fail-points.ts'
import { type RunningDesk, startDesk } from '../../support/running-desk/index.ts'
import { call, slotIn, text } from '../../support/running-desk/model.ts'

const say = (words: string): InboundPart => ({ type: 'text', text: words })

describe('what a client writes', () => {
  let desk: RunningDesk
  let atPoint: ((point: FailPoint) => Promise<void>) | undefined
  before(async () => {
    desk = await startDesk({ model: 'alone', messenger: { burstMs: 300 }, reach: point => atPoint?.(point) })
  })
  after(() => desk.stop())

  const sends = (address: string, ...parts: readonly InboundPart[]) =>
    desk.deliver({ kind: 'message', id: randomUUID(), address, parts })

  /** A client of the messenger who sees a summary; answers the tokens of its buttons. */
  async function askedClient(address: string, date: string) {
    desk.model.will(
      call('create_client', { name: 'Anna', phone: '+79161234567' }),
      call('get_available_slots', { service_ids: ['haircut'], date_from: date, date_to: date }),
      request => call('create_appointment', { slot_id: slotIn(request, '12:00') }),
    )
    await sends(address, say('A haircut, Anna, +79161234567'))
    const [asked] = await desk.received(address)
    const [confirm, change] = asked?.message.choices?.options ?? []
    assert.ok(confirm && change)
    return { confirm: confirm.id, change: change.id }
  }
  const visitsOn = async (date: string) => (await desk.visits()).filter(({ start }) => start.startsWith(date)).length

  it('is answered in its language, also when that changes', async () => {
    const anna = desk.client('anna')
    const systems: string[] = []
    desk.model.always(({ system }) => {
      systems.push(system)
      return text('…')
    })
    const answered: string[] = []
    for (const words of [
      'Hello',
      'Добрый день',
      'ok',
      'Anna',
      '+7 916 123-45-67',
      'Thanks! How much is it?',
      '👍',
      'да',
      'Iphone 12',
    ]) {
      await anna.says(words)
      answered.push(/Answer in English/.test(systems.at(-1) ?? '') ? 'en' : 'ru')
    }
    assert.deepEqual(answered, ['en', 'ru', 'ru', 'ru', 'ru', 'en', 'en', 'ru', 'ru'])
    const menu = await anna.sends({ command: 'book' })
    assert.deepEqual(menu.labels, ['Маникюр', 'Стрижка'])
  })

  it('begins in the language that the channel reports', async () => {
    const boris = desk.client('boris')
    assert.deepEqual((await boris.sends({ command: 'book', sender: { language: 'ru-RU' } })).labels, [
      'Маникюр',
      'Стрижка',
    ])
  })

  it('in several messages is answered once', async () => {
    let heard = ''
    const requests = desk.model.requests.length
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('All three.')
    })
    await Promise.all(['Hello', 'I would like', 'a haircut'].map(words => sends('burst', say(words))))
    const [answer] = await desk.received('burst')
    assert.equal(answer?.message.text, 'All three.')
    assert.deepEqual(heard.split('\n').sort(), ['Hello', 'I would like', 'a haircut'].sort())
    assert.equal(desk.model.requests.length, requests + 1)
  })

  it('while the desk thinks is answered after it', async () => {
    const thinking = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<void>()
    desk.model.will(
      async () => {
        asked.resolve()
        await thinking.promise
        return text('First.')
      },
      ({ clientText }) => text(`Then: ${clientText}`),
    )
    const anna = desk.client('patient')
    const first = anna.says('One')
    await asked.promise
    const second = anna.says('Two')
    thinking.resolve()
    assert.equal((await first).text, 'First.')
    assert.equal((await second).text, 'Then: Two')
  })

  it('twice under one id is answered once', async () => {
    desk.model.will(text('Once.'))
    const event = { kind: 'message', id: 'same', address: 'twice', parts: [say('Hello')] } as const
    const receipts = await Promise.all([desk.deliver(event), desk.deliver(event)])
    const bodies = await Promise.all(receipts.map(receipt => receipt.json()))
    assert.equal(Object(bodies[0]).message, Object(bodies[1]).message)
    assert.equal((await desk.received('twice')).length, 1)
  })

  it('as yes and no in one burst is no consent', async () => {
    const { confirm, change } = await askedClient('torn', '2026-11-24')
    await Promise.all([sends('torn', say('yes')), sends('torn', say('no'))])
    // Neither a plain yes nor a plain no: the model is asked, and the draft stays.
    desk.model.will(text('So which is it'))
    await desk.received('torn', 1)
    assert.equal(await visitsOn('2026-11-24'), 0)
    await sends('torn', { type: 'choice', id: confirm }, { type: 'choice', id: change })
    const [asked] = await desk.received('torn', 2)
    assert.match(asked?.message.text ?? '', /check your booking/)
    await sends('torn', { type: 'choice', id: confirm }, say('no'))
    const [again] = await desk.received('torn', 3)
    assert.match(again?.message.text ?? '', /check your booking/)
    assert.equal(await visitsOn('2026-11-24'), 0)
    await sends('torn', { type: 'choice', id: confirm }, say('thanks!'))
    const [booked] = await desk.received('torn', 4)
    assert.match(booked?.message.text ?? '', /You are booked/)
  })

  it('as a yes with another wish beside it is no consent', async () => {
    const { confirm } = await askedClient('wish', '2026-11-25')
    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('An hour later, then?')
    })
    await sends('wish', { type: 'choice', id: confirm }, say('but an hour later'))
    const [answer] = await desk.received('wish', 1)
    assert.equal(answer?.message.text, 'An hour later, then?')
    assert.match(heard, /Confirm\nbut an hour later/)

    await sends('wish', { type: 'command', command: 'book' })
    const [menu] = await desk.received('wish', 2)
    const [manicure] = menu?.message.choices?.options ?? []
    await sends('wish', { type: 'choice', id: manicure?.id ?? '' }, { type: 'choice', id: confirm })
    const [employees] = await desk.received('wish', 3)
    assert.match(employees?.message.text ?? '', /Who would you like to see/)
    assert.equal(await visitsOn('2026-11-25'), 0)
  })

  it('before the booking is written stops it', async () => {
    const { confirm } = await askedClient('hasty', '2026-11-26')
    let heard = ''
    desk.model.will(({ clientText }) => {
      heard = clientText
      return text('I am waiting.')
    })
    // The turn of the press has begun when the next message arrives.
    atPoint = async point => {
      if (point !== 'turn.claimed') return
      atPoint = undefined
      await sends('hasty', say('wait, not yet!'))
    }
    await sends('hasty', { type: 'choice', id: confirm })
    const [answer] = await desk.received('hasty', 1)
    assert.equal(answer?.message.text, 'I am waiting.')
    assert.match(heard, /Confirm\nwait, not yet!/)
    assert.equal(await visitsOn('2026-11-26'), 0)
    await sends('hasty', { type: 'choice', id: confirm })
    const [booked] = await desk.received('hasty', 2)
    assert.match(booked?.message.text ?? '', /You are booked/)
  })

  it('after the booking has begun does not undo it', async () => {
    const { confirm } = await askedClient('late', '2026-11-27')
    desk.model.will(text('It is done already.'))
    atPoint = async point => {
      if (point !== 'ledger.committing') return
      atPoint = undefined
      await sends('late', say('wait!'))
    }
    await sends('late', { type: 'choice', id: confirm })
    const [booked] = await desk.received('late', 1)
    assert.match(booked?.message.text ?? '', /You are booked/)
    const [answer] = await desk.received('late', 2)
    assert.equal(answer?.message.text, 'It is done already.')
    assert.equal(await visitsOn('2026-11-27'), 1)
  })

  it('without words is answered, too', async () => {
    await sends('wordless', { type: 'media', media: 'audio', ref: { id: 1 } })
    const [media] = await desk.received('wordless')
    assert.match(media?.message.text ?? '', /put it into words/)
    await sends('wordless', { type: 'location', latitude: 55.7, longitude: 37.6 })
    const [location] = await desk.received('wordless', 1)
    assert.match(location?.message.text ?? '', /How can I help/)
  })
})

describe('what the desk says', () => {
  it('is cut to the channel’s length, with the buttons on the last piece, and a yes is still a yes', async t => {
    const desk = await startDesk({ model: true, messenger: { textLength: 60 } })
    t.after(() => desk.stop())
    const sends = (id: string, words: string) =>
      desk.deliver({ kind: 'message', id, address: 'narrow', parts: [say(words)] })
    const long = `${'One sentence of many words. '.repeat(4)}${'💇'.repeat(50)}`
    desk.model.will(text(long))
    await sends('n1', 'Hello')
    const pieces: string[] = []
    while (pieces.join('').length < long.length - 5)
      for (const { message } of await desk.received('narrow', pieces.length)) pieces.push(message.text)
    assert.ok(
      pieces.every(piece => piece.length <= 60 && piece.isWellFormed()),
      pieces.join('|'),
    )

    desk.model.will({ fault: 'server_error' }, { fault: 'server_error' })
    await sends('n2', 'Haircut tomorrow at noon, Anna, +79161234567')
    const summary: { text: string; hasButtons: boolean }[] = []
    while (!summary.at(-1)?.hasButtons)
      for (const { message } of await desk.received('narrow', pieces.length + summary.length))
        summary.push({ text: message.text, hasButtons: message.choices !== undefined })
    assert.ok(summary.length > 1)
    await sends('n3', 'yes')
    const [booked] = await desk.received('narrow', pieces.length + summary.length)
    assert.match(booked?.message.text ?? '', /You are booked/)
  })
})

describe('a summary that may not have arrived', () => {
  it('can not be agreed to in words', async t => {
    const desk = await startDesk({ messenger: { isMute: true, delivery: 'blind' } })
    t.after(() => desk.stop())
    const sends = (id: string, words: string) =>
      desk.deliver({ kind: 'message', id, address: 'far', parts: [say(words)] })
    await sends('f1', 'Haircut tomorrow at noon, Anna, +79161234567')
    const [asked] = await desk.received('far')
    assert.match(asked?.message.text ?? '', /check your booking/)
    await sends('f2', 'yes')
    const [again] = await desk.received('far', 1)
    assert.match(again?.message.text ?? '', /check your booking/)
    assert.deepEqual(desk.writes(), [])
    await desk.deliver({
      kind: 'message',
      id: 'f3',
      address: 'far',
      parts: [{ type: 'choice', id: again?.message.choices?.options[0]?.id ?? '' }],
    })
    const [booked] = await desk.received('far', 2)
    assert.match(booked?.message.text ?? '', /You are booked/)
  })
})
