import assert from 'node:assert/strict'
import type { ChannelInstance } from '../../contract/index.ts'
import { type ChannelCheck, needed, writesToNobody } from './check.ts'

const hasNo = (name: 'typing' | 'draft' | 'edit' | 'setup') => (channel: ChannelInstance) =>
  channel[name] ? undefined : `it has no ${name}`

/** The members that a channel may leave out. */
export const abilityChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.typing',
    title: 'shows that the desk is typing',
    unless: channel => hasNo('typing')(channel) ?? writesToNobody(channel),
    async run({ open }) {
      const { channel, provider, addressOf, call, wait } = await open()
      const address = await addressOf()
      await wait(channel.typing?.({ address }, call()) ?? Promise.resolve(), 'typing')
      assert.equal(needed(provider.typings, 'typings').call(provider, 1), 1, 'the client sees nobody typing')
      assert.deepEqual(await provider.shown(1), [], 'typing has sent a message')
    },
  },
  {
    id: 'channel.draft',
    title: 'shows the newest draft, and sends no message with it',
    unless: channel => hasNo('draft')(channel) ?? writesToNobody(channel),
    async run({ open }) {
      const { channel, provider, addressOf, call, wait } = await open()
      const address = await addressOf()
      for (const text of ['We have', 'We have three times tomorrow'])
        await wait(channel.draft?.({ address, text, key: 'kit-message-draft' }, call()) ?? Promise.resolve(), 'draft')
      assert.deepEqual(await provider.shown(1), [], 'a draft has become a message')
      assert.equal(needed(provider.draft, 'draft').call(provider, 1), 'We have three times tomorrow')
    },
  },
  {
    id: 'channel.edit',
    title: 'takes the choices off a message that it has sent, and leaves its text',
    unless: channel => hasNo('edit')(channel) ?? writesToNobody(channel),
    async run({ open }) {
      const { channel, provider, addressOf, send, call, wait } = await open()
      const choices = { kind: 'confirm', options: [{ id: 'choice-token-yes', label: 'Yes' }] } as const
      const { providerIds } = await send({ text: 'Shall I book it?', choices })
      const message = { text: 'Shall I book it?', locale: 'en', author: 'desk' } as const
      const address = await addressOf()
      await wait(channel.edit?.({ address, providerIds, message }, call()) ?? Promise.resolve(), 'edit')
      const [shown, ...more] = await provider.shown(1)
      assert.deepEqual(more, [], 'the edit has sent another message')
      assert.deepEqual(shown?.choices, [], 'the choices can still be pressed')
      assert.equal(shown?.text, 'Shall I book it?')
    },
  },
  {
    id: 'channel.setup',
    title: 'registers its webhook under the public URL, and is called there from then on',
    unless: channel => hasNo('setup')(channel),
    async run({ open }) {
      const { channel, provider, publicUrl, hear, call, wait, secrets } = await open()
      const done = await wait(channel.setup?.({ publicUrl }, call()) ?? Promise.reject(new Error('no setup')), 'setup')
      const registered = needed(provider.webhook, 'webhook').call(provider)
      assert.ok(registered?.startsWith(`${publicUrl}/api/v1/`), `registered was ${registered}`)
      assert.match(done.summary, /\S/)
      for (const secret of secrets) assert.ok(!done.summary.includes(secret), 'the summary of setup names a secret')
      await hear({ text: 'By the registered address' })
    },
  },
]
