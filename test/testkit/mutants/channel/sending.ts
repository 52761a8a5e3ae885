import type { ChannelMutant } from './mutant.ts'

/** Slips of the webhook channel in what it sends, and in how it says what became of it. */
export const sendingMutants: readonly ChannelMutant[] = [
  {
    check: 'channel.send-after-stop',
    mistake: 'sends on after it was stopped',
    file: 'index.ts',
    changes: [['        desk()\n        const { text', '        const { text']],
  },
  {
    check: 'channel.send',
    mistake: 'sends everything to whom it wrote first',
    file: 'index.ts',
    changes: [
      ['let started: Desk | undefined', 'let started: Desk | undefined\n    let first: string | undefined'],
      ['{ to: address,', '{ to: (first ??= address),'],
    ],
  },
  {
    check: 'channel.literal',
    mistake: 'escapes for a provider that shows every character as it is',
    file: 'plain-text.ts',
    changes: [['return text', "return text.replaceAll('<', '&lt;')"]],
  },
  {
    check: 'channel.markup',
    mistake: 'sends the signs of the markup',
    file: 'plain-text.ts',
    changes: [['return text.', 'return text\n  text.']],
  },
  {
    check: 'channel.choices',
    mistake: 'cuts labels shorter than it declares',
    file: 'index.ts',
    changes: [['({ id, label })) ?? []', '({ id, label: label.slice(0, 20) })) ?? []']],
  },
  {
    check: 'channel.full-text',
    mistake: 'cuts a text that is not too long',
    file: 'index.ts',
    changes: [
      [
        'text: plainText(text), buttons: buttonsOf(choices), askPhone',
        'text: plainText(text).slice(0, choices ? 2_000 : 1_500), buttons: buttonsOf(choices), askPhone',
      ],
    ],
  },
  {
    check: 'channel.full-message',
    mistake: 'cuts a text beside choices without having declared it',
    file: 'index.ts',
    changes: [
      [
        'text: plainText(text), buttons: buttonsOf(choices), askPhone',
        'text: plainText(text).slice(0, choices ? 1_000 : 2_000), buttons: buttonsOf(choices), askPhone',
      ],
    ],
  },
  {
    check: 'channel.too-long',
    mistake: 'truncates a text that is too long',
    file: 'index.ts',
    changes: [
      ['if (text.length > TEXT_LENGTH)', 'if (text.length > 10 * TEXT_LENGTH)'],
      [
        'text: plainText(text), buttons: buttonsOf(choices), askPhone',
        'text: plainText(text).slice(0, TEXT_LENGTH), buttons: buttonsOf(choices), askPhone',
      ],
    ],
  },
  {
    check: 'channel.contact-request',
    mistake: 'declares a contact request and does not send it',
    file: 'index.ts',
    changes: [['askPhone: contactRequest }', 'askPhone: contactRequest && false }']],
  },
  {
    check: 'channel.idempotent',
    mistake: 'sends another key each time',
    file: 'api.ts',
    changes: [["'idempotency-key': key }", "'idempotency-key': key + performance.now() }"]],
  },
  {
    check: 'channel.rate-limited',
    mistake: 'takes seconds for milliseconds',
    file: 'api.ts',
    changes: [['retryAfterMs: seconds * 1_000', 'retryAfterMs: seconds']],
  },
  {
    check: 'channel.unauthorized',
    mistake: 'takes a wrong token for a refusal of this message',
    file: 'api.ts',
    changes: [["return error('unauthorized',", "return error('refused',"]],
  },
  {
    check: 'channel.unreachable',
    mistake: 'takes a client who is gone for a refusal of this message',
    file: 'api.ts',
    changes: [["return error('unreachable',", "return error('refused',"]],
  },
  {
    check: 'channel.after-server-error',
    mistake: 'believes that a provider that breaks has done nothing',
    file: 'api.ts',
    changes: [["method === 'GET' ? 'unavailable' : 'unknown_outcome'", "'unavailable'"]],
  },
  {
    check: 'channel.after-html',
    mistake: 'believes that nothing was sent when the answer is no JSON',
    file: 'api.ts',
    changes: [
      [
        "throw error('unknown_outcome', 'Acme took the message, and",
        "throw error(cause instanceof SyntaxError ? 'unavailable' : 'unknown_outcome', 'Acme took the message, and",
      ],
    ],
  },
  {
    check: 'channel.after-half-body',
    mistake: 'believes that nothing was sent when the answer breaks off',
    file: 'api.ts',
    changes: [
      [
        "throw error('unknown_outcome', 'Acme took the message, and",
        "throw error(cause instanceof SyntaxError ? 'unknown_outcome' : 'unavailable', 'Acme took the message, and",
      ],
    ],
  },
  {
    check: 'channel.unknown-outcome',
    mistake: 'believes that nothing was sent when nothing is answered',
    file: 'api.ts',
    changes: [
      [
        '{ ...init, headers }, { call })',
        "{ ...init, headers }, { call }).catch(cause => { throw error('unavailable', 'Acme does not answer', { cause }) })",
      ],
    ],
  },
  {
    check: 'channel.unavailable',
    mistake: 'takes a provider that is down for a client who is gone',
    file: 'api.ts',
    changes: [
      [
        '{ ...init, headers }, { call })',
        "{ ...init, headers }, { call }).catch(cause => { throw /reached/.test(String(cause)) ? error('unreachable', 'Acme is down', { cause }) : cause })",
      ],
    ],
  },
  {
    check: 'channel.redirect',
    mistake: 'follows a redirect with the message and the token',
    file: 'api.ts',
    changes: [
      [
        '    if (response.ok) return response\n',
        "    if (response.status === 307) return limited(response.headers.get('location') ?? '', { ...init, headers }, { call })\n    if (response.ok) return response\n",
      ],
    ],
  },
  {
    check: 'channel.deadline',
    mistake: 'sends after the deadline',
    file: 'api.ts',
    changes: [['{ ...init, headers }, { call })', '{ ...init, headers }, { call: { ...call, deadline: Infinity } })']],
  },
  {
    check: 'channel.typing',
    mistake: 'has a typing that does nothing',
    file: 'index.ts',
    changes: [['typing: ({ address }, call) => api.showTyping(address, call)', 'typing: async () => undefined']],
  },
  {
    check: 'channel.edit',
    mistake: 'leaves the buttons where they are',
    file: 'index.ts',
    changes: [['for (const id of providerIds)', 'for (const id of providerIds.slice(1))']],
  },
  {
    check: 'channel.setup',
    mistake: 'registers an address where nobody listens',
    file: 'index.ts',
    changes: [['instance}/webhook', 'instance}']],
  },
]
