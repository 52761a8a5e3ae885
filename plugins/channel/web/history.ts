import type { ConversationView, HistoryMessage, VisitCard } from '../../../core/contract/index.ts'

/** A visit with the path of its calendar file, while there is one. */
export interface PageVisit extends VisitCard {
  calendarUrl?: string
}

/** A message as the page shows it. */
export interface PageMessage extends Omit<HistoryMessage, 'visit'> {
  visit?: PageVisit
}

/** What a page shows of its conversation. */
export interface PageHistory {
  messages: readonly PageMessage[]
  /** The `seq` of the newest message; goes into the next read. */
  after: number
  /** The visitor's messages up to this `seq` are answered; later ones are stored and wait. */
  answered: number
  busy: boolean
  mode: 'auto' | 'staff'
}

/** The history after `after`; a conversation that has not begun is empty. `api` is the path of the instance's routes. */
export function writeHistory(view: ConversationView | undefined, after: number, api: string): PageHistory {
  if (!view) return { messages: [], after, answered: 0, busy: false, mode: 'auto' }
  const known = new Set(view.appointments.map(({ id }) => id))
  return {
    messages: view.messages.map(({ visit, ...message }) => {
      if (!visit) return message
      const calendarUrl = known.has(visit.id) && `${api}/visits/${encodeURIComponent(visit.id)}.ics`
      return { ...message, visit: { ...visit, ...(calendarUrl && { calendarUrl }) } }
    }),
    after: view.messages.reduce((highest, { seq }) => Math.max(highest, seq), after),
    answered: view.answered ?? 0,
    busy: view.busy,
    mode: view.mode,
  }
}
