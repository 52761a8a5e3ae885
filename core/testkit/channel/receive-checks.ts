import assert from 'node:assert/strict'
import type { InboundPart } from '../../contract/index.ts'
import type { MessageEvent } from './bench.ts'
import { type ChannelCheck, needed } from './check.ts'
import { createEventCheck } from './event-schema.ts'

const CHOICE = 'Abc_def-12345678'
const OWN_PHONE = '+491701234567'
const OTHER_PHONE = '+491707654321'

/** What clients write: nothing of it is markup, and all of it is theirs. */
const WRITTEN: readonly string[] = [
  'Привет! Можно на завтра? 💇‍♀️',
  'שלום, אפשר תור למחר?',
  '<b>a</b> & "b" \'c\'; drop table client; -- \\n %s {{x}} $y',
  'first line\nsecond line',
  'ж'.repeat(2_000),
]
/** Real milliseconds in which all of them have come, if they come at once. */
const TOGETHER_MS = 30

/** What `deliver` may be called with. */
export const receiveChecks: readonly ChannelCheck[] = [
  {
    id: 'channel.event',
    title: 'delivers what a client does as events of the contract, with the ids of the provider',
    async run({ open }) {
      const bench = await open()
      const { capabilities } = bench.channel
      const anna = await bench.hear({ text: 'Hello' }, 1)
      const again = await bench.hear({ text: 'Hello' }, 1)
      const boris = await bench.hear({ text: 'Hello' }, 2)
      if (capabilities.choices) await bench.hear({ choice: CHOICE })
      for (const media of capabilities.media) await bench.hear({ media, ...fileOf(media) })
      const check = createEventCheck()
      for (const event of bench.desk.events) assert.deepEqual(check(event), [], JSON.stringify(event))
      if (!capabilities.verifiesPhone)
        assert.equal(
          anna.sender?.verifiedPhone,
          undefined,
          'a phone is called verified, and verifiesPhone is not declared',
        )
      assert.equal(again.address, anna.address, 'one client writes from two addresses')
      assert.notEqual(boris.address, anna.address, 'two clients write from one address')
      assert.equal(new Set([anna.id, again.id, boris.id]).size, 3, 'different messages have the same id')
    },
  },
  {
    id: 'channel.text',
    title: 'hands on what a client wrote, whole and unchanged',
    async run({ open }) {
      const bench = await open()
      for (const text of WRITTEN) assert.equal(textIn(await bench.hear({ text })), text)
      const odd = await bench.hear({ text: 'nul \u0000, bell \u0007, half \ud83d end' })
      assert.equal(plain(textIn(odd)), plain('nul \u0000, bell \u0007, half \ud83d end'))
    },
  },
  {
    id: 'channel.same-id',
    title: 'gives an event that the provider delivers twice the same id and address',
    async run({ open }) {
      const { provider, desk, wait, nextNumber } = await open()
      const event = { number: nextNumber(), client: 1, text: 'Twice' }
      await wait(provider.receive(event), 'the first delivery')
      await wait(provider.receive(event), 'the second delivery')
      const messages = desk.events.filter(({ kind }) => kind === 'message')
      const [first] = messages
      assert.ok(first, 'nothing was delivered')
      // A channel may remember and deliver it once; core takes both.
      for (const message of messages) assert.deepEqual(message, { ...message, id: first.id })
    },
  },
  {
    id: 'channel.choice',
    title: 'delivers a pressed choice with the id that it was offered with',
    unless: ({ capabilities }) => (capabilities.choices ? undefined : 'choices: false'),
    async run({ open }) {
      const { hear } = await open()
      const { parts } = await hear({ choice: CHOICE })
      assert.deepEqual(
        parts.filter(({ type }) => type === 'choice'),
        [{ type: 'choice', id: CHOICE }],
      )
    },
  },
  {
    id: 'channel.contact',
    title: 'calls a phone verified only when the provider proves that it is the own one of who sends it',
    unless: ({ capabilities }) =>
      capabilities.contactRequest || capabilities.verifiesPhone ? undefined : 'contactRequest and verifiesPhone: false',
    async run({ open }) {
      const { hear, channel } = await open()
      const own = await hear({ contact: OWN_PHONE, isOwn: true })
      const [contact] = contactsIn(own)
      assert.equal(digits(contact?.phone), digits(OWN_PHONE), 'the phone that the client sent is not in the event')
      const foreign = await hear({ contact: OTHER_PHONE, isOwn: false })
      assert.notDeepEqual(
        contactsIn(foreign).map(({ verified }) => verified),
        [true],
        "somebody else's phone is called verified",
      )
      assert.notEqual(digits(foreign.sender?.verifiedPhone), digits(OTHER_PHONE))
      if (channel.capabilities.verifiesPhone) {
        const isProved = contact?.verified === true || digits(own.sender?.verifiedPhone) === digits(OWN_PHONE)
        assert.ok(isProved, 'verifiesPhone is declared, and the own phone of the client is not called verified')
      } else assert.equal(contact?.verified, false, 'a phone is called verified, and verifiesPhone is not declared')
    },
  },
  {
    id: 'channel.media',
    title: 'delivers media by a reference that survives JSON and that brings the same bytes',
    unless: ({ capabilities }) => (capabilities.media.length > 0 ? undefined : 'media: []'),
    async run({ open }) {
      const { hear, channel, call, wait } = await open()
      for (const media of channel.capabilities.media) {
        const file = fileOf(media)
        const event = await hear({ media, ...file })
        const part = event.parts.find(({ type }) => type === 'media')
        assert.ok(part?.type === 'media' && part.media === media, `no part says that it is of the kind ${media}`)
        const { ref } = JSON.parse(JSON.stringify(part))
        assert.deepEqual(ref, part.ref, 'the reference does not survive JSON')
        const fetched = await wait(fetchOf(channel)({ ref, maxBytes: file.bytes.length }, call()), 'fetchMedia')
        assert.deepEqual(Buffer.from(fetched.bytes), Buffer.from(file.bytes))
        assert.equal(fetched.mimeType, file.mimeType)
      }
    },
  },
  {
    id: 'channel.media-limit',
    title: 'fetches no media larger than it is allowed to',
    unless: ({ capabilities }) => (capabilities.media.length > 0 ? undefined : 'media: []'),
    async run({ open }) {
      const { hear, channel, call, wait } = await open()
      const [media] = channel.capabilities.media
      assert.ok(media)
      const bytes = Buffer.alloc(200_000, 1)
      const { parts } = await hear({ media, ...fileOf(media), bytes })
      const part = parts.find(({ type }) => type === 'media')
      assert.ok(part?.type === 'media')
      const fetching = fetchOf(channel)({ ref: part.ref, maxBytes: 100_000 }, call())
      const size = await wait(
        fetching.then(
          fetched => fetched.bytes.length,
          () => 0,
        ),
        'fetchMedia',
      )
      assert.equal(size, 0, 'more bytes than maxBytes were answered; throw `refused` or `invalid`')
    },
  },
  {
    id: 'channel.at-once',
    title: 'delivers each of many messages that come at once, none twice',
    async run({ open }) {
      const { provider, desk, nextNumber, wait, until } = await open()
      // As long as the first waits to be stored, the others are on their way too.
      const release = desk.hold()
      const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`)
      const deliveries = texts.map((text, index) =>
        provider.receive({ number: nextNumber(), client: 1 + (index % 5), text }),
      )
      await until(() => desk.events.length > 0, 'the first message')
      setTimeout(release, TOGETHER_MS)
      await wait(Promise.all(deliveries), '20 deliveries')
      const heard = () => desk.events.flatMap(event => (event.kind === 'message' ? [textIn(event)] : []))
      await until(() => heard().length >= texts.length, '20 messages')
      assert.deepEqual(heard().sort(), texts.toSorted())
    },
  },
  {
    id: 'channel.status',
    title: "tells what became of a message, by the desk's key or the provider's id",
    unless: ({ capabilities: { delivery } }) => (delivery === 'traceable' ? undefined : `delivery: '${delivery}'`),
    async run({ open }) {
      const { provider, desk, send, wait, until } = await open()
      const key = 'kit-message-to-trace'
      const { providerIds } = await send({ text: 'On its way' }, { key })
      await wait(needed(provider.report, 'report').call(provider, 1, 'delivered'), 'the report of the provider')
      const find = () => desk.events.find(event => event.kind === 'status')
      await until(() => find() !== undefined, 'a status event')
      const status = find()
      assert.deepEqual(createEventCheck()(Object(status)), [])
      assert.ok(status?.kind === 'status' && status.status === 'delivered', JSON.stringify(status))
      const isNamed = status.key === key || (status.providerId !== undefined && providerIds.includes(status.providerId))
      assert.ok(isNamed, `nobody can tell which message this status is about: ${JSON.stringify(status)}`)
    },
  },
]

/** The text of a message; several parts are lines. */
function textIn({ parts }: MessageEvent): string {
  return parts.flatMap(part => (part.type === 'text' ? [part.text] : [])).join('\n')
}

// Core cleans texts; a channel may do it before.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const plain = (text: string) => text.replace(/[\u0000-\u001f\ufffd\p{Surrogate}]/gu, '')

const digits = (phone: string | undefined) => phone?.replace(/\D/g, '')

const contactsIn = ({ parts }: MessageEvent) =>
  parts.filter((part): part is Extract<InboundPart, { type: 'contact' }> => part.type === 'contact')

/** A small file of a kind. */
export function fileOf(media: string): { mimeType: string; bytes: Uint8Array } {
  const types: Record<string, string> = {
    image: 'image/jpeg',
    audio: 'audio/ogg',
    video: 'video/mp4',
    document: 'application/pdf',
    sticker: 'image/webp',
  }
  return {
    mimeType: types[media] ?? 'application/octet-stream',
    bytes: Buffer.from(`bytes of the ${media} \u0000\u00ff`),
  }
}

type Channel = Awaited<ReturnType<Parameters<ChannelCheck['run']>[0]['open']>>['channel']

function fetchOf(channel: Channel): NonNullable<Channel['fetchMedia']> {
  const { fetchMedia } = channel
  assert.ok(fetchMedia, 'capabilities.media names kinds, and there is no fetchMedia')
  return (input, call) => fetchMedia.call(channel, input, call)
}
