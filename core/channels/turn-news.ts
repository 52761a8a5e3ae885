import type { Wire } from '../replicas/wire.ts'

/** Tells whoever waits, in this process or another one, that something happened in a conversation. */
export interface TurnNews {
  /** A message was stored here, and its turn runs here. */
  turnBegan(message: string): void
  /** Its turn runs here and has not ended: the journal need not be asked. */
  isRunning(message: string): boolean
  /** A turn ended, or was given back; `messages` are those that were stamped with it. */
  turnEnded(conversation: string, messages: readonly string[], isAnswered: boolean): void
  /**
   * Resolves at the conversation's next news, when `signal` aborts, or after `withinMs`, with the messages that are known
   * to be answered: the journal need not be asked about them.
   */
  next(conversation: string, until: { signal: AbortSignal; withinMs: number }): Promise<readonly string[]>
}

const TOPIC = 'turn'

/** News by conversation; nothing is kept for those who do not listen. */
export function createTurnNews(wire: Pick<Wire, 'tell' | 'hear'>): TurnNews {
  const listeners = new Map<string, Set<(answered: readonly string[]) => void>>()
  const running = new Set<string>()
  const tell = (conversation: string, answered: readonly string[] = []) => {
    for (const hear of [...(listeners.get(conversation) ?? [])]) hear(answered)
  }
  wire.hear(TOPIC, conversation => tell(String(conversation)))
  return {
    turnBegan: message => void running.add(message),
    isRunning: message => running.has(message),
    turnEnded(conversation, messages, isAnswered) {
      const areOurs = messages.filter(message => running.delete(message)).length === messages.length
      tell(conversation, isAnswered ? messages : [])
      // Where all were stored here and run here, nobody waits elsewhere.
      if (!areOurs) wire.tell(TOPIC, conversation)
    },
    next(conversation, { signal, withinMs }) {
      return new Promise(resolve => {
        if (signal.aborted) return resolve([])
        const waiting = listeners.get(conversation) ?? new Set()
        listeners.set(conversation, waiting)
        const hear = (answered: readonly string[]) => {
          clearTimeout(timer)
          waiting.delete(hear)
          if (waiting.size === 0) listeners.delete(conversation)
          signal.removeEventListener('abort', giveUp)
          resolve(answered)
        }
        const giveUp = () => hear([])
        const timer = setTimeout(giveUp, withinMs)
        waiting.add(hear)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
