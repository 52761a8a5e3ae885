import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { ChoiceGroup, OutboundMedia } from '../../../core/contract/index.ts'
import { CLIENT, type OpenedChannel, openChannel } from './open-channel.ts'

let opened: OpenedChannel

const shown = () => opened.fake.bot().chats.find(CLIENT)?.messages ?? []
const rows = () =>
  shown()
    .at(-1)
    ?.buttons.map(row => row.map(({ text }) => text))

const options = (...labels: readonly string[]) => labels.map((label, index) => ({ id: `token-${index}`, label }))

describe('what the desk says', () => {
  afterEach(() => opened.close())

  it('is formatted where it holds markup, and shows no previews', async () => {
    opened = await openChannel()
    await opened.send({ text: '**Tue 14:00** & more <soon>: [the **way**](https://a.example/?x=1&y="2")' })
    const [message] = shown()
    assert.equal(message?.text, 'Tue 14:00 & more <soon>: the way')
    assert.deepEqual(message?.bold, ['Tue 14:00', 'way'])
    assert.deepEqual(message?.links, [{ text: 'the way', url: 'https://a.example/?x=1&y="2"' }])
    assert.equal(message?.showsPreview, false)
    await opened.send({ text: '2 ** 3 ** 4, **a [b** c](https://a.example) and [no](http://insecure.example)' })
    assert.deepEqual([...opened.fake.offences], [])
  })

  it('goes plain when Telegram does not like how it is formatted', async () => {
    opened = await openChannel()
    const description = "Bad Request: can't parse entities: something new"
    opened.fake.plan({ method: 'sendMessage', at: 1, refusal: { code: 400, description } })
    await opened.send({ text: 'See **you**, [here](https://a.example)' })
    assert.deepEqual(
      shown().map(({ text, bold }) => [text, bold]),
      [['See you, here: https://a.example', []]],
    )
  })

  it('lays its buttons out by what they are', async () => {
    opened = await openChannel()
    const time = (label: string, hint?: string) => ({ id: label, label, time: label, ...(hint && { hint }) })
    const cases: readonly (readonly [ChoiceGroup, readonly (readonly string[])[]])[] = [
      [
        {
          kind: 'times',
          options: [
            ...['10:00', '11:00', '12:00', '13:00', '14:00'].map(label => time(label, 'Olga')),
            ...options('Other days'),
          ],
        },
        [['10:00', '11:00', '12:00', '13:00'], ['14:00'], ['Other days']],
      ],
      [
        { kind: 'times', options: [time('10:00', 'Olga'), time('10:00', 'Kamila')] },
        [['10:00 · Olga', '10:00 · Kamila']],
      ],
      [
        { kind: 'days', options: options('Mon 23', 'Tue 24', 'Wed 25', 'Thu 26') },
        [['Mon 23', 'Tue 24', 'Wed 25'], ['Thu 26']],
      ],
      [{ kind: 'services', options: options('Cut', 'Nails') }, [['Cut'], ['Nails']]],
      [{ kind: 'services', options: [{ id: 'a', label: 'Manicure', hint: '₽2,000' }] }, [['Manicure · ₽2,000']]],
      [{ kind: 'confirm', options: options('Confirm', 'Change') }, [['Confirm', 'Change']]],
    ]
    for (const [choices, expected] of cases) {
      await opened.send({ choices })
      assert.deepEqual(rows(), expected)
    }
    await assert.rejects(
      opened.send({ choices: { kind: 'other', options: [{ id: 'ж'.repeat(33), label: 'Too long' }] } }),
      { code: 'invalid' },
    )
    assert.deepEqual([...opened.fake.offences], [])
  })

  it('keeps the pace of a chat and holds nobody else up', async () => {
    opened = await openChannel()
    const { fake, clock, channel, call } = opened
    const began = clock.now()
    for (let count = 0; count < 12; count += 1) await opened.send({ text: `Number ${count}` })
    assert.ok(clock.now() - began >= 8_000, `12 messages took ${clock.now() - began} ms`)
    fake.bot().chats.open(CLIENT + 1)
    const at = clock.now()
    const message = { text: 'Hello', locale: 'en', author: 'desk' } as const
    await channel.send({ address: String(CLIENT + 1), message, key: 'k' }, call())
    assert.equal(clock.now(), at)
    assert.deepEqual([...fake.offences], [])
  })

  it('may be files, with a text under them or after them', async () => {
    opened = await openChannel()
    const file = (media: OutboundMedia['media'], mimeType: string): OutboundMedia => ({
      ...{ media, mimeType, fileName: `price.${media}`, bytes: Buffer.from('bytes of a file') },
    })
    await opened.send({ text: 'Our **prices**', media: file('document', 'application/pdf') })
    await opened.send({
      text: 'Look',
      media: file('image', 'image/png'),
      choices: { kind: 'confirm', options: options('Ok') },
    })
    await opened.send({ text: '', media: file('audio', 'audio/ogg') })
    const ids = await opened.send({ text: 'long '.repeat(300).trim(), media: file('audio', 'audio/mpeg') })
    assert.equal(ids.length, 2)
    assert.deepEqual(
      shown().map(({ file, text, buttons }) => [file?.kind, text.slice(0, 12), buttons.length]),
      [
        ['document', 'Our prices', 0],
        ['photo', 'Look', 1],
        ['voice', '', 0],
        ['audio', '', 0],
        [undefined, 'long long lo', 0],
      ],
    )
    assert.equal(Buffer.from(shown()[0]?.file?.bytes ?? []).toString(), 'bytes of a file')
    assert.equal(shown()[0]?.file?.fileName, 'price.document')
    opened.fake.plan({ method: 'sendMessage', at: 1, refusal: { code: 403, description: 'Forbidden' } })
    const half = opened.send({ text: 'long '.repeat(300), media: file('image', 'image/png') })
    await assert.rejects(half, { code: 'unknown_outcome' })
  })

  it('is given up where the chat is gone, or has become another one', async () => {
    opened = await openChannel()
    const { fake, channel, call } = opened
    fake.bot().chats.open(-77).movedTo = -1_077
    const message = { text: 'Hello', locale: 'en', author: 'desk' } as const
    await assert.rejects(channel.send({ address: '-77:5', message, key: 'k' }, call()), { code: 'unreachable' })
    await assert.rejects(channel.send({ address: '99', message, key: 'k' }, call()), { code: 'unreachable' })
  })
})

describe('a file of a client', () => {
  afterEach(() => opened.close())

  it('is not fetched beyond what Telegram hands out, and its address is told to nobody', async () => {
    opened = await openChannel()
    const { channel, fake, call } = opened
    fake.bot().files.set('big', { path: 'video/big.mp4', bytes: Buffer.alloc(1), size: 21 * 1024 * 1024 })
    fake.bot().files.set('gone', { path: 'photos/../gone', bytes: Buffer.alloc(0), size: 10 })
    fake.bot().files.set('local', { path: '/var/lib/telegram/file', bytes: Buffer.alloc(1), size: 1 })
    const fetchMedia = channel.fetchMedia?.bind(channel)
    assert.ok(fetchMedia)
    const token = /AAH-a_made-up/
    for (const [file, code] of [
      ['big', 'invalid'],
      ['local', 'unsupported'],
      ['unknown', 'invalid'],
    ] as const)
      await assert.rejects(
        fetchMedia({ ref: { file, mimeType: 'video/mp4' }, maxBytes: 50_000_000 }, call()),
        error => {
          assert.equal(Object(error).code, code)
          assert.doesNotMatch(`${Object(error).stack} ${Object(error).cause}`, token)
          return true
        },
      )
    assert.ok(opened.lines.every(line => !token.test(line)))
  })
})
