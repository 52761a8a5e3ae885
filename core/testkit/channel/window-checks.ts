import assert from 'node:assert/strict'
import type { TemplatePurpose, VisitCard } from '../../contract/index.ts'
import { assertCode } from './assert.ts'
import { type ChannelCheck, needed } from './check.ts'

const PURPOSES: readonly TemplatePurpose[] = ['confirmation', 'moved', 'cancelled', 're-engagement']

const FREE_WORDS = 'Free words that go through no longer'

const VISIT: VisitCard = {
  id: 'kit-visit',
  status: 'booked',
  start: '2026-11-25T12:00:00+03:00',
  end: '2026-11-25T13:00:00+03:00',
  services: ['Haircut'],
  employee: 'Elena',
  title: 'Haircut, Kit Salon',
  priceText: '45 EUR',
  address: '5 Garden Street',
}

/** What a channel does where free words go through only for a while after the client wrote. */
export const windowChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.window-closed',
    title: 'says `window_closed` when the provider takes free words no longer',
    unless: ({ capabilities }) => (capabilities.windowMs === undefined ? 'windowMs: none' : undefined),
    async run({ open }) {
      const bench = await open()
      await bench.addressOf()
      const refuse = needed(bench.provider.refuse, 'refuse')
      needed(refuse.window_closed, 'refuse.window_closed').call(refuse)
      await assertCode(bench.send({ text: 'Too late' }), ['window_closed'])
      await bench.send({ text: 'The next one' })
      const shown = await bench.provider.shown(1)
      assert.deepEqual(
        shown.map(({ text }) => text),
        ['The next one'],
      )
    },
  },
  {
    id: 'channel.template',
    title:
      'sends the approved template of the purpose in place of the words, and words never in place of one that it lacks',
    unless: ({ capabilities: { templates = [] } }) => (templates.length > 0 ? undefined : 'templates: none'),
    async run({ open }) {
      const bench = await open()
      const { templates = [] } = bench.channel.capabilities
      const message = { text: FREE_WORDS, visit: VISIT }
      for (const template of PURPOSES) {
        const before = (await bench.provider.shown(1)).length
        if (templates.includes(template)) await bench.send({ ...message, template })
        else await assertCode(bench.send({ ...message, template }), ['invalid', 'unsupported', 'window_closed'])
        const shown = (await bench.provider.shown(1)).slice(before)
        assert.equal(shown.length, templates.includes(template) ? 1 : 0, `for ${template} ${shown.length} were sent`)
        for (const { text, template: name } of shown) {
          assert.ok(name, `for ${template} the client sees no template, but: ${text}`)
          assert.ok(!text.includes(FREE_WORDS), `the template for ${template} carries the free words`)
        }
      }
    },
  },
]
