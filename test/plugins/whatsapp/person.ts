import assert from 'node:assert/strict'
import type { FakeClient } from '../../fakes/whatsapp/hooks.ts'
import type { WhatsAppFake } from '../../fakes/whatsapp/index.ts'
import type { WhatsAppShown } from '../../fakes/whatsapp/shown.ts'

/** A client with a phone in the hand. */
export interface Person {
  client: FakeClient
  /** How often something was pressed. */
  taps(): number
  /** Ids and contents of everything that this client sent, for redelivery. */
  sent: readonly { id: string; message: object }[]
  shown(): readonly WhatsAppShown[]
  says(text: string): Promise<WhatsAppShown>
  presses(label: string | RegExp): Promise<WhatsAppShown>
  sends(message: object): Promise<WhatsAppShown>
}

/** Where an answer that never comes is noticed. */
const PATIENCE_MS = 8_000

/** Plays one; `number` tells people apart. */
export function createPerson(fake: WhatsAppFake, number: number, more: Partial<FakeClient> = {}): Person {
  const digits = String(number).padStart(3, '0')
  const client = { phone: `79160000${digits}`, userId: `RU.1349120865530${digits}`, name: 'Anna', ...more }
  const sent: { id: string; message: object }[] = []
  let taps = 0

  async function sends(message: object): Promise<WhatsAppShown> {
    const seen = fake.shown(client).length
    const id = `wamid.HBgL${digits}${String(fake.deliveries.length).padStart(6, '0')}`
    sent.push({ id, message })
    const { status } = await fake.write(client, id, message)
    assert.equal(status, 200)
    const late = new Promise<never>((_, reject) => {
      setTimeout(reject, PATIENCE_MS, new Error(`no answer to ${JSON.stringify(message)}`)).unref()
    })
    const news = await Promise.race([fake.more(client, seen), late])
    const last = news.at(-1)
    assert.ok(last)
    return last
  }

  return {
    client,
    sent,
    sends,
    taps: () => taps,
    shown: () => fake.shown(client),
    says: text => sends({ type: 'text', text: { body: text } }),
    async presses(label) {
      const offers = fake.shown(client).toReversed()
      const matches = (text: string) => (typeof label === 'string' ? text === label : label.test(text))
      const offer = offers.find(({ choices }) => choices.some(choice => matches(choice.label)))
      const choice = offer?.choices.find(one => matches(one.label))
      assert.ok(offer && choice, `no ${label} in: ${JSON.stringify(offers.slice(0, 2))}`)
      taps += 1
      const type = offer.form === 'list' ? 'list_reply' : 'button_reply'
      const reply = { id: choice.id, title: choice.label }
      return sends({ type: 'interactive', context: { id: offer.id }, interactive: { type, [type]: reply } })
    },
  }
}
