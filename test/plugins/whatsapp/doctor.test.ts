import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FakeAccount } from '../../fakes/whatsapp/index.ts'
import { options } from '../../fakes/whatsapp/index.ts'
import type { FakeTemplate } from '../../fakes/whatsapp/message-rules.ts'
import { type OpenedWhatsApp, openWhatsApp } from './open.ts'

const template = (name: string, language: string, more: Partial<FakeTemplate> = {}): FakeTemplate => ({
  name,
  language,
  status: 'APPROVED',
  body: '{{1}} on {{2}}',
  ...more,
})

const templates = {
  confirmation: { name: 'visit_booked', languages: ['ru', 'en_US'], parameters: ['service', 'date'] },
  moved: { name: 'visit_moved', languages: ['ru'], parameters: { what: 'service' } },
}
const approved = [
  template('other_one', 'ru'),
  template('visit_booked', 'ru'),
  template('visit_booked', 'en_US'),
  template('visit_moved', 'ru', { body: 'Moved: {{what}}' }),
]
const without = (name: string, language: string, ...instead: readonly FakeTemplate[]) => [
  ...approved.filter(one => one.name !== name || one.language !== language),
  ...instead,
]

const CASES: readonly { what: string; account?: Partial<FakeAccount>; config?: object; says: RegExp }[] = [
  { what: 'that all is well', says: /^ok \+1 555-000-1111 \(Mirabelle\); templates for confirmation, moved$/ },
  { what: 'that no template is declared', config: { templates: {} }, says: /^ok .*no template is declared/ },
  { what: 'a wrong token', config: { accessToken: 'EAAanother' }, says: /^unauthorized .*token is wrong.*190/ },
  {
    what: 'a missing permission',
    account: { scopes: ['whatsapp_business_management'] },
    says: /^failing .*lacks whatsapp_business_messaging/,
  },
  {
    what: 'a token that expires',
    account: { tokenExpiresAt: Date.parse('2026-11-24T12:00:00Z') / 1_000 },
    says: /^failing .*expires at 2026-11-24T12:00:00.000Z: take one of a system user/,
  },
  { what: 'a number that there is not', config: { phoneNumberId: '100000000000009' }, says: /^invalid/ },
  { what: 'a number of another account', account: { numbers: ['1'] }, says: /^failing .*not one of the account/ },
  {
    what: 'a name that is not approved',
    account: { nameStatus: 'DECLINED' },
    says: /^failing .*display name is DECLINED/,
  },
  { what: 'a number that is not connected', account: { status: 'BANNED' }, says: /^failing .*the number is BANNED/ },
  { what: 'an account without an app', account: { hasApp: false }, says: /^failing .*aiadmin setup/ },
  {
    what: 'a webhook of another address',
    account: { appWebhook: 'https://old.mirabelle.example/api/v1/whatsapp/webhook' },
    says: /^failing [^;]*: Meta delivers to https:\/\/old\S+ and not to https:\/\/desk\S+\/whatsapp\/webhook: run aiadmin setup$/,
  },
  {
    what: 'that there is no webhook',
    account: { appWebhook: '' },
    says: /^failing .*no webhook is registered: .*setup/,
  },
  {
    what: 'that nobody is where it asks, and what to look at',
    config: { apiUrl: 'http://127.0.0.1:1' },
    says: /^unavailable .*nothing answers at this port.*; is this machine on the network.* is apiUrl right\?$/,
  },
  {
    what: 'a template that is missing in one language',
    account: { templates: without('visit_booked', 'en_US') },
    says: /^failing [^;]*the template visit_booked \(en_US\) for confirmation is not in the account$/,
  },
  {
    what: 'a template that waits for its approval',
    account: { templates: without('visit_moved', 'ru', template('visit_moved', 'ru', { status: 'PENDING' })) },
    says: /visit_moved \(ru\) for moved is PENDING/,
  },
  {
    what: 'a template with other parameters',
    account: { templates: without('visit_booked', 'ru', template('visit_booked', 'ru', { body: '{{1}}' })) },
    says: /visit_booked \(ru\) for confirmation wants the parameters 1, declared are 1, 2/,
  },
  {
    what: 'a template with one parameter more',
    account: {
      templates: without('visit_booked', 'ru', template('visit_booked', 'ru', { body: '{{1}} {{2}} {{3}}' })),
    },
    says: /visit_booked \(ru\) for confirmation wants the parameters 1, 2, 3, declared are 1, 2/,
  },
  {
    what: 'a template with other names of parameters',
    account: { templates: without('visit_moved', 'ru', template('visit_moved', 'ru', { body: '{{which}}' })) },
    says: /visit_moved \(ru\) for moved wants the parameters which, declared are what/,
  },
]

describe('what the doctor hears of whatsapp', () => {
  for (const { what, account = {}, config = {}, says } of CASES)
    it(what, async () => {
      const { channel, fake, clock, call, close } = await openWhatsApp({ templates, ...config })
      Object.assign(fake.account, { templates: approved }, account)
      const probing = channel.probe?.(call()) ?? Promise.reject(new Error('no probe'))
      const said = await clock.drive(probing).then(
        ({ ok, summary }) => `${ok ? 'ok' : 'failing'} ${summary}`,
        (error: unknown) => `${Object(error).code} ${Object(error).message}`,
      )
      await close()
      assert.match(said, says)
      assert.ok(!said.includes('EAA'), 'the token stands in what the doctor says')
    })
})

describe('the setup of whatsapp', () => {
  const setUp = ({ channel, clock, call, url }: OpenedWhatsApp) =>
    clock.drive(channel.setup?.({ publicUrl: url }, call()) ?? Promise.reject(new Error('no setup')))

  it('subscribes the app, registers this number’s webhook and offers the commands', async () => {
    const opened = await openWhatsApp()
    opened.fake.account.hasApp = false
    const { summary } = await setUp(opened)
    assert.equal(opened.fake.webhook(), `${opened.url}/api/v1/whatsapp/webhook`)
    assert.equal(opened.fake.account.hasApp, true)
    assert.deepEqual(opened.fake.account.commands, ['book', 'my', 'cancel', 'human', 'help'])
    assert.match(summary, /Webhook fields → messages → Subscribe/)
    await opened.close()
  })

  it('says what to look at, and how to do it by hand, when Meta does not reach the desk', async () => {
    const opened = await openWhatsApp()
    const { channel, clock, call, close } = opened
    const setting =
      channel.setup?.({ publicUrl: 'http://127.0.0.1:1' }, call()) ?? Promise.reject(new Error('no setup'))
    await assert.rejects(clock.drive(setting), (error: unknown) => {
      const { code, message } = Object(error)
      assert.equal(code, 'refused')
      assert.match(message, /must be running, and reachable.*By hand: .*Configuration → Webhook → Edit/)
      assert.ok(!message.includes(options.verifyToken))
      return true
    })
    await close()
  })
})
