import type { PageSettings } from '../../document.ts'
import type { PageHistory, PageMessage } from '../../history.ts'
import { openConnection } from './connection.ts'
import { createDelivery, type Message, type Outcome } from './delivery.ts'
import { createOutbox, type Outgoing } from './outbox.ts'
import { createStore, type Store } from './store.ts'

// The desk says every 4 s that it is still working; twice unheard, it is not.
const WORKING_MS = 9_000
// The desk answers at most this many messages of the history; older ones lie before them.
const HISTORY_LENGTH = 100

/** What stands below the last message while the desk works. */
export type Live = { kind: 'typing' } | { kind: 'draft'; text: string }

/** All that the page knows of its conversation. */
export interface ConversationState {
  /** The history has been read once: what comes from now on is news. */
  isReady: boolean
  /** The history reaches back to the first message, before which the greeting stands. */
  isWhole: boolean
  messages: readonly PageMessage[]
  queue: readonly Outgoing[]
  live?: Live | undefined
  mode: PageHistory['mode']
  isLost: boolean
  /** Too many messages in one minute; the browser keeps no cookies. */
  problem?: 'too_fast' | 'cookies' | undefined
}

/** The conversation, and what the visitor does in it. */
export interface Conversation {
  state: Store<ConversationState>
  say(message: Omit<Message, 'id'>): void
  retry(key: string): void
}

/** Opens the conversation of this browser. */
export function openConversation(settings: PageSettings): Conversation {
  const state = createStore<ConversationState>({
    isReady: false,
    isWhole: false,
    messages: [],
    queue: [],
    mode: 'auto',
    isLost: false,
  })
  const delivery = createDelivery(settings)
  const outbox = createOutbox({
    storageKey: `aiadmin:${settings.api}`,
    delivery,
    changed: queue => state.set({ queue }),
    outcome: hearOutcome,
  })
  let liveTimer = 0
  let problemTimer = 0

  const lastSeq = () => state.get().messages.at(-1)?.seq ?? 0
  const knows = (id: string) => state.get().messages.some(message => message.id === id)
  const awaitsAnswer = () => state.get().messages.at(-1)?.author === 'client'

  function show(live: Live | undefined): void {
    window.clearTimeout(liveTimer)
    if (live) liveTimer = window.setTimeout(() => show(undefined), WORKING_MS)
    state.set({ live })
  }

  function hearOutcome(outcome: Outcome): void {
    // The answer may have come before the receipt of what it answers.
    if (outcome.kind === 'stored' && (awaitsAnswer() || !knows(outcome.message))) showTyping()
    if (outcome.kind === 'refused') show(undefined)
    if (outcome.kind !== 'later' || !outcome.isTooFast) return
    state.set({ problem: 'too_fast' })
    window.clearTimeout(problemTimer)
    problemTimer = window.setTimeout(() => state.set({ problem: undefined }), outcome.retryAfterMs ?? 0)
  }

  function hearHistory(history: PageHistory): void {
    const known = lastSeq()
    const news = history.messages.filter(({ seq }) => seq > known)
    const { problem } = state.get()
    state.set({
      messages: [...state.get().messages, ...news],
      mode: history.mode,
      isReady: true,
      ...(!state.get().isReady && { isWhole: news.length < HISTORY_LENGTH }),
      ...(problem === 'cookies' && { problem: undefined }),
    })
    const isAnswer = news.some(({ author }) => author !== 'client')
    if (!history.busy || isAnswer) show(undefined)
    else if (awaitsAnswer()) showTyping()
  }

  /** Dots that are there keep moving; an unfinished answer is better than dots. */
  function showTyping(): void {
    show(state.get().live ?? { kind: 'typing' })
  }

  async function renewSession(): Promise<void> {
    if (!(await delivery.renewSession())) state.set({ problem: 'cookies' })
  }

  openConnection({
    api: settings.api,
    after: lastSeq,
    heardHistory: hearHistory,
    heardTyping: showTyping,
    heardDraft: ({ text }) => show({ kind: 'draft', text }),
    lost(isLost) {
      if (isLost === state.get().isLost) return
      state.set({ isLost })
      if (!isLost) outbox.wake()
    },
    renewSession,
  })

  return {
    state,
    say(message) {
      outbox.add({ ...message, afterSeq: lastSeq() })
    },
    retry: outbox.retry,
  }
}
