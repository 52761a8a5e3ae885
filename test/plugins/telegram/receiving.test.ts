import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { userOf } from '../../fakes/telegram/acts.ts'
import { CLIENT, message, type OpenedChannel, openChannel } from './open-channel.ts'

let opened: OpenedChannel

/** The parts of the one event that came of it. */
async function partsOf(update: object): Promise<unknown> {
  const [event, ...more] = await opened.hear(update)
  assert.deepEqual(more, [])
  return event?.kind === 'message' ? event.parts : event
}

const command = (text: string, length = text.length) => ({
  text,
  entities: [{ type: 'bot_command', offset: 0, length }],
})

describe('what clients send', () => {
  afterEach(() => opened.close())

  it('is known with the name and language of the profile', async () => {
    opened = await openChannel()
    assert.deepEqual(await opened.hear(message({ text: 'Привет' })), [
      {
        kind: 'message',
        id: `${CLIENT}:7`,
        address: String(CLIENT),
        parts: [{ type: 'text', text: 'Привет' }],
        sender: { name: 'Anna Ivanova', language: 'ru' },
      },
    ])
  })

  it('may be commands, with what a link brought or what was written behind them', async () => {
    opened = await openChannel()
    for (const name of ['start', 'help', 'book', 'my', 'cancel', 'human'])
      assert.deepEqual(await partsOf(message(command(`/${name}`))), [{ type: 'command', command: name }])
    assert.deepEqual(await partsOf(message(command('/start spring-2026', 6))), [
      { type: 'command', command: 'start', payload: 'spring-2026' },
    ])
    assert.deepEqual(await partsOf(message(command('/book a manicure tomorrow', 5))), [
      { type: 'command', command: 'book' },
      { type: 'text', text: 'a manicure tomorrow' },
    ])
    assert.deepEqual(await partsOf(message(command('/price'))), [{ type: 'text', text: '/price' }])
  })

  it('is a proved phone only when the card is their own', async () => {
    opened = await openChannel()
    const contact = (phone_number: string, user_id?: number) =>
      message({ contact: { phone_number, first_name: 'Anna', ...(user_id && { user_id }) } })
    const own = { type: 'contact', phone: '+79161234567', verified: true, name: 'Anna' }
    assert.deepEqual(await partsOf(contact('79161234567', CLIENT)), [own])
    assert.deepEqual(await partsOf(contact('+7 916 123-45-67', CLIENT)), [own])
    const foreign = { ...own, verified: false }
    assert.deepEqual(await partsOf(contact('+79161234567', CLIENT + 1)), [foreign])
    assert.deepEqual(await partsOf(contact('8 (916) 123-45-67')), [{ ...foreign, phone: '8 (916) 123-45-67' }])
  })

  it('may be anything that Telegram knows', async () => {
    opened = await openChannel()
    const file = { file_id: 'f1', file_size: 900 }
    const media = (kind: string, mimeType: string, more = {}) => ({
      ...{ type: 'media', media: kind, ref: { file: 'f1', mimeType }, mimeType, bytes: 900 },
      ...more,
    })
    const cases: readonly (readonly [object, readonly object[]])[] = [
      [{ voice: { ...file, duration: 2 } }, [media('audio', 'audio/ogg')]],
      [{ audio: { ...file, mime_type: 'audio/mpeg' } }, [media('audio', 'audio/mpeg')]],
      [
        { photo: [{ file_id: 'small' }, file], caption: 'like this' },
        [media('image', 'image/jpeg'), { type: 'text', text: 'like this' }],
      ],
      [{ video_note: file }, [media('video', 'video/mp4')]],
      [{ animation: file, document: { ...file, mime_type: 'video/mp4' } }, [media('video', 'video/mp4')]],
      [{ document: { ...file, mime_type: 'image/png' } }, [media('image', 'image/png')]],
      [{ document: { ...file, mime_type: 'no type' } }, [media('document', 'application/octet-stream')]],
      [{ sticker: { ...file, is_animated: true, is_video: false } }, [media('sticker', 'application/x-tgsticker')]],
      [{ dice: { emoji: '🎲', value: 3 } }, [{ type: 'media', media: 'sticker', ref: null }]],
      [
        { location: { latitude: 1, longitude: 2 }, venue: { location: { latitude: 55.75, longitude: 37.61 } } },
        [{ type: 'location', latitude: 55.75, longitude: 37.61 }],
      ],
      [
        { text: 'this one', reply_to_message: { text: 'Which?' }, forward_origin: { type: 'user' } },
        [{ type: 'text', text: 'this one' }],
      ],
    ]
    for (const [content, parts] of cases) assert.deepEqual(await partsOf(message(content)), parts)
  })

  it('may be corrected afterwards; a live location that moves is no correction', async () => {
    opened = await openChannel()
    const { message: edited } = Object(message({ text: 'tomorrow at 15', edit_date: 1_795_000_060 }))
    assert.deepEqual(await opened.hear({ edited_message: edited }), [
      {
        ...{ kind: 'edited', id: `${CLIENT}:7:1795000060`, address: String(CLIENT) },
        ...{ messageId: `${CLIENT}:7`, text: 'tomorrow at 15' },
      },
    ])
    const { message: moved } = Object(message({ location: { latitude: 1, longitude: 2 }, edit_date: 1_795_000_090 }))
    assert.deepEqual(await opened.hear({ edited_message: moved }), [])
  })

  it('is passed over when nobody waits for an answer, or when it makes no sense', async () => {
    opened = await openChannel()
    const bot = { id: 5, is_bot: true, first_name: 'Other bot' }
    for (const update of [
      message({ new_chat_members: [bot] }),
      message({ pinned_message: { message_id: 3 } }),
      message({ text: 'hi', from: bot }),
      { message: { message_id: 'seven' } },
      { message: null },
      { callback_query: { id: '1' } },
      {},
    ])
      assert.deepEqual(await opened.hear(update), [])
    await opened.hear(message({ text: 'still here' }))
  })

  it('tells who has blocked the bot', async () => {
    opened = await openChannel()
    const from = userOf({ id: CLIENT, name: 'Anna' })
    const change = { chat: { id: CLIENT, type: 'private' }, from, date: 1, new_chat_member: { status: 'kicked' } }
    const [event] = await opened.hear({ my_chat_member: change })
    assert.deepEqual(event, { kind: 'unreachable', id: '1', address: String(CLIENT) })
    assert.deepEqual(await opened.hear({ my_chat_member: { ...change, new_chat_member: { status: 'member' } } }), [])
  })
})

describe('groups', () => {
  afterEach(() => opened.close())

  const group = { id: -1_001_234, type: 'supergroup', title: 'Salon' }

  it('are ignored', async () => {
    opened = await openChannel()
    assert.deepEqual(await opened.hear(message({ text: 'hi' }, group)), [])
    assert.deepEqual(await opened.hear(message({ text: 'hi' }, { id: -5, type: 'channel' })), [])
  })

  it('are listened to where the operator wants it, each member apart; nobody is asked for a phone there', async () => {
    opened = await openChannel({ config: { groups: true } })
    const { fake, channel, call, clock } = opened
    await fake.until(() => fake.calls('setMyCommands') === 3, 'the introduction')
    const [event] = await opened.hear(message(command(`/book@${fake.bot().username}`), group))
    assert.ok(event?.kind === 'message')
    assert.equal(event.address, `${group.id}:${CLIENT}`)
    assert.deepEqual(event.parts, [{ type: 'command', command: 'book' }])
    assert.deepEqual(await opened.hear(message(command('/book@another_bot'), group)), [])
    fake.bot().chats.open(group.id)
    const phone = { text: 'Your phone?', contactRequest: true, locale: 'en', author: 'desk' } as const
    await clock.drive(channel.send({ address: event.address, message: phone, key: 'k' }, call()))
    assert.deepEqual(
      fake
        .bot()
        .chats.find(group.id)
        ?.messages.map(({ text, contactRequest }) => [text, contactRequest]),
      [['Your phone?', false]],
    )
  })
})
