import type { Json, Locale, SlotItem } from '../contract/index.ts'
import type { TimesWish } from './meaning.ts'

/** The booking being assembled, as the session keeps it. */
export interface Draft {
  serviceIds: readonly string[]
  /** Absent: not said, or anyone. */
  employeeId?: string
  /** The time that the client chose, by its token. */
  slot?: SlotItem
  name?: string
  phone?: string
  comment?: string
  /** The visit that is being moved. */
  moving?: string
}

/** The operation whose summary waits for the client's answer. */
export interface Pending {
  operation: string
  hash: string
  kind: 'book' | 'move' | 'cancel'
  summary: string
  /** The invitation to agree once more, after something else was answered. */
  reminder: string
}

/** What the dialog knows now: a JSON column of the conversation, written with the end of each turn. */
export interface Session {
  state: string
  locale: Locale
  draft: Draft
  /** Free times were offered for this draft. */
  isSlotOffered: boolean
  pending?: Pending
  /** Each LLM instance's own memory. */
  memory: Readonly<Record<string, Json>>
  client: {
    name?: string
    phone?: string
    /** Proved by the channel. */
    verifiedPhone?: string
  }
  privacy?: {
    /** When the client agreed, in milliseconds since the epoch. */
    agreedAt?: number
    /** The first message that waits for the agreement. */
    askedFor: number
  }
  /** The numbered options of the last message, on a channel without buttons. */
  numbered?: { message: string; tokens: readonly string[] }
  /** When the last turn ended. */
  endedAt: number
}

/** The times that the draft wishes for. */
export function wishOf({ draft }: Session): TimesWish {
  const { serviceIds, employeeId, moving } = draft
  return {
    serviceIds,
    ...(employeeId !== undefined && { employeeId }),
    ...(moving !== undefined && { moving }),
  }
}

/** A session that begins. */
export function newSession(initial: string, locale: Locale): Session {
  return {
    state: initial,
    locale,
    draft: { serviceIds: [] },
    isSlotOffered: false,
    memory: {},
    client: {},
    endedAt: 0,
  }
}

/** The same client begins anew: who they are stays, what they wished goes. */
export function clearWishes(session: Session): void {
  session.draft = { serviceIds: [] }
  session.isSlotOffered = false
  delete session.pending
}
