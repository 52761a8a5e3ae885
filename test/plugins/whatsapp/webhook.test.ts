import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { ChannelEvent, InboundPart } from '../../../core/contract/index.ts'
import { bytesOf, envelope, messageValue, sign, statusValue } from '../../fakes/whatsapp/hooks.ts'
import { options } from '../../fakes/whatsapp/index.ts'
import { ANNA, type OpenedWhatsApp, openWhatsApp } from './open.ts'

const TEXT = { type: 'text', text: { body: 'Привет, «Мирабель»! 💇‍♀️' } }
const SECOND = 'another-secret-of-the-app-0002'

const textsOf = (events: readonly ChannelEvent[]) =>
  events.flatMap(event =>
    event.kind === 'message' ? event.parts.flatMap(part => (part.type === 'text' ? [part.text] : [])) : [],
  )

describe('the webhook of whatsapp', () => {
  let opened: OpenedWhatsApp
  const open = async (config: object = {}) => {
    await opened.close()
    opened = await openWhatsApp(config)
    return opened
  }
  beforeEach(async () => {
    opened = await openWhatsApp()
  })
  afterEach(() => opened.close())

  const verify = (query: Readonly<Record<string, string>>) =>
    fetch(`${opened.url}/api/v1/whatsapp/webhook?${new URLSearchParams(query)}`)

  it('answers the challenge, and only the challenge, to whoever knows the verify token', async () => {
    const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': options.verifyToken }
    const response = await verify(asked)
    assert.equal(response.status, 200)
    assert.equal(await response.text(), '1158201444')
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/)
  })

  for (const [what, change] of Object.entries({
    'another token': { 'hub.verify_token': 'verify-token-of-a-tesT' },
    'an empty token': { 'hub.verify_token': '' },
    'another mode': { 'hub.mode': 'unsubscribe' },
  }))
    it(`refuses ${what}`, async () => {
      const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': options.verifyToken }
      const response = await verify({ ...asked, ...change })
      assert.equal(response.status, 403)
      assert.doesNotMatch(await response.text(), /^1$/)
    })

  it('takes both secrets of the app while they are changed, and no third one', async () => {
    const { fake, desk } = await open({ appSecrets: [options.appSecrets[0], '', SECOND] })
    const bytes = fake.delivery(ANNA, 'wamid.1', TEXT)
    assert.equal((await fake.deliver(bytes, sign(bytes, SECOND))).status, 200)
    assert.equal((await fake.deliver(bytes, sign(bytes, options.appSecrets[0] ?? ''))).status, 200)
    assert.equal(desk.events.length, 2)
    assert.equal((await fake.deliver(bytes, sign(bytes, ''))).status, 401)
    assert.equal((await fake.deliver(bytes, sign(bytes, 'a-third-secret'))).status, 401)
    assert.equal(desk.events.length, 2)
  })

  it('takes what a proxy has unescaped, by the signature of the escaped bytes', async () => {
    const { fake, desk } = opened
    const bytes = fake.delivery(ANNA, 'wamid.1', TEXT)
    const unescaped = JSON.stringify(JSON.parse(bytes))
    assert.notEqual(unescaped, bytes)
    assert.equal((await fake.deliver(unescaped, sign(bytes, options.appSecrets[0] ?? ''))).status, 200)
    assert.deepEqual(textsOf(desk.events), [TEXT.text.body])
    const forged = unescaped.replace('Мирабель', 'Мирабелла')
    assert.equal((await fake.deliver(forged, sign(bytes, options.appSecrets[0] ?? ''))).status, 401)
  })

  it('reads a delivery as large as Meta sends them, and nothing of one that nobody has signed', async () => {
    const { fake, desk } = opened
    const value = messageValue(options.phoneNumberId, ANNA, {
      id: 'wamid.1',
      type: 'text',
      text: { body: 'ж'.repeat(4_000) },
    })
    const large = bytesOf(
      envelope(
        options.businessAccountId,
        Array.from({ length: 40 }, () => value),
      ),
    )
    assert.ok(large.length > 900_000)
    assert.equal((await fake.deliver(large)).status, 200)
    assert.equal(desk.events.length, 40)
    assert.equal((await fake.deliver(large, 'sha256=1234')).status, 401)
  })

  it('reads every entry, change and message, and passes over the numbers of others', async () => {
    const { fake, desk } = opened
    const of = (number: string, id: string) => messageValue(number, ANNA, { id, type: 'text', text: { body: id } })
    const delivery = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [
            { field: 'messages', value: of(options.phoneNumberId, 'one') },
            { field: 'messages', value: of('100000000000002', 'of another number') },
            { field: 'account_update', value: of(options.phoneNumberId, 'of another field') },
          ],
        },
        {
          id: '2',
          changes: [
            { field: 'messages', value: of(options.phoneNumberId, 'two') },
            { field: 'messages', value: statusValue(options.phoneNumberId, { id: 'wamid.9', status: 'read' }) },
            {
              field: 'messages',
              value: { ...of(options.phoneNumberId, 'x'), messages: undefined, errors: [{ code: 131042 }] },
            },
          ],
        },
      ],
    }
    assert.equal((await fake.deliver(bytesOf(delivery))).status, 200)
    assert.deepEqual(textsOf(desk.events), ['one', 'two'])
    assert.deepEqual(desk.events.at(-1), { kind: 'status', id: 'wamid.9:read', providerId: 'wamid.9', status: 'read' })
  })

  it('is asked for more often than other addresses may be: all clients come from the same few of Meta’s', async () => {
    const { fake } = opened
    const bytes = fake.delivery(ANNA, 'wamid.1', TEXT)
    for (let request = 0; request < 1_100; request += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fake.deliver(bytes)))
      assert.ok(answers.every(({ status }) => status === 200))
    }
  })

  const contact = (more: object) => ({ name: { formatted_name: 'Olga' }, ...more })
  const KINDS: readonly { what: string; message: object; parts: readonly InboundPart[] }[] = [
    { what: 'a text', message: { type: 'text', text: { body: 'Hi' } }, parts: [{ type: 'text', text: 'Hi' }] },
    {
      what: 'a command',
      message: { type: 'text', text: { body: '/book' } },
      parts: [{ type: 'command', command: 'book' }],
    },
    {
      what: 'a word after a slash',
      message: { type: 'text', text: { body: '/boo' } },
      parts: [{ type: 'text', text: '/boo' }],
    },
    {
      what: 'a pressed button',
      message: {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: 'a-b_c', title: 'Yes' } },
      },
      parts: [{ type: 'choice', id: 'a-b_c' }],
    },
    {
      what: 'a chosen row',
      message: { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'row', title: 'One' } } },
      parts: [{ type: 'choice', id: 'row' }],
    },
    {
      what: 'the button of a template',
      message: { type: 'button', button: { payload: 'Write to us', text: 'Write to us' } },
      parts: [{ type: 'text', text: 'Write to us' }],
    },
    {
      what: 'the button of a template with a choice behind it',
      message: { type: 'button', button: { payload: 'Abc_def-12345678', text: 'Yes' } },
      parts: [{ type: 'choice', id: 'Abc_def-12345678' }],
    },
    {
      what: 'a voice message',
      message: { type: 'audio', audio: { id: '77', mime_type: 'audio/ogg; codecs=opus', voice: true } },
      parts: [{ type: 'media', media: 'audio', ref: { id: '77', media: 'audio' }, mimeType: 'audio/ogg; codecs=opus' }],
    },
    {
      what: 'a photo with words',
      message: {
        type: 'image',
        image: { id: 78, mime_type: 'image/jpeg', caption: 'Like this', url: 'https://x.example' },
      },
      parts: [
        { type: 'media', media: 'image', ref: { id: '78', media: 'image' }, mimeType: 'image/jpeg' },
        { type: 'text', text: 'Like this' },
      ],
    },
    {
      what: 'a place',
      message: { type: 'location', location: { latitude: 55.75, longitude: 37.61, name: 'Home' } },
      parts: [{ type: 'location', latitude: 55.75, longitude: 37.61 }],
    },
    {
      what: 'the own phone, asked for by our button',
      message: {
        type: 'contacts',
        contacts: [contact({ origin: 'contact_request', phones: [{ wa_id: '79169999999' }] })],
      },
      parts: [{ type: 'contact', phone: '+79169999999', verified: true, name: 'Olga' }],
    },
    {
      what: 'a card of somebody else',
      message: {
        type: 'contacts',
        contacts: [contact({ origin: 'other', phones: [{ phone: '+7 916 999-99-99', wa_id: '79169999999' }] })],
      },
      parts: [{ type: 'contact', phone: '+79169999999', verified: false, name: 'Olga' }],
    },
    {
      what: 'an own card whose number WhatsApp does not know',
      message: {
        type: 'contacts',
        contacts: [contact({ origin: 'contact_request', phones: [{ phone: '+74951234567' }] })],
      },
      parts: [{ type: 'contact', phone: '+74951234567', verified: false, name: 'Olga' }],
    },
    {
      what: 'what the API can not show',
      message: { type: 'unsupported', errors: [{ code: 131051 }] },
      parts: [{ type: 'media', media: 'document', ref: null }],
    },
    {
      what: 'the first opening of the chat',
      message: { type: 'request_welcome' },
      parts: [{ type: 'command', command: 'start' }],
    },
    {
      what: 'an order with a note',
      message: { type: 'order', order: { text: 'For Friday' } },
      parts: [{ type: 'text', text: 'For Friday' }],
    },
  ]
  for (const { what, message, parts } of KINDS)
    it(`delivers ${what}`, async () => {
      assert.equal(await opened.hear(message), 200)
      const [event, ...more] = opened.desk.events
      assert.ok(event?.kind === 'message')
      assert.deepEqual(event.parts, parts)
      assert.deepEqual(more, [])
    })

  for (const message of [
    { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '❤️' } },
    { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{}' } } },
    { type: 'contacts', contacts: [{ name: { formatted_name: 'Nobody' } }] },
    { type: 'system', system: { type: 'customer_identity_changed' } },
    { type: 'edit' },
    { type: 'edit', edit: { original_message_id: 'wamid.1', message: { type: 'image', image: { id: '1' } } } },
    { ...TEXT, group_id: 'a-group' },
    { type: 'text' },
    { type: 'constructor' },
    { text: { body: 'without a type' } },
  ])
    it(`passes over ${JSON.stringify(message)}`, async () => {
      assert.equal(await opened.hear(message), 200)
      assert.deepEqual(opened.desk.events, [])
    })

  it('tells what was edited and what was taken back', async () => {
    const { hear, desk } = opened
    const edit = { original_message_id: 'wamid.1', message: { type: 'text', text: { body: 'On Friday' } } }
    await hear({ type: 'edit', edit }, ANNA, 'wamid.2')
    await hear({ type: 'revoke', revoke: { original_message_id: 'wamid.1' } }, ANNA, 'wamid.3')
    const shared = { address: ANNA.userId, messageId: 'wamid.1' }
    assert.deepEqual(desk.events, [
      { kind: 'edited', id: 'wamid.2', ...shared, text: 'On Friday' },
      { kind: 'revoked', id: 'wamid.3', ...shared },
    ])
  })

  it('knows a client by the user id, and the phone only while it is shown', async () => {
    const { hear, desk } = opened
    await hear(TEXT)
    await hear(TEXT, { ...ANNA, hidesPhone: true })
    const seen = desk.events.map(event => (event.kind === 'message' ? [event.address, event.sender] : []))
    assert.deepEqual(seen, [
      [ANNA.userId, { name: 'Anna', verifiedPhone: '+79160000001' }],
      [ANNA.userId, { name: 'Anna' }],
    ])
  })

  it('knows a client by the phone where Meta sends no user id yet', async () => {
    const { fake, desk } = opened
    const value = {
      ...messageValue(options.phoneNumberId, ANNA, {}),
      messages: [{ from: ANNA.phone, id: 'wamid.1', ...TEXT }],
    }
    await fake.deliver(bytesOf(envelope(options.businessAccountId, [value])))
    const [event] = desk.events
    assert.ok(event?.kind === 'message')
    assert.deepEqual([event.address, event.sender?.verifiedPhone], [ANNA.phone, '+79160000001'])
  })

  it('does not take the phone of one contact for that of another', async () => {
    const { fake, desk } = opened
    const value = {
      ...messageValue(options.phoneNumberId, ANNA, {}),
      messages: [{ from_user_id: 'RU.99999', id: 'wamid.1', ...TEXT }],
    }
    await fake.deliver(bytesOf(envelope(options.businessAccountId, [value])))
    const [event] = desk.events
    assert.ok(event?.kind === 'message')
    assert.deepEqual([event.address, event.sender], ['RU.99999', {}])
  })

  it('moves the conversation with a changed number, under whatever it was known', async () => {
    const { hear, desk } = opened
    const system = { type: 'user_changed_number', wa_id: '79169999999', user_id: 'RU.NEW', previous_user_id: 'RU.OLD' }
    await hear({ type: 'system', system }, { ...ANNA, userId: 'RU.OLD' }, 'wamid.5')
    assert.deepEqual(desk.events, [
      { kind: 'address_changed', id: 'wamid.5:0', from: 'RU.OLD', to: 'RU.NEW' },
      { kind: 'address_changed', id: 'wamid.5:1', from: ANNA.phone, to: 'RU.NEW' },
    ])
  })

  it('moves it by the new number alone, and by the new user id alone', async () => {
    const { fake, desk } = opened
    const systems = [
      { from: ANNA.phone, system: { type: 'user_changed_number', wa_id: '79169999999' } },
      { from_user_id: 'RU.OLD', system: { type: 'user_changed_user_id', user_id: 'RU.NEW' } },
      {
        from_user_id: 'RU.TWO',
        system: { type: 'user_changed_user_id', user_id: 'RU.TWO', previous_user_id: 'RU.ONE' },
      },
    ]
    for (const [index, system] of systems.entries()) {
      const message = { id: `wamid.${index}`, type: 'system', ...system }
      const value = { ...statusValue(options.phoneNumberId, {}), statuses: undefined, messages: [message] }
      await fake.deliver(bytesOf(envelope(options.businessAccountId, [value])))
    }
    assert.deepEqual(
      desk.events.map(event => (event.kind === 'address_changed' ? [event.from, event.to] : event)),
      [
        [ANNA.phone, '79169999999'],
        ['RU.OLD', 'RU.NEW'],
        ['RU.ONE', 'RU.TWO'],
      ],
    )
  })
})
