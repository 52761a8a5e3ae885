import { type Answer, awaitConsent, servicesOf, type Turn } from './turn.ts'

/** The question that waits, in short: after an answer to something else nobody wants to read it all again. */
export function remind(turn: Turn): Answer {
  const { memory, situation } = turn
  if (memory.asked !== undefined)
    turn.memory = { ...memory, asked: { ...memory.asked, times: Math.min(memory.asked.times, 1) } }
  const isConsent = memory.asked?.about === 'consent' && situation.pendingConsent !== undefined
  return isConsent ? awaitConsent(turn) : { texts: [question(turn)] }
}

function question(turn: Turn): string {
  const { memory, speaker } = turn
  switch (memory.asked?.about) {
    case 'service':
      return speaker.say('remind_service')
    case 'variant':
      return speaker.say('ask_variant', { list: speaker.or(namesOf(turn, memory.options[0] ?? [])) })
    case 'add_or_replace':
      return addOrReplaceAgain(turn)
    case 'employee':
      return speaker.say('remind_employee')
    case 'offer':
      return speaker.say('remind_offer')
    case 'client':
      return speaker.say(missingOf(turn))
    case 'visit':
      return speaker.say(memory.flow === 'cancel' ? 'which_visit_cancel' : 'which_visit_move')
    case 'change':
      return speaker.say('remind_change')
    case 'human':
      return speaker.say('offer_human')
    case 'flow':
      return speaker.say('want_to_book')
    default:
      return speaker.say('which_time')
  }
}

/** "Add or replace?" in other words than at first. */
export function addOrReplaceAgain(turn: Turn): string {
  const { memory, speaker } = turn
  return speaker.say('add_or_replace_again', {
    present: speaker.and(namesOf(turn, memory.serviceIds)),
    fresh: speaker.or(namesOf(turn, memory.options.flat())),
  })
}

function missingOf({ situation }: Turn): 'ask_client' | 'ask_name' | 'ask_phone' {
  const hasName = (situation.draft.name ?? situation.client.name) !== undefined
  const hasPhone = (situation.draft.phone ?? situation.client.phone) !== undefined
  if (hasName === hasPhone) return 'ask_client'
  return hasName ? 'ask_phone' : 'ask_name'
}

function namesOf(turn: Turn, ids: readonly string[]): string[] {
  return servicesOf(turn, ids).map(service => service.name)
}
