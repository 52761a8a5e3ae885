import type { ChannelMutant } from './mutant.ts'

/** Slips of the channel that polls. */
export const pollingMutants: readonly ChannelMutant[] = [
  {
    check: 'channel.event',
    mistake: 'calls a phone verified that it has not declared',
    file: 'index.ts',
    changes: [
      ["parts: [{ type: 'text', text }] }", "parts: [{ type: 'text', text }], sender: { verifiedPhone: from } }"],
    ],
  },
  {
    check: 'channel.poll-before-start',
    mistake: 'polls while it is still starting',
    file: 'index.ts',
    changes: [
      [
        'running = { desk, stopping, polling }',
        'await new Promise(done => setTimeout(done, 100))\n        running = { desk, stopping, polling }',
      ],
    ],
  },
  {
    check: 'channel.poll-right',
    mistake: 'polls on when another process has the right',
    file: 'index.ts',
    changes: [['AbortSignal.any([right, stopping])', 'stopping']],
  },
  {
    check: 'channel.poll-late-right',
    mistake: 'begins to poll when the right comes after the stop',
    file: 'index.ts',
    changes: [
      [
        'if (!stopping.aborted) await poll(desk, AbortSignal.any([right, stopping]))',
        'await poll(desk, stopping.aborted ? right : AbortSignal.any([right, stopping]))',
      ],
    ],
  },
  {
    check: 'channel.try-again',
    mistake: 'confirms what the desk could not store',
    file: 'index.ts',
    changes: [
      [
        'await pass(desk, update)\n            after = update.seq',
        'after = update.seq\n            await pass(desk, update)',
      ],
    ],
  },
  {
    check: 'channel.goes-on-after-invalid',
    mistake: 'polls for ever what can never be stored',
    file: 'index.ts',
    changes: [["if (Object(failure).code !== 'invalid') throw failure", 'throw failure']],
  },
  {
    check: 'channel.unknown-event',
    mistake: 'stands still before an event that it does not know',
    file: 'index.ts',
    changes: [['if (!from) return undefined', "if (!from) throw new Error('unknown')"]],
  },
  {
    check: 'channel.status',
    mistake: 'says what became of a message and not of which',
    file: 'index.ts',
    changes: [['key: receipt.ref', 'key: id']],
  },
  {
    check: 'channel.provider-ids',
    mistake: "keeps the provider's ids to itself",
    file: 'index.ts',
    changes: [
      [
        'return { providerIds: [String(JSON.parse(await response.text()).id)] }',
        'JSON.parse(await response.text())\n          return { providerIds: [] }',
      ],
    ],
  },
  {
    check: 'channel.draft',
    mistake: 'sends drafts as messages',
    file: 'index.ts',
    changes: [["request('/drafts'", "request('/messages'"]],
  },
  {
    check: 'channel.location',
    mistake: 'mixes up latitude and longitude',
    file: 'index.ts',
    changes: [['latitude: place.lat, longitude: place.lon', 'latitude: place.lon, longitude: place.lat']],
  },
  {
    check: 'channel.command',
    mistake: 'forgets what came with a command',
    file: 'index.ts',
    changes: [['...(payload !== undefined && { payload })', '...(payload === undefined && { payload })']],
  },
  {
    check: 'channel.command',
    mistake: 'delivers a command as the words that it is written with',
    file: 'index.ts',
    changes: [
      [
        '      if (order) {',
        "      if (order) return { ...said, parts: [{ type: 'text', text: order.word }] }\n      if (order) {",
      ],
    ],
  },
  {
    check: 'channel.files',
    mistake: 'leaves files out that it has declared',
    file: 'index.ts',
    changes: [['const file = media &&', "const file = media?.media === 'image' &&"]],
  },
  {
    check: 'channel.files',
    mistake: 'breaks the bytes of a file',
    file: 'index.ts',
    changes: [
      [
        "Buffer.from(media.bytes).toString('base64')",
        "Buffer.from(Buffer.from(media.bytes).toString()).toString('base64')",
      ],
    ],
  },
  {
    check: 'channel.window-closed',
    mistake: 'takes a closed window for a client who is gone',
    file: 'index.ts',
    changes: [["throw error('window_closed',", "throw error('unreachable',"]],
  },
  {
    check: 'channel.template',
    mistake: 'sends the words in place of a template',
    file: 'index.ts',
    changes: [['template ? { template } :', "template === 'moved' ? { template } :"]],
  },
  {
    check: 'channel.template',
    mistake: 'sends the words where it lacks a template',
    file: 'index.ts',
    changes: [
      ['if (template && !TEMPLATES.includes(template)) throw', 'if (template && text.length > TEXT_LENGTH) throw'],
      ['template ? { template } :', 'template && TEMPLATES.includes(template) ? { template } :'],
    ],
  },
]
