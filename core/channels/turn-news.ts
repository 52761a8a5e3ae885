/** Tells whoever waits in this process that something happened in a conversation. */
export interface TurnNews {
  /** A turn ended; `messages` are those that it answered. */
  turnEnded(conversation: string, messages: readonly string[]): void
  /** Resolves at the conversation's next news; false when `signal` aborts first. */
  next(conversation: string, signal: AbortSignal): Promise<boolean>
}

/** News by conversation; nothing is kept for those who do not listen. */
export function createTurnNews(): TurnNews {
  const listeners = new Map<string, Set<() => void>>()
  return {
    turnEnded(conversation) {
      for (const hear of listeners.get(conversation) ?? []) hear()
    },
    next(conversation, signal) {
      return new Promise(resolve => {
        if (signal.aborted) return resolve(false)
        const waiting = listeners.get(conversation) ?? new Set()
        listeners.set(conversation, waiting)
        const end = (isNews: boolean) => {
          waiting.delete(hear)
          if (waiting.size === 0) listeners.delete(conversation)
          signal.removeEventListener('abort', stop)
          resolve(isNews)
        }
        const hear = () => end(true)
        const stop = () => end(false)
        waiting.add(hear)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}
