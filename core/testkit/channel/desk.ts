import type {
  ChannelEvent,
  Desk,
  HistoryMessage,
  InboundPart,
  OutboundMedia,
  OutboundMessage,
  Receipt,
} from '../../contract/index.ts'
import { codedError } from '../../plugins/coded-error.ts'

/** How the desk takes the next event; without one it is stored. */
export type DeskMood =
  /** The journal does not accept now. */
  | 'unavailable'
  /** This event can never be stored. */
  | 'invalid'
  /** A defect of the desk: it throws instead of rejecting, and what it throws has no code. */
  | 'throws'

/** A desk in memory that keeps the contract and remembers everything that a channel does to it. */
export interface TestDesk extends Desk {
  /** Every event that came, also those that were refused, in order. */
  readonly events: readonly ChannelEvent[]
  /** Takes the next events in these moods, one after the other. */
  next(...moods: readonly DeskMood[]): void
  /** Holds every event back until the answered function is called. */
  hold(): () => void
  /** Keeps a message of the desk in the history of the conversation. */
  say(address: string, message: OutboundMessage): void
}

interface Conversation {
  id: string
  messages: HistoryMessage[]
}

/** Makes one. */
export function createTestDesk(): TestDesk {
  const events: ChannelEvent[] = []
  const moods: DeskMood[] = []
  const seen = new Map<string, Receipt>()
  const conversations = new Map<string, Conversation>()
  let held: Promise<void> = Promise.resolve()
  let seq = 0

  function conversationAt(address: string): Conversation {
    const known = conversations.get(address)
    if (known) return known
    const made = { id: `conversation-${conversations.size + 1}`, messages: [] }
    conversations.set(address, made)
    return made
  }

  function store(conversation: Conversation, message: Pick<HistoryMessage, 'author' | 'text'>): string {
    seq += 1
    const id = `message-${seq}`
    conversation.messages.push({ ...message, id, seq, at: '2026-11-23T12:00:00+03:00', turn: seq })
    return id
  }

  async function accept(event: ChannelEvent, mood: DeskMood | undefined): Promise<Receipt> {
    await held
    if (mood === 'unavailable') throw codedError('unavailable', 'the journal is closed', { retryAfterMs: 1_000 })
    if (mood === 'invalid') throw codedError('invalid', 'this can never be stored')
    const known = seen.get(`${event.kind}:${event.id}`)
    if (known) return { ...known, duplicate: true }
    const receipt: Receipt =
      event.kind === 'message' ? storeMessage(event) : { conversation: 'conversation', duplicate: false }
    seen.set(`${event.kind}:${event.id}`, receipt)
    return receipt
  }

  function storeMessage({ address, parts }: Extract<ChannelEvent, { kind: 'message' }>): Receipt {
    const conversation = conversationAt(address)
    const message = store(conversation, { author: 'client', text: parts.map(textOf).join('\n') })
    return { conversation: conversation.id, message, duplicate: false }
  }

  return {
    events,
    next: (...wanted) => void moods.push(...wanted),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return resolve
    },
    say(address, { text, choices, contactRequest, visit, media, author }) {
      const more = {
        ...(choices && { choices }),
        ...(contactRequest && { contactRequest }),
        ...(visit && { visit }),
        ...(media && { media: shownFile(media) }),
      }
      store(conversationAt(address), { ...more, author, text })
    },
    deliver(event) {
      events.push(event)
      const mood = moods.shift()
      if (mood === 'throws') throw new TypeError('a defect inside the desk')
      return accept(event, mood)
    },
    answered: async () => true,
    async conversation({ address, after = 0, limit = 100 }) {
      const found = conversations.get(address)
      if (!found) return undefined
      return {
        conversation: found.id,
        turn: seq,
        state: 'GREETING',
        mode: 'auto',
        locale: 'en',
        busy: false,
        messages: found.messages.filter(message => message.seq > after).slice(-limit),
        appointments: [],
      }
    },
  }
}

/** The kit's desk has no server of its own: the file stands in its address. */
function shownFile({ bytes, ...file }: OutboundMedia): NonNullable<HistoryMessage['media']> {
  return { ...file, url: `data:${file.mimeType};base64,${Buffer.from(bytes).toString('base64')}` }
}

function textOf(part: InboundPart): string {
  if (part.type === 'text') return part.text
  return part.type === 'choice' ? part.id : part.type
}
