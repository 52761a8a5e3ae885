import type { ConversationView, HistoryMessage } from '../../../core/contract/index.ts'

/** What a page shows of its conversation. */
export interface PageHistory {
  messages: readonly HistoryMessage[]
  /** The `seq` of the newest message; goes into the next read. */
  after: number
  busy: boolean
  mode: 'auto' | 'staff'
}

/** The history after `after`; a conversation that has not begun is empty. */
export function writeHistory(view: ConversationView | undefined, after: number): PageHistory {
  if (!view) return { messages: [], after, busy: false, mode: 'auto' }
  return {
    messages: view.messages,
    after: view.messages.reduce((highest, { seq }) => Math.max(highest, seq), after),
    busy: view.busy,
    mode: view.mode,
  }
}
