import type { SlotItem, ToolResult } from '../../../../core/contract/index.ts'
import { type Steps, use } from '../dialog/replay.ts'
import { type Answer, ask, type Turn } from '../dialog/turn.ts'
import { slotInWords } from '../speech/slots.ts'
import { whatFor } from './offer.ts'

/** Hands over the name and phone that the client just gave; undefined when there was neither. */
export function* tellClient({ heard }: Turn): Steps<ToolResult<'create_client'> | undefined> {
  if (heard.name === undefined && heard.phone === undefined) return undefined
  return yield* use('create_client', {
    ...(heard.name === undefined ? {} : { name: heard.name }),
    ...(heard.phone === undefined ? {} : { phone: heard.phone }),
  })
}

/** Answers a question when the client's name or phone is wrong or missing. */
export function* settleClient(turn: Turn, slot: SlotItem): Steps<Answer | undefined> {
  const { heard, speaker } = turn
  const result = yield* tellClient(turn)
  if (heard.hasBadPhone && heard.phone === undefined) return ask(turn, 'client', speaker.say('bad_phone'))
  if (result === undefined) return undefined
  if (!('error' in result)) return result.missing.length === 0 ? undefined : askClient(turn, result.missing, slot)
  return result.error.code === 'bad_phone' ? ask(turn, 'client', speaker.say('bad_phone')) : undefined
}

/** Asks for the name, the phone, or both in one question. */
export function askClient(turn: Turn, missing: readonly ('name' | 'phone')[], slot: SlotItem): Answer {
  const { speaker } = turn
  const what = missing.length > 1 ? 'both' : (missing[0] ?? 'both')
  const { time, employees, services } = turn.heard
  const isChanged = time.touched || employees.ids.length > 0 || employees.any || services.certain.length > 0
  const isFirst = turn.memory.asked?.about !== 'client' || isChanged
  const lead = isFirst ? [...whatFor(turn), speaker.say('good_time', { when: slotInWords(speaker, slot) })] : []
  const asked = what === 'both' ? 'ask_client' : what === 'name' ? 'ask_name' : 'ask_phone'
  return ask(turn, 'client', [...lead, speaker.say(asked)].join(' '))
}
