import type {
  ChannelInstance,
  ChoiceGroup,
  Desk,
  HistoryMessage,
  InboundPart,
  Locale,
  VisitCard,
} from '../../core/contract/index.ts'

/** One message with which the fake desk answers. */
export interface FakeReply {
  text: string
  choices?: ChoiceGroup
  visit?: VisitCard
}

/** What the fake desk answers to a message; may wait for whatever a test wants. */
export type Answering = (input: {
  address: string
  text: string
  parts: readonly InboundPart[]
}) => readonly FakeReply[] | Promise<readonly FakeReply[]>

interface Conversation {
  id: string
  address: string
  turn: number
  claimed: number
  running: number
  locale: Locale
  mode: 'auto' | 'staff'
  messages: HistoryMessage[]
  appointments: VisitCard[]
}

/** A desk in memory that keeps the contract of `Desk`: stored before answered, duplicates by id, one answer a message. */
export function createFakeDesk({
  answering,
  locale = 'en',
  now = Date.now,
}: {
  answering: Answering
  locale?: Locale
  now?: () => number
}) {
  const conversations = new Map<string, Conversation>()
  const seen = new Map<string, { conversation: string; message: string; content: string }>()
  const finished = new Map<string, PromiseWithResolvers<void>>()
  const state = { accepting: true, seq: 0, delivered: 0 }
  let channel: Pick<ChannelInstance, 'send'> | undefined

  function conversationAt(address: string): Conversation {
    const known = conversations.get(address)
    if (known) return known
    const id = `conversation-${conversations.size + 1}`
    const made = {
      id,
      address,
      turn: 0,
      claimed: 0,
      running: 0,
      locale,
      mode: 'auto' as const,
      messages: [],
      appointments: [],
    }
    conversations.set(address, made)
    return made
  }

  function store(conversation: Conversation, message: Omit<HistoryMessage, 'seq' | 'id' | 'at'>): HistoryMessage {
    state.seq += 1
    const stored = { ...message, seq: state.seq, id: `message-${state.seq}`, at: new Date(now()).toISOString() }
    conversation.messages.push(stored)
    return stored
  }

  async function say(
    address: string,
    reply: FakeReply,
    { author = 'desk', turn }: { author?: 'desk' | 'staff'; turn?: number } = {},
  ): Promise<void> {
    const conversation = conversationAt(address)
    const stored = store(conversation, { ...reply, author, ...(turn === undefined ? {} : { turn }) })
    if (reply.visit) conversation.appointments.push(reply.visit)
    const message = { text: reply.text, locale: conversation.locale, author }
    await channel?.send(
      { address, message, key: stored.id },
      { signal: new AbortController().signal, deadline: Infinity },
    )
  }

  async function runTurn(
    conversation: Conversation,
    mine: HistoryMessage,
    parts: readonly InboundPart[],
  ): Promise<void> {
    const turn = conversation.claimed
    const replies = await answering({ address: conversation.address, text: mine.text, parts })
    // As the journal does it: the turn is finished with its replies in one go, and only then they are sent.
    conversation.turn = turn
    conversation.running -= 1
    for (const reply of replies) await say(conversation.address, reply, { turn })
    finished.get(mine.id)?.resolve()
  }

  const desk: Desk = {
    async deliver(event) {
      if (!state.accepting) throw Object.assign(new Error('the journal is closed'), { code: 'unavailable' })
      if (event.kind !== 'message') return { conversation: '', duplicate: false }
      const known = seen.get(event.id)
      const content = JSON.stringify([event.address, event.parts])
      if (known) {
        const { conversation, message } = known
        return { conversation, message, duplicate: true, ...(known.content !== content && { differs: true }) }
      }
      const conversation = conversationAt(event.address)
      conversation.claimed += 1
      conversation.running += 1
      const stored = store(conversation, {
        author: 'client',
        text: textOf(event.parts, conversation.messages),
        turn: conversation.claimed,
      })
      const receipt = { conversation: conversation.id, message: stored.id }
      seen.set(event.id, { ...receipt, content })
      finished.set(stored.id, Promise.withResolvers<void>())
      state.delivered += 1
      void runTurn(conversation, stored, event.parts)
      return { ...receipt, duplicate: false }
    },
    async answered({ message }, { signal }) {
      const ended = new Promise<false>(resolve => {
        if (signal.aborted) resolve(false)
        signal.addEventListener('abort', () => resolve(false), { once: true })
      })
      return Promise.race([ended, (finished.get(message)?.promise ?? ended).then(() => true)])
    },
    async conversation({ address, after = 0, limit = 100 }) {
      const found = conversations.get(address)
      if (!found) return undefined
      return {
        conversation: found.id,
        turn: found.turn,
        state: found.turn === 0 ? 'GREETING' : 'CONSULTING',
        mode: found.mode,
        locale: found.locale,
        busy: found.running > 0,
        messages: found.messages.filter(({ seq }) => seq > after).slice(-limit),
        appointments: found.appointments,
      }
    },
  }

  return {
    desk,
    state,
    say,
    /** Starts the channel with this desk and lets it hear what is said. */
    async connect(given: Pick<ChannelInstance, 'send' | 'start'>): Promise<void> {
      channel = given
      await given.start(desk)
    },
    addresses: () => [...conversations.keys()],
    messagesOf: (address: string): readonly HistoryMessage[] => conversations.get(address)?.messages ?? [],
  }
}

/** What the history shows of a command, in the words of the page's own buttons. */
const WORDS = {
  start: '',
  help: '',
  book: 'Записаться',
  my: 'Мои записи',
  cancel: '',
  human: 'Позвать человека',
} as const

function textOf(parts: readonly InboundPart[], messages: readonly HistoryMessage[]): string {
  const options = messages.flatMap(({ choices }) => choices?.options ?? [])
  return parts
    .map(part => {
      if (part.type === 'text') return part.text
      if (part.type === 'choice') return options.find(({ id }) => id === part.id)?.label ?? `[${part.id}]`
      if (part.type === 'contact') return part.phone
      return part.type === 'command' ? WORDS[part.command] : ''
    })
    .join(' ')
}
