import type { ChannelProvider, FakeWorld, ProviderEvent } from '../../../core/testkit/index.ts'
import { bytesOf, envelope, type FakeClient, post, sign } from './hooks.ts'
import { options, startWhatsAppFake } from './index.ts'

/** The stand-in as the conformance kit plays it. */
export async function startProvider({ now }: FakeWorld): Promise<ChannelProvider> {
  const fake = await startWhatsAppFake({ now })
  const secret = options.appSecrets[0] ?? ''
  let webhook = ''

  function messageOf(event: ProviderEvent): object {
    if ('text' in event) return { type: 'text', text: { body: event.text } }
    if ('choice' in event)
      return {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: event.choice, title: 'As it was shown' } },
      }
    if ('contact' in event) {
      const digits = event.contact.replace('+', '')
      const contact = {
        origin: event.isOwn ? 'contact_request' : 'other',
        name: { formatted_name: 'Anna' },
        phones: [{ phone: event.contact, wa_id: digits, type: 'CELL' }],
      }
      return { type: 'contacts', contacts: [contact] }
    }
    const { media, mimeType, bytes, number } = event
    const id = `40000000000${number}`
    fake.addFile(id, { kind: media, mimeType, bytes })
    return { type: media, [media]: { id, mime_type: mimeType } }
  }

  const bodyOf = (event: ProviderEvent) => fake.delivery(clientOf(event.client), idOf(event.number), messageOf(event))
  const url = () => fake.webhook() ?? webhook

  return {
    url: fake.url,
    connect({ api }) {
      webhook ||= `${api}/webhook`
      fake.connect(webhook)
    },
    receive: event => fake.write(clientOf(event.client), idOf(event.number), messageOf(event)),
    receiveRaw: body => fake.deliver(body),
    receiveUnknown: number =>
      fake.deliver(fake.delivery(clientOf(1), idOf(number), { type: 'hologram', hologram: { depth: 3 } })),
    forgeries: {
      'without a signature': event => post(url(), bodyOf(event), undefined),
      'with an empty signature': event => post(url(), bodyOf(event), ''),
      'signed with another secret': event => fake.deliver(bodyOf(event), sign(bodyOf(event), 'another-secret')),
      'with half of its signature': event => fake.deliver(bodyOf(event), sign(bodyOf(event), secret).slice(0, 40)),
      'changed after it was signed': event =>
        fake.deliver(bodyOf(event).replace('4917', '4918'), sign(bodyOf(event), secret)),
      'signed over other bytes of the same JSON': event =>
        fake.deliver(JSON.stringify(JSON.parse(bodyOf(event)), null, 1), sign(bodyOf(event), secret)),
      'signed for an empty body': event =>
        fake.deliver(bodyOf(event), sign(bytesOf(envelope(options.businessAccountId, [])), secret)),
    },
    shown: async client =>
      fake.shown(clientOf(client)).map(message => {
        const file = message.media && fake.file(message.media.id)
        const { kind = '', mimeType = '', fileName = '', bytes = new Uint8Array() } = file ?? {}
        return { ...message, files: file ? [{ media: kindOf(kind), mimeType, fileName, bytes }] : [] }
      }),
    locate: ({ client, number, latitude, longitude }) => {
      const place = { type: 'location', location: { latitude, longitude } }
      return fake.write(clientOf(client), idOf(number), place)
    },
    refuse: {
      rate_limited: ms => fake.next({ error: 130429, headers: { 'retry-after': String(ms / 1_000) } }),
      unauthorized: () => fake.next({ error: 190 }),
      unreachable: () => fake.next({ error: 131026 }),
      window_closed: () => fake.next({ error: 131047 }),
    },
    typings: client =>
      fake.receipts.filter(
        ({ client: reader, body }) => reader === clientOf(client).userId && body.typing_indicator?.type === 'text',
      ).length,
    webhook: () => fake.webhook(),
    async report(client, status) {
      const last = fake.accepted.findLast(one => one.client?.userId === clientOf(client).userId)
      if (!last) throw new Error('nothing was sent to this client')
      return fake.report(last, status)
    },
    close: () => fake.close(),
  }
}

function kindOf(kind: string): 'image' | 'audio' | 'document' {
  return kind === 'image' || kind === 'audio' ? kind : 'document'
}

const idOf = (number: number) => `wamid.HBgL${String(number).padStart(6, '0')}`

const clientOf = (client: number): FakeClient => ({
  phone: `491700000${String(client).padStart(3, '0')}`,
  userId: `DE.13491208655302741${client}`,
  name: 'Anna',
})
