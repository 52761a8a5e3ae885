import type { Wire } from '../replicas/wire.ts'

/** Tells whoever waits, in this process or another one, that something happened in a conversation. */
export interface TurnNews {
  /** A message was stored here, and its turn runs here. */
  turnBegan(message: string): void
  /** Its turn runs here and has not ended: the journal need not be asked. */
  isRunning(message: string): boolean
  /** A turn ended, or was given back; `messages` are those that were stamped with it. */
  turnEnded(conversation: string, messages: readonly string[]): void
  /** Resolves at the conversation's next news, when `signal` aborts, or after `withinMs`. */
  next(conversation: string, until: { signal: AbortSignal; withinMs: number }): Promise<void>
}

const TOPIC = 'turn'

/** News by conversation; nothing is kept for those who do not listen. */
export function createTurnNews(wire: Pick<Wire, 'tell' | 'hear'>): TurnNews {
  const listeners = new Map<string, Set<() => void>>()
  const running = new Set<string>()
  const tell = (conversation: string) => {
    for (const hear of [...(listeners.get(conversation) ?? [])]) hear()
  }
  wire.hear(TOPIC, conversation => tell(String(conversation)))
  return {
    turnBegan: message => void running.add(message),
    isRunning: message => running.has(message),
    turnEnded(conversation, messages) {
      const areOurs = messages.filter(message => running.delete(message)).length === messages.length
      tell(conversation)
      // Where all were stored here and run here, nobody waits elsewhere.
      if (!areOurs) wire.tell(TOPIC, conversation)
    },
    next(conversation, { signal, withinMs }) {
      return new Promise(resolve => {
        if (signal.aborted) return resolve()
        const waiting = listeners.get(conversation) ?? new Set()
        listeners.set(conversation, waiting)
        const hear = () => {
          clearTimeout(timer)
          waiting.delete(hear)
          if (waiting.size === 0) listeners.delete(conversation)
          signal.removeEventListener('abort', hear)
          resolve()
        }
        const timer = setTimeout(hear, withinMs)
        waiting.add(hear)
        signal.addEventListener('abort', hear, { once: true })
      })
    },
  }
}
