import type { ChannelInstance, Desk, InboundPart, OutboundMessage } from '../../core/contract/index.ts'
import { plainAbilities } from '../fakes/channel-abilities.ts'

/** How it ended for a client. */
export type Ending = 'booked' | 'requested' | 'offered others' | 'told busy'

/** What one client lived through. */
export interface Experience {
  phone: string
  ending: Ending
  /** The longest time without a word while they waited, in milliseconds of the desk's clock. */
  longestWaitMs: number
  /** Words that were no answer yet. */
  interim: number
  /** From the first word to the last. */
  totalMs: number
  lastWords: string
}

/** A messenger in memory: who writes to it hears what the desk sends, in order. */
export interface Messenger {
  channel: ChannelInstance
  readonly desk: Desk | undefined
  /** The next message to this address. */
  next(address: string): Promise<OutboundMessage>
}

/** Makes one. */
export function createMessenger(): Messenger {
  let desk: Desk | undefined
  const sent = new Map<string, OutboundMessage[]>()
  const waiting = new Map<string, (message: OutboundMessage) => void>()
  return {
    get desk() {
      return desk
    },
    next(address) {
      const ready = sent.get(address)?.shift()
      if (ready) return Promise.resolve(ready)
      return new Promise(resolve => waiting.set(address, resolve))
    },
    channel: {
      capabilities: plainAbilities,
      async start(given) {
        desk = given
      },
      async stop() {},
      async send({ address, message, key }) {
        const hear = waiting.get(address)
        waiting.delete(address)
        if (hear) hear(message)
        else sent.set(address, [...(sent.get(address) ?? []), message])
        return { providerIds: [key] }
      },
    },
  }
}

/** What a client wants, in words and as a button would say it. */
export interface Wish {
  address: string
  words: string
  time: string
  name: string
  phone: string
}

/** Writes to the desk as a client does who wants one time and no other, until it is settled. */
export async function tryToBook(messenger: Messenger, wish: Wish, now: () => number): Promise<Experience> {
  const { address, words, time, name, phone } = wish
  const { desk } = messenger
  if (!desk) throw new Error('the desk has not started')
  const startedAt = now()
  let [said, lastWordAt, longestWaitMs, interim, introduced] = [0, startedAt, 0, 0, false]

  const say = async (part: InboundPart) => {
    said += 1
    lastWordAt = now()
    await desk.deliver({ kind: 'message', id: `${address}-${said}`, address, parts: [part] })
  }
  const hear = async () => {
    const message = await messenger.next(address)
    longestWaitMs = Math.max(longestWaitMs, now() - lastWordAt)
    lastWordAt = now()
    return message
  }
  const end = (ending: Ending, lastWords: string): Experience => {
    return { phone, ending, longestWaitMs, interim, totalMs: now() - startedAt, lastWords }
  }

  await say({ type: 'text', text: words })
  for (;;) {
    const { text, visit, choices } = await hear()
    if (visit?.status === 'booked' || visit?.status === 'requested') return end(visit.status, text)
    const [first] = choices?.options ?? []
    if (choices?.kind === 'confirm' && first) await say({ type: 'choice', id: first.id })
    else if (choices?.kind === 'times') {
      const mine = choices.options.find(({ label }) => label.startsWith(time))
      if (!mine || introduced) return end('offered others', text)
      await say({ type: 'choice', id: mine.id })
    } else if ((await desk.conversation({ address }))?.busy === true) interim += 1
    else if (!introduced && /name|зовут/i.test(text)) {
      introduced = true
      await say({ type: 'text', text: `${name}, ${phone}` })
    } else return end('told busy', text)
  }
}
