import type { Condition, NextRule } from '../../config/desk-config.ts'
import type { DialogEvent, Facts } from '../contract/index.ts'
import type { Session } from './session.ts'

/** What is true of the session, whatever a model says. */
export function factsOf(session: Session): Facts {
  const { draft, client } = session
  const name = draft.name ?? client.name
  const phone = draft.phone ?? client.phone ?? client.verifiedPhone
  return {
    service_chosen: draft.serviceIds.length > 0,
    slot_offered: session.isSlotOffered,
    slot_chosen: draft.slot !== undefined,
    client_known: name !== undefined && phone !== undefined,
    awaiting_consent: session.pending !== undefined,
  }
}

function holds(condition: Condition, facts: Facts, events: ReadonlySet<DialogEvent>): boolean {
  const isNegated = condition.startsWith('not ')
  const name = isNegated ? condition.slice(4) : condition
  const isTrue = name in facts ? facts[name as keyof Facts] : events.has(name as DialogEvent)
  return isTrue !== isNegated
}

/** The state that follows: the first rule that holds, one transition at most. */
export function nextState(
  rules: readonly NextRule[],
  facts: Facts,
  events: ReadonlySet<DialogEvent>,
): string | undefined {
  return rules.find(rule => rule.when.every(condition => holds(condition, facts, events)))?.to
}
