import assert from 'node:assert/strict'
import type { ChoiceGroup } from '../../contract/index.ts'
import { assertCode } from './assert.ts'
import type { ChannelBench } from './bench.ts'
import { type ChannelCheck, writesToNobody } from './check.ts'

const HINTS = [undefined, 'from 45 EUR', 'Elena']

/** What a client sees of what the desk says. */
export const sendChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.send',
    title: 'shows the text to the client it is meant for, once and in order',
    async run({ open }) {
      const bench = await open()
      await bench.send({ text: 'One' }, { client: 1 })
      await bench.send({ text: 'Somebody else' }, { client: 2 })
      await bench.send({ text: 'Two\n\nin three lines' }, { client: 1 })
      assert.deepEqual(await textsOf(bench, 1), ['One', 'Two\n\nin three lines'])
      assert.deepEqual(await textsOf(bench, 2), ['Somebody else'])
    },
  },
  {
    id: 'channel.provider-ids',
    title: "answers a send with the provider's ids, different ones for different messages",
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      const ids: string[] = []
      for (const text of ['One', 'Two']) {
        const { providerIds } = await bench.send({ text })
        assert.ok(providerIds.length > 0, 'providerIds is empty: no status and no edit finds this message')
        ids.push(...providerIds)
      }
      assert.ok(
        ids.every(id => typeof id === 'string' && id !== ''),
        JSON.stringify(ids),
      )
      assert.equal(new Set(ids).size, ids.length, 'two messages have the same provider id')
    },
  },
  {
    id: 'channel.literal',
    title: 'shows characters that mean something to the provider as they are',
    async run({ open }) {
      const bench = await open()
      const texts = [
        '1 < 2 & 3 > 2 "so" it\'s',
        'a_b_c *x* `y` ~z~ #1 - [no link] (yes) \\ | !',
        '<b>тест</b> &amp; 💇‍♀️',
      ]
      for (const text of texts) await bench.send({ text })
      assert.deepEqual(await textsOf(bench, 1), texts)
    },
  },
  {
    id: 'channel.markup',
    title: 'shows **bold** and [links](https://…) without their signs, and keeps where the link leads',
    // Clients of the journal get the text as it is; its page shows the markup.
    unless: writesToNobody,
    async run({ open }) {
      const bench = await open()
      await bench.send({ text: 'See you **tomorrow at 14:00**, [how to find us](https://salon.example/way?a=1&b=2).' })
      const [text = ''] = await textsOf(bench, 1)
      assert.ok(text.includes('tomorrow at 14:00') && !text.includes('**'), `the client sees: ${text}`)
      assert.ok(text.includes('how to find us') && !text.includes(']('), `the client sees: ${text}`)
      const requests = bench.proxy?.requests.map(({ body }) => body).join('\n') ?? ''
      assert.match(requests, /salon\.example/, 'the link leads nowhere any more')
    },
  },
  {
    id: 'channel.choices',
    title: 'shows as many choices as it declares, with labels of the declared length, in order',
    unless: ({ capabilities }) => (capabilities.choices ? undefined : 'choices: false'),
    async run({ open }) {
      const bench = await open()
      const group = fullGroup(bench)
      await bench.send({ text: 'When suits you?', choices: group })
      const choices = (await bench.provider.shown(1)).flatMap(message => message.choices)
      assert.deepEqual(
        choices.map(({ id, label }) => ({ id, label })),
        group.options.map(({ id, label }) => ({ id, label })),
      )
    },
  },
  {
    id: 'channel.full-text',
    title: 'shows a text of the declared length whole',
    async run({ open }) {
      const bench = await open()
      await assertWhole(bench, words(bench.channel.capabilities.textLength))
    },
  },
  {
    id: 'channel.full-message',
    title: 'shows a text of the length that is declared beside choices, whole and with the choices',
    unless: ({ capabilities }) => (capabilities.choices ? undefined : 'choices: false'),
    async run({ open }) {
      const bench = await open()
      const { choices, textLength } = bench.channel.capabilities
      const group = fullGroup(bench)
      await assertWhole(bench, words((choices ? choices.textLength : undefined) ?? textLength), group)
      const shown = (await bench.provider.shown(1)).flatMap(message => message.choices)
      assert.equal(shown.length, group.options.length, 'choices are missing')
    },
  },
  {
    id: 'channel.too-long',
    title: 'refuses a text over the declared length with `invalid`, and sends nothing of it',
    async run({ open }) {
      const bench = await open()
      const address = await bench.addressOf()
      const text = words(bench.channel.capabilities.textLength + 1)
      const message = { text, locale: 'en', author: 'desk' } as const
      const sending = bench.channel.send({ address, message, key: 'kit-message-too-long' }, bench.call())
      await assertCode(bench.wait(sending, 'send'), ['invalid'])
      assert.deepEqual(await bench.provider.shown(1), [], 'something of a text that is too long was sent')
    },
  },
  {
    id: 'channel.contact-request',
    title: 'asks for the phone with a button of its own',
    unless: ({ capabilities }) => (capabilities.contactRequest ? undefined : 'contactRequest: false'),
    async run({ open }) {
      const bench = await open()
      await bench.send({ text: 'No button here' })
      await bench.send({ text: 'May I have your phone?', contactRequest: true })
      const shown = await bench.provider.shown(1)
      assert.deepEqual(
        shown.map(({ contactRequest }) => contactRequest),
        [false, true],
      )
    },
  },
  {
    id: 'channel.idempotent',
    title: 'sends once what is given twice with the same key, whichever process sends it',
    unless: ({ capabilities: { delivery } }) => (delivery === 'idempotent' ? undefined : `delivery: '${delivery}'`),
    async run({ open }) {
      const bench = await open()
      const address = await bench.addressOf()
      const other = await open({ provider: bench.provider })
      const message = { text: 'Only once', locale: 'en', author: 'desk' } as const
      const input = { address, message, key: 'kit-message-twice' }
      for (const { channel, call, wait } of [bench, bench, other])
        await wait(channel.send(input, call()), 'send with a key that was used')
      assert.deepEqual(await textsOf(bench, 1), ['Only once'])
    },
  },
]

async function textsOf({ provider }: ChannelBench, client: number): Promise<readonly string[]> {
  return (await provider.shown(client)).map(({ text }) => text)
}

async function assertWhole(bench: ChannelBench, text: string, choices?: ChoiceGroup): Promise<void> {
  await bench.send({ text, ...(choices && { choices }) })
  const shown = (await textsOf(bench, 1)).join('')
  // Where it takes two messages of the provider, the space between them may go.
  assert.equal(shown.replace(/\s/g, ''), text.replace(/\s/g, ''), 'the text was cut')
}

/** As many choices with labels as long as the channel declares. */
function fullGroup({ channel }: ChannelBench): ChoiceGroup {
  const { choices } = channel.capabilities
  const { max, labelLength, hintLength = 72 } = choices || { max: 0, labelLength: 0 }
  const options = Array.from({ length: max }, (_, index) => {
    const hint = HINTS[index % HINTS.length]?.slice(0, hintLength)
    const label = `${index + 1}. Стрижка у Елены и укладка `.repeat(20).slice(0, labelLength - 1)
    return { id: `choice-token-${String(index).padStart(3, '0')}`, label: `${label}.`, ...(hint && { hint }) }
  })
  return { kind: 'times', options }
}

/** Words of exactly this length, so that nothing but a limit can be a reason to cut. */
function words(length: number): string {
  return `${'Слово за слово '.repeat(Math.ceil(length / 15)).slice(0, length - 1)}!`
}
