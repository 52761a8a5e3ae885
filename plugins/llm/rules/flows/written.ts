import type { SlotItem, ToolError } from '../../../../core/contract/index.ts'
import type { Steps } from '../dialog/replay.ts'
import { type Answer, ask, awaitConsent, offerPerson, type Turn } from '../dialog/turn.ts'
import { minutesOf } from '../time/calendar.ts'
import { askClient } from './client-step.ts'
import { offerTimes } from './offer.ts'
import { search } from './search.ts'
import type { Purpose } from './time-step.ts'

const MOST_NEAR = 6

/** Says what became of a writing call. When the summary was put to the client there is nothing left to say. */
export function* written(
  turn: Turn,
  result: { status: string } | ToolError,
  tried: { slot: SlotItem; purpose: Purpose },
): Steps<Answer> {
  const { speaker } = turn
  if (!('error' in result)) return { texts: [] }
  const { code, missing } = result.error
  switch (code) {
    case 'client_needed':
      return askClient(turn, missing ?? ['name', 'phone'], tried.slot)
    case 'consent_needed':
      return awaitConsent(turn)
    case 'privacy_needed':
      return ask(turn, 'consent', speaker.say('privacy', { url: turn.situation.company.privacy?.url ?? '' }))
    case 'slot_taken':
    case 'unknown_slot':
      return yield* justTaken(turn, tried)
    default:
      return offerPerson(turn, speaker.say('cannot_now'))
  }
}

/** The time went to somebody else: the nearest others of that day. */
function* justTaken(turn: Turn, { slot, purpose }: { slot: SlotItem; purpose: Purpose }): Steps<Answer> {
  const { chosen: _taken, ...memory } = turn.memory
  turn.memory = memory
  const wish = { options: [{ dates: [slot.date], windows: [] }] }
  const { visit, ...people } = purpose
  const found = yield* search(turn, { ...people, ...(visit === undefined ? {} : { visitId: visit.id }), wish })
  const isOther = (other: SlotItem) => other.date !== slot.date || other.time !== slot.time
  const byNearness = (a: SlotItem, b: SlotItem) => apart(a, slot) - apart(b, slot)
  const lead = turn.speaker.say('just_taken', { when: turn.speaker.at(slot) })
  return offerTimes(
    turn,
    {
      ...found,
      slots: found.slots.filter(isOther).sort(byNearness).slice(0, MOST_NEAR),
      others: found.others.filter(isOther),
    },
    wish,
    lead,
  )
}

function apart(a: SlotItem, b: SlotItem): number {
  return Math.abs(minutesOf(a.time) - minutesOf(b.time))
}
