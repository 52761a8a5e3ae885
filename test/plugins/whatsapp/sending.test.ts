import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import type { ChoiceOption, OutboundMessage, VisitCard } from '../../../core/contract/index.ts'
import type { FakeTemplate } from '../../fakes/whatsapp/message-rules.ts'
import { ANNA, type OpenedWhatsApp, openWhatsApp } from './open.ts'

const option = (label: string, hint?: string): ChoiceOption => ({
  id: `choice-token-${label.slice(0, 3)}`,
  label,
  ...(hint !== undefined && { hint }),
})
const group = (...options: readonly ChoiceOption[]) => ({ choices: { kind: 'other', options } }) as const

const BARE: VisitCard = {
  id: 'visit-1',
  status: 'booked',
  start: '2026-11-24T15:00:00+03:00',
  end: '2026-11-24T16:00:00+03:00',
  services: ['Manicure', 'Pedicure'],
}
const VISIT: VisitCard = {
  ...BARE,
  employee: 'Olga',
  priceText: '₽4,000',
  address: '5 Garden Street',
}

const FILE = { fileName: 'price.pdf', bytes: Buffer.from('a file of a test') }
const PDF = { media: 'document', mimeType: 'application/pdf', ...FILE } as const
const PHOTO = { media: 'image', mimeType: 'image/jpeg', ...FILE } as const
const VOICE = { media: 'audio', mimeType: 'audio/ogg; codecs=opus', ...FILE } as const

const template = (name: string, language: string, body: string): FakeTemplate => ({
  name,
  language,
  status: 'APPROVED',
  body,
})

describe('what whatsapp sends', () => {
  let opened: OpenedWhatsApp
  const open = async (config: object) => {
    await opened.close()
    opened = await openWhatsApp(config)
    return opened
  }
  beforeEach(async () => {
    opened = await openWhatsApp()
  })
  afterEach(async () => {
    await opened.close()
  })
  const shown = () => opened.fake.shown(ANNA)
  const bodies = () => opened.fake.accepted.map(({ body }) => body)

  const FORMS: readonly { what: string; options: readonly ChoiceOption[]; form: 'buttons' | 'list' }[] = [
    { what: 'three short choices', options: ['Yes', 'No', 'Later'].map(label => option(label)), form: 'buttons' },
    { what: 'a label of 20 characters', options: [option('Буквы до двадцати 20')], form: 'buttons' },
    { what: 'a label of 21 characters', options: [option('Буквы до двадцати 021')], form: 'list' },
    { what: 'four choices', options: ['A1', 'B2', 'C3', 'D4'].map(label => option(label)), form: 'list' },
    {
      what: 'choices with a second line',
      options: [option('Manicure', '₽2,000'), option('Cut', '₽1,500')],
      form: 'list',
    },
    {
      what: 'two of one name',
      options: [
        { id: 'a', label: 'Olga' },
        { id: 'b', label: 'Olga' },
      ],
      form: 'list',
    },
  ]
  for (const { what, options, form } of FORMS)
    it(`shows ${what} as ${form}`, async () => {
      await opened.say({ text: 'Which one?', ...group(...options) })
      const [message, ...more] = shown()
      assert.equal(message?.form, form)
      assert.deepEqual(
        message.choices,
        options.map(({ id, label }) => ({ id, label })),
      )
      assert.deepEqual(more, [])
    })

  it('names the button of a list in the client’s language', async () => {
    for (const locale of ['ru', 'en'] as const)
      await opened.say({ text: '?', locale, ...group(...['A1', 'B2', 'C3', 'D4'].map(label => option(label))) })
    assert.deepEqual(
      bodies().map(body => body.interactive.action.button),
      ['Выбрать', 'Choose'],
    )
  })

  for (const [what, message] of Object.entries({
    'eleven choices': group(...Array.from({ length: 11 }, (_, index) => ({ id: `c${index}`, label: `${index}` }))),
    'a label that core should have cut': group(option('x'.repeat(25))),
    'a hint that core should have cut': group(option('x', 'y'.repeat(73))),
    'a long text beside choices': { text: 'x'.repeat(1_025), ...group(option('x')) },
    'a text over the limit': { text: 'x'.repeat(4_097) },
    'a file over the limit': { media: { ...PHOTO, bytes: Buffer.alloc(5 * 1024 * 1024 + 1) } },
    'a picture of a type that nobody sees': { media: { ...PHOTO, mimeType: 'image/webp' } },
  }) as [string, Partial<OutboundMessage>][])
    it(`refuses ${what}, and sends nothing of it`, async () => {
      await assert.rejects(opened.say(message), { code: 'invalid' })
      assert.deepEqual(bodies(), [])
      assert.deepEqual(opened.fake.refused, [])
    })

  it('asks for the phone by its own button, and in plain words where the text is too long for it', async () => {
    await opened.say({ text: 'May I have your phone?', contactRequest: true, ...group(option('x')) })
    await opened.say({ text: 'long '.repeat(300), contactRequest: true })
    assert.deepEqual(
      shown().map(({ form, contactRequest }) => [form, contactRequest]),
      [
        ['contact', true],
        ['text', false],
      ],
    )
  })

  it('writes to a phone by `to`, to a user id by `recipient`, and to nobody else', async () => {
    await opened.say({})
    await opened.say({}, ANNA.phone)
    assert.deepEqual(
      bodies().map(({ to, recipient, biz_opaque_callback_data }) => [to, recipient, biz_opaque_callback_data]),
      [
        [undefined, ANNA.userId, 'key-1'],
        [ANNA.phone, undefined, 'key-2'],
      ],
    )
    for (const address of ['+79160000001', 'RU.', 'RU.a/../b', 'ru.1', '']) {
      await assert.rejects(opened.say({}, address), { code: 'invalid' })
    }
  })

  const MEDIA: readonly { what: string; message: Partial<OutboundMessage>; forms: readonly string[] }[] = [
    { what: 'a picture with words', message: { text: 'Our salon', media: PHOTO }, forms: ['media: Our salon'] },
    { what: 'a file with words', message: { text: '**Prices**', media: PDF }, forms: ['media: Prices'] },
    { what: 'a file alone', message: { text: '', media: PDF }, forms: ['media: '] },
    { what: 'a recording with words', message: { text: 'Listen', media: VOICE }, forms: ['media: ', 'text: Listen'] },
    {
      what: 'a picture with buttons',
      message: { text: 'This one?', media: PHOTO, ...group(option('Yes')) },
      forms: ['buttons: This one?'],
    },
    {
      what: 'a picture with a list',
      message: { text: 'Which?', media: PHOTO, ...group(option('Yes', 'hint')) },
      forms: ['media: ', 'list: Which?'],
    },
    {
      what: 'a picture with a long text',
      message: { text: 'x'.repeat(1_025), media: PHOTO },
      forms: ['media: ', `text: ${'x'.repeat(1_025)}`],
    },
  ]
  for (const { what, message, forms } of MEDIA)
    it(`sends ${what} in ${forms.length === 1 ? 'one message' : 'two, of which the last has the key'}`, async () => {
      const { providerIds } = await opened.say(message)
      assert.deepEqual(
        shown().map(({ form, text }) => `${form}: ${text}`),
        forms,
      )
      assert.deepEqual(
        bodies().map(body => body.biz_opaque_callback_data),
        forms.length === 1 ? ['key-1'] : [undefined, 'key-1'],
      )
      assert.equal(providerIds.length, forms.length)
      const file = opened.fake.file(shown()[0]?.media?.id ?? '')
      assert.deepEqual(Buffer.from(file?.bytes ?? []), FILE.bytes)
    })

  it('says that nobody knows when only the file of a message went through', async () => {
    await opened.hear({ type: 'text', text: { body: 'Hello' } })
    const sending = opened.say({ text: 'Listen', media: VOICE })
    while (bodies().length === 0) await new Promise(resolve => setImmediate(resolve))
    opened.fake.next({ error: 131026 })
    await assert.rejects(sending, { code: 'unknown_outcome' })
  })

  it('keeps signs that WhatsApp would take for markup, and the addresses of pages', async () => {
    const text = 'See _our_ *list*: https://salon.example/_a_/*b*?c=~d~ and `x`'
    await opened.say({ text })
    assert.equal(shown()[0]?.text, text)
    assert.ok(bodies()[0].text.body.includes('https://salon.example/_a_/*b*?c=~d~'))
  })

  it('uploads a file once for all messages, and anew when Meta has it no longer', async () => {
    const { fake, say, clock } = opened
    const uploads = () => new Set(shown().map(({ media }) => media?.id)).size
    await say({ text: 'The price list', media: PHOTO })
    await say({ text: 'Once more', media: PHOTO })
    assert.deepEqual([shown().length, uploads()], [2, 1])
    fake.next({ error: 131053 })
    await say({ text: 'And again', media: PHOTO })
    assert.deepEqual([shown().length, uploads()], [3, 2])
    fake.next({ error: 131053 }, { error: 131053 })
    await assert.rejects(say({ text: 'Not taken', media: PHOTO }), { code: 'invalid' })
    await clock.advance(23 * 3_600_000)
    await say({ text: 'At last', media: PHOTO })
    assert.deepEqual([shown().length, uploads()], [4, 3])
  })

  describe('outside of the window', () => {
    const templates = {
      confirmation: {
        name: 'visit_booked',
        languages: ['ru', 'en_US'],
        parameters: ['service', 'date', 'time', 'employee', 'price', 'address'],
      },
      moved: { name: 'visit_moved', languages: ['ru'], parameters: { what: 'service', day: 'date' } },
      're-engagement': { name: 'write_to_us', languages: ['en_US'], parameters: ['company', 'phone', 'text'] },
      cancelled: { name: 'gone', languages: ['en_US'], parameters: { who: 'client' } },
    }
    const account = [
      template('visit_booked', 'ru', 'Ждём вас: {{1}}, {{2}} в {{3}}. Мастер: {{4}}, {{5}}, {{6}}.'),
      template('visit_booked', 'en_US', 'See you: {{1}}, {{2}} at {{3}}. With: {{4}}, {{5}}, {{6}}.'),
      template('visit_moved', 'ru', 'Новый день для «{{what}}»: {{day}}.'),
      template('write_to_us', 'en_US', '{{1}} ({{2}}): {{3}}'),
      template('gone', 'en_US', 'Your visit is cancelled, {{who}}.'),
    ]
    const CASES: readonly { what: string; message: Partial<OutboundMessage>; text: string }[] = [
      {
        what: 'a confirmation in English',
        message: { template: 'confirmation', visit: VISIT, locale: 'en' },
        text: 'See you: Manicure, Pedicure, Tuesday 24 November at 15:00. With: Olga, ₽4,000, 5 Garden Street.',
      },
      {
        what: 'a confirmation in Russian, with what the visit does not have',
        message: {
          template: 'confirmation',
          visit: { ...BARE, services: ['Маникюр'] },
          locale: 'ru',
        },
        text: 'Ждём вас: Маникюр, вторник, 24 ноября в 15:00. Мастер: —, —, —.',
      },
      {
        what: 'what is approved in one language only, whole in this one',
        message: { template: 'moved', visit: VISIT, locale: 'en' },
        text: 'Новый день для «Manicure, Pedicure»: вторник, 24 ноября.',
      },
      {
        what: 'a re-engagement with the desk’s own words in one line',
        message: {
          template: 're-engagement',
          text: '**A place** is free:\n\n[see](https://salon.example)',
          locale: 'ru',
        },
        text: 'Mirabelle (+74950000000): A place is free: see: https://salon.example',
      },
      {
        what: 'one with the client’s name',
        message: { template: 'cancelled', visit: VISIT, clientName: 'Anna' },
        text: 'Your visit is cancelled, Anna.',
      },
      {
        what: 'one to a client without a name',
        message: { template: 'cancelled', visit: VISIT },
        text: 'Your visit is cancelled, dear guest.',
      },
    ]
    for (const { what, message, text } of CASES)
      it(`sends ${what}`, async () => {
        const { fake, clock, hear, say } = await open({ templates })
        fake.account.templates = account
        await hear({ type: 'text', text: { body: 'Hello' } })
        await clock.advance(25 * 3_600_000)
        await say(message)
        assert.deepEqual([shown()[0]?.form, shown()[0]?.text], ['template', text])
      })

    it('says `window_closed` when nothing but a template goes through', async () => {
      const { clock, hear, say } = opened
      await hear({ type: 'text', text: { body: 'Hello' } })
      await clock.advance(24 * 3_600_000)
      await assert.rejects(say({}), { code: 'window_closed' })
      await assert.rejects(say({ template: 'confirmation', visit: VISIT }), { code: 'window_closed' })
    })

    it('declares the purposes that have a template, and how long the window is', async () => {
      const { channel } = await open({ templates: { moved: templates.moved } })
      assert.deepEqual(channel.capabilities.templates, ['moved'])
      assert.equal(channel.capabilities.windowMs, 86_400_000)
    })
  })

  it('writes forty messages at once to one client, then one in six seconds, and to others meanwhile', async () => {
    const { clock, channel, call, hear, say, fake } = opened
    await hear({ type: 'text', text: { body: 'Hello' } })
    const began = clock.now()
    for (let count = 0; count < 40; count += 1) await say({})
    assert.equal(clock.now(), began)
    await say({})
    assert.equal(clock.now() - began, 6_000)
    const message = { text: 'Hi', locale: 'en', author: 'desk' } as const
    const late = { ...call(), deadline: clock.now() + 5_999 }
    const failure = await channel.send({ address: ANNA.userId, message, key: 'late' }, late).catch(error => error)
    assert.deepEqual([failure.code, failure.retryAfterMs], ['rate_limited', 6_000])
    const other = { phone: '79160000002', userId: 'RU.2', name: 'Olga' }
    await hear({ type: 'text', text: { body: 'Hello' } }, other)
    await say({}, other.userId)
    assert.equal(clock.now() - began, 6_000)
    assert.deepEqual(fake.refused, [])
  })

  it('shows that it types once in twenty seconds, on the client’s newest message, which counts as read', async () => {
    const { channel, fake, clock, call, hear } = opened
    const typing = () => channel.typing?.({ address: ANNA.userId }, call())
    await typing()
    await hear({ type: 'text', text: { body: 'One' } }, ANNA, 'wamid.1')
    await clock.advance(1_000)
    await hear({ type: 'text', text: { body: 'Two' } }, ANNA, 'wamid.2')
    await typing()
    await clock.advance(4_000)
    await typing()
    await clock.advance(16_000)
    await typing()
    const receipt = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.2',
      typing_indicator: { type: 'text' },
    }
    assert.deepEqual(
      fake.receipts.map(({ body }) => body),
      [receipt, receipt],
    )
  })
})
