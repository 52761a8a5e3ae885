import assert from 'node:assert/strict'
import type { Command } from '../../contract/index.ts'
import { type ChannelCheck, needed } from './check.ts'
import { createEventCheck } from './event-schema.ts'

const COMMANDS: readonly Command[] = ['start', 'help', 'book', 'my', 'cancel', 'human']

/** What clients of some providers can do beside writing. */
export const actChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.location',
    title: 'delivers where a client is as a location',
    unless: (_, { locate }) => (locate ? undefined : 'the provider has no `locate`'),
    async run({ open }) {
      const { provider, hearFrom } = await open()
      const place = { latitude: 48.137154, longitude: -11.576124 }
      const event = await hearFrom(number =>
        needed(provider.locate, 'locate').call(provider, { number, client: 1, ...place }),
      )
      assert.deepEqual(createEventCheck()(event), [], JSON.stringify(event))
      assert.deepEqual(
        event.parts.filter(({ type }) => type === 'location'),
        [{ type: 'location', ...place }],
      )
    },
  },
  {
    id: 'channel.command',
    title: 'delivers each command as a command, and what came with it',
    unless: (_, { command }) => (command ? undefined : 'the provider has no `command`'),
    async run({ open }) {
      const { provider, hearFrom } = await open()
      const given = [
        ...COMMANDS.map(command => ({ command })),
        { command: 'start' as const, payload: 'autumn_2026-Abc' },
      ]
      for (const one of given) {
        const event = await hearFrom(number =>
          needed(provider.command, 'command').call(provider, { number, client: 1, ...one }),
        )
        assert.deepEqual(createEventCheck()(event), [], JSON.stringify(event))
        assert.deepEqual(event.parts, [{ type: 'command', ...one }])
      }
    },
  },
]
