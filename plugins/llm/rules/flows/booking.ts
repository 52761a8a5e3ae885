import type { SlotItem } from '../../../../core/contract/index.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { choiceOf } from '../dialog/session.ts'
import { type Answer, ask, type Turn } from '../dialog/turn.ts'
import { settleClient, tellClient } from './client-step.ts'
import { peopleList, serviceList, settleEmployee, settleServices } from './services-step.ts'
import { settleTime } from './time-step.ts'
import { written } from './written.ts'

/** A booking: service, person when wished, time, name and phone, and then core asks for the consent. */
export function* book(turn: Turn): Steps<Answer> {
  turn.memory = { ...turn.memory, flow: 'book' }
  // Who the client is may come at any moment, also before a time is found.
  yield* tellClient(turn)
  const change = whatToChange(turn)
  if (change !== undefined) return change
  const question = (yield* settleServices(turn)) ?? (yield* settleEmployee(turn))
  if (question !== undefined) return question
  const { serviceIds, employeeIds } = turn.memory
  const settled = yield* settleTime(turn, { serviceIds, employeeIds })
  if ('answer' in settled) return settled.answer
  return yield* bookSlot(turn, settled.slot)
}

/** "What shall I change?" may be answered by naming the thing alone. */
function whatToChange(turn: Turn): Answer | undefined {
  const { heard, memory, speaker, situation } = turn
  const about = memory.asked?.about
  const isRefusing = heard.intents.has('no') && !heard.intents.has('yes')
  // "No" to "yes, there is time at three; what is your name?" refuses the time, unless it is about the question itself.
  const isTimeRefused =
    about === 'client' && isRefusing && !/имен|имя|номер|телефон|name|number|phone/u.test(heard.text)
  const isDeclined = isTimeRefused || (about === 'consent' && situation.pendingConsent === undefined && isRefusing)
  // "Another time", and not yet which.
  if (about === 'change' && heard.time.relative?.kind === 'other_time' && heard.time.wish === undefined) {
    const { chosen: _changed, time: _wish, ...rest } = memory
    turn.memory = { ...rest, offeredIds: [] }
    return ask(turn, 'time', speaker.say('ask_other_time'))
  }
  if (turn.isProgress || heard.time.touched || (about !== 'change' && !isDeclined)) return undefined
  const { chosen: _declined, ...rest } = memory
  turn.memory = rest
  if (/врем|дат|день|time|day|date|when/u.test(heard.text)) return ask(turn, 'time', speaker.say('ask_other_time'))
  if (/мастер|специалист|врач|person|stylist|master|who/u.test(heard.text))
    return ask(turn, 'employee', speaker.say('ask_employee', { names: peopleList(turn) }))
  if (/услуг|service/u.test(heard.text))
    return ask(turn, 'service', speaker.say('ask_service', { list: serviceList(turn) }))
  return ask(turn, 'change', speaker.say('what_to_change'))
}

function* bookSlot(turn: Turn, slot: SlotItem): Steps<Answer> {
  turn.memory = { ...turn.memory, ...choiceOf(slot) }
  const missing = yield* settleClient(turn, slot)
  if (missing !== undefined) return missing
  const { serviceIds, employeeIds, lastIds } = turn.memory
  const before = turn.memory
  turn.memory = { ...before, offeredIds: [], asked: { about: 'consent', times: 1 }, lastIds: serviceIds }
  const result = yield* use('create_appointment', { slot_id: slot.slot_id })
  if ('error' in result) turn.memory = { ...before, lastIds }
  return yield* written(turn, result, { slot, purpose: { serviceIds, employeeIds } })
}
