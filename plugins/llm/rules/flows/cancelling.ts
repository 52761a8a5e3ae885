import { type Steps, use } from '../dialog/replay.ts'
import { type Answer, awaitConsent, offerPerson, type Turn } from '../dialog/turn.ts'
import { settleVisit } from './visits.ts'

/** A cancellation: which visit, and then core asks for the consent. */
export function* cancel(turn: Turn): Steps<Answer> {
  turn.memory = { ...turn.memory, flow: 'cancel' }
  const settled = yield* settleVisit(turn, 'which_visit_cancel')
  if ('answer' in settled) return settled.answer
  const before = turn.memory
  turn.memory = { ...before, asked: { about: 'consent', times: 1 } }
  const result = yield* use('cancel_appointment', { appointment_id: settled.visit.appointment_id })
  if (!('error' in result)) return { texts: [] }
  turn.memory = before
  if (result.error.code === 'consent_needed') return awaitConsent(turn)
  return offerPerson(turn, turn.speaker.say('cannot_now'))
}
