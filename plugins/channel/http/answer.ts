import type { ConversationView, HistoryMessage, VisitCard } from '../../../core/contract/index.ts'
import type { Answer } from './schemas.ts'

/** An answer with these of the desk's messages. `conversation` is the caller's own id. */
export function writeAnswer(
  conversation: string,
  view: ConversationView,
  { messages, turn, after }: { messages: readonly HistoryMessage[]; turn: number; after: number },
): Answer {
  return {
    conversation,
    turn,
    state: view.state,
    mode: view.mode,
    busy: view.busy,
    replies: messages.flatMap(message => writeReply(message)),
    appointments: view.appointments.map(writeVisit),
    after,
  }
}

/** What the desk said in answer to the message `id`; undefined when the message is no longer in the view. */
export function findReplies(view: ConversationView, id: string) {
  const mine = view.messages.find(message => message.id === id)
  if (!mine) return undefined
  const { turn, seq } = mine
  const messages = view.messages.filter(message =>
    message.author === 'client' ? false : turn === undefined ? message.seq > seq : message.turn === turn,
  )
  return {
    messages,
    turn: turn ?? view.turn,
    // A turn above the last finished one is still under way.
    finished: turn !== undefined && turn <= view.turn,
    after: Math.max(seq, ...messages.map(message => message.seq)),
  }
}

/** The highest `seq` of the messages, or `after` when there are none. */
export function lastSeq(messages: readonly HistoryMessage[], after: number): number {
  return messages.reduce((highest, { seq }) => Math.max(highest, seq), after)
}

function writeReply({ author, id, at, text, choices, visit }: HistoryMessage): Answer['replies'] {
  if (author === 'client') return []
  return [
    {
      id,
      author,
      at,
      text,
      choices: choices ? choices.options.map(option => ({ ...option })) : [],
      ...(choices ? { choice_kind: choices.kind } : {}),
      ...(visit ? { visit: writeVisit(visit) } : {}),
    },
  ]
}

function writeVisit({ services, price, priceText, changedAt, ...visit }: VisitCard): Answer['appointments'][number] {
  return {
    ...visit,
    services: [...services],
    ...(price ? { price: { ...price } } : {}),
    ...(priceText === undefined ? {} : { price_text: priceText }),
    ...(changedAt === undefined ? {} : { changed_at: changedAt }),
  }
}
