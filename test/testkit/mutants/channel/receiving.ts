import type { ChannelMutant } from './mutant.ts'

/** Slips of the webhook channel in what it takes and delivers. */
export const receivingMutants: readonly ChannelMutant[] = [
  {
    check: 'channel.before-start',
    mistake: 'takes what comes before its start and forgets it',
    file: 'index.ts',
    changes: [
      ['let started: Desk | undefined', 'let started: Desk | undefined\n    let wasStarted = false'],
      ['started = given\n', 'started = given\n        wasStarted = true\n'],
      [
        '      if (!started) throw',
        '      if (!wasStarted) return { deliver: async () => ({}) }\n      if (!started) throw',
      ],
    ],
  },
  {
    check: 'channel.after-stop',
    mistake: 'goes on to deliver after it was stopped',
    file: 'index.ts',
    changes: [
      ['let started: Desk | undefined', 'let started: Desk | undefined\n    let last: Desk | undefined'],
      ['{ context, desk })', '{ context, desk: () => (last = started ?? last) ?? desk() })'],
    ],
  },
  {
    check: 'channel.nothing-shared',
    mistake: 'keeps its desks in a variable of the module',
    file: 'index.ts',
    changes: [
      ['const TEXT_LENGTH', 'const desks = new Set<Desk>()\nconst TEXT_LENGTH'],
      ['started = given\n', 'started = given\n        desks.add(given)\n'],
      ['started = undefined\n', 'if (started) desks.delete(started)\n        started = undefined\n'],
      [
        '{ context, desk })',
        '{ context, desk: () => ({ ...desk(), deliver: async event => { for (const each of desks) await each.deliver(event) } }) })',
      ],
    ],
  },
  {
    check: 'channel.event',
    mistake: 'says a language that is none',
    file: 'webhook.ts',
    changes: [['...(language && { language })', "language: 'the language of the sender'"]],
  },
  {
    check: 'channel.text',
    mistake: 'cuts what a client wrote',
    file: 'webhook.ts',
    changes: [["{ type: 'text', text })", "{ type: 'text', text: text.slice(0, 1_000) })"]],
  },
  {
    check: 'channel.text',
    mistake: 'escapes what a client wrote',
    file: 'webhook.ts',
    changes: [["{ type: 'text', text })", "{ type: 'text', text: text.replaceAll('<', '&lt;') })"]],
  },
  {
    check: 'channel.same-id',
    mistake: 'makes an id of its own for each delivery',
    file: 'webhook.ts',
    changes: [["kind: 'message', id,", "kind: 'message', id: String(performance.now()),"]],
  },
  {
    check: 'channel.choice',
    mistake: 'changes the id of a choice',
    file: 'webhook.ts',
    changes: [['id: button })', 'id: button.toLowerCase() })']],
  },
  {
    check: 'channel.contact',
    mistake: 'believes every card that it is passed',
    file: 'webhook.ts',
    changes: [['verified: contact.owner === sender', 'verified: true']],
  },
  {
    check: 'channel.media',
    mistake: 'forgets what kind of file it has fetched',
    file: 'api.ts',
    changes: [["response.headers.get('content-type') ?? 'app", "'app"]],
  },
  {
    check: 'channel.media-limit',
    mistake: 'fetches files of any size',
    file: 'api.ts',
    changes: [['if (size > maxBytes) throw', 'if (size < 0) throw']],
  },
  {
    check: 'channel.at-once',
    mistake: 'takes what comes at the same time without delivering it',
    file: 'webhook.ts',
    changes: [
      [
        '  // Before anything is read',
        `  let atOnce = 0
  app.addHook('onRequest', async () => { atOnce += 1 })
  app.addHook('onResponse', async () => { atOnce -= 1 })
  // Before anything is read`,
      ],
      [
        'async ({ body }, reply) => {',
        'async ({ body }, reply) => {\n      if (atOnce > 1) return reply.code(204).send()',
      ],
    ],
  },
  {
    check: 'channel.stored-first',
    mistake: 'waits for the desk only so long before it answers',
    file: 'webhook.ts',
    changes: [
      ['await desk()', 'await Promise.race([new Promise(done => setTimeout(done, 20)), desk()'],
      ['          })\n      }', '          })])\n      }'],
    ],
  },
  {
    check: 'channel.try-again',
    mistake: 'answers 204 whatever the desk says',
    file: 'webhook.ts',
    changes: [["if (Object(error).code !== 'invalid') throw error", '']],
  },
  {
    check: 'channel.goes-on-after-unavailable',
    mistake: 'lets nobody pass until what failed has come again',
    file: 'webhook.ts',
    changes: [
      ['const { config, clock, log } = context', "const { config, clock, log } = context\n  let failed = ''"],
      [
        'await desk()',
        "if (failed && failed !== event.id) throw refusal(503, 'wait', 'Wait.')\n        failed = ''\n        await desk()",
      ],
      [".code !== 'invalid') throw error", ".code !== 'invalid') { failed = event.id; throw error }"],
    ],
  },
  {
    check: 'channel.goes-on-after-invalid',
    mistake: 'has what can never be stored delivered for ever',
    file: 'webhook.ts',
    changes: [
      [
        ".code !== 'invalid') throw error",
        ".code !== 'invalid') throw error\n            throw new Error('not stored')",
      ],
    ],
  },
  {
    check: 'channel.goes-on-after-throws',
    mistake: 'stays locked when the desk throws',
    file: 'webhook.ts',
    changes: [
      ['const { config, clock, log } = context', 'const { config, clock, log } = context\n  let isLocked = false'],
      [
        'await desk()\n          .deliver(event)\n          .catch(',
        "if (isLocked) throw refusal(503, 'locked', 'Locked.')\n        isLocked = true\n        const stored = desk().deliver(event)\n        isLocked = false\n        await stored.catch(",
      ],
    ],
  },
  {
    check: 'channel.forged',
    mistake: 'wants a signature and does not compare it',
    file: 'webhook.ts',
    changes: [
      ['given.length === expected.length && timingSafeEqual(given, expected)', 'given.length === expected.length'],
    ],
  },
  {
    check: 'channel.forged',
    mistake: 'takes a recorded delivery at any time',
    file: 'webhook.ts',
    changes: [['if (!isSigned || !isFresh)', 'if (!isSigned)']],
  },
  {
    check: 'channel.nonsense',
    mistake: 'has a route that fails without its parameter',
    file: 'webhook.ts',
    changes: [
      [
        '  // Before anything is read',
        "  app.get('/ping', async request => Object(request.query).echo.length)\n  // Before anything is read",
      ],
    ],
  },
  {
    check: 'channel.signed-nonsense',
    mistake: 'believes the form of whatever is signed',
    file: 'webhook.ts',
    changes: [['    { schema: { body: delivery } },\n', '']],
  },
  {
    check: 'channel.unknown-event',
    mistake: 'fails over events that it does not know',
    file: 'webhook.ts',
    changes: [
      ["if (type !== 'message' || !from) return []", "if (type !== 'message' || !from) throw new Error('unknown')"],
    ],
  },
]
