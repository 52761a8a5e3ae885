import type { LlmMessage, Situation, SlotItem } from '../../../../core/contract/index.ts'
import { tidy } from '../language/text.ts'
import { exactWish } from '../time/wish.ts'
import { absorb } from './absorb.ts'
import { type Heard, type Listening, listen } from './heard.ts'
import { draftKey, EMPTY_DRAFT, emptyMemory, type Memory } from './memory.ts'
import { type CallResult, clientTexts } from './messages.ts'

/** How many earlier texts are read when this brain comes new into a dialog that has no draft yet. */
const TEXTS_WITHOUT_DRAFT = 3

/** The state in which a dialog is after an outcome. */
const COMPLETED = 'COMPLETED'

/**
 * The memory that a turn begins with: what this brain remembers, what the client wrote to another brain since then, and
 * what core has changed in the draft (a pressed button, a booking that was made).
 */
export function beginTurn(
  remembered: Memory | undefined,
  messages: readonly LlmMessage[],
  listening: Omit<Listening, 'memory'>,
): Memory {
  const { situation } = listening
  const unseen = unseenTexts(remembered, messages, situation)
  if (remembered !== undefined && isOver(remembered, situation, unseen.length > 0)) {
    const { lastIds, lastText } = remembered
    return { ...emptyMemory(), lastIds, lastText, draft: draftKey(situation) }
  }
  const caught = unseen.reduce((memory, text) => catchUp(memory, text, listening), remembered ?? emptyMemory())
  const isDeclined = remembered?.asked?.about === 'consent' && situation.pendingConsent === undefined
  return withDraft(isDeclined && situation.draft.slot === undefined ? declined(caught) : caught, situation)
}

/** The times on the table, in the order in which they were named; without those that this very turn has found. */
export function offeredTimes(
  memory: Memory,
  situation: Situation,
  results: readonly CallResult[],
  isOwnTurn: boolean,
): SlotItem[] {
  const fresh = new Set(results.flatMap(({ result }) => tokensOf(result)))
  const slots = situation.choices.flatMap(choice =>
    choice.kind === 'slot' && choice.slot !== undefined && !fresh.has(choice.slot.slot_id) ? [choice.slot] : [],
  )
  const named = memory.offeredIds.flatMap(id => slots.filter(slot => slot.slot_id === id))
  // Which of them another brain named is not known. After an answer of this one, only what it named is on the table.
  return named.length > 0 || isOwnTurn ? named : slots
}

/** Every time whose token books now. */
export function validTimes(situation: Situation): SlotItem[] {
  const slots = situation.choices.flatMap(choice => (choice.slot === undefined ? [] : [choice.slot]))
  return situation.draft.slot === undefined ? slots : [...slots, situation.draft.slot]
}

/** A booking that was made, moved or given up since the summary: what comes next is a new matter. */
function isOver(memory: Memory, situation: Situation, isAnsweredElsewhere: boolean): boolean {
  if (situation.pendingConsent !== undefined || hasDraft(situation)) return false
  return (
    memory.asked?.about === 'consent' ||
    // Only core empties a draft, and only when what was wished has come about.
    (memory.draft !== '' && memory.draft !== EMPTY_DRAFT) ||
    (situation.state === COMPLETED && memory.state !== COMPLETED) ||
    // A visit that was cancelled by buttons never was in the draft.
    (memory.flow === 'cancel' && isAnsweredElsewhere)
  )
}

/** The summary was not agreed to, and core has asked what to change. */
function declined(memory: Memory): Memory {
  const { chosen: _declined, ...rest } = memory
  return { ...rest, asked: { about: 'change', times: 1 } }
}

function unseenTexts(
  remembered: Memory | undefined,
  messages: readonly LlmMessage[],
  situation: Situation,
): readonly string[] {
  // Whatever led to a chosen time or an outcome is settled; to read it again would wish it again.
  if (situation.draft.slot !== undefined) return []
  const { earlier } = clientTexts(messages)
  if (remembered === undefined && !hasDraft(situation) && situation.state === COMPLETED) return []
  if (remembered === undefined) return hasDraft(situation) ? earlier : earlier.slice(-TEXTS_WITHOUT_DRAFT)
  const seen = earlier.findLastIndex(text => tidy(text).startsWith(remembered.lastText))
  return seen === -1 ? [] : earlier.slice(seen + 1)
}

/** Takes over services, people and times of a text that somebody else has answered; what was asked then is not known. */
function catchUp(memory: Memory, text: string, listening: Omit<Listening, 'memory'>): Memory {
  const { asked: _theirs, ...rest } = memory
  const heard: Heard = listen(text, undefined, { ...listening, memory: rest })
  const after = absorb(rest, heard, { ...listening, memory: rest })
  const { asked, ...known } = after
  return asked === undefined ? known : { ...known, options: [] }
}

function withDraft(memory: Memory, situation: Situation): Memory {
  const { services, employee, slot, moving } = situation.draft
  const { pendingConsent } = situation
  const key = draftKey(situation)
  if (memory.draft === key || !hasDraft(situation)) return { ...memory, draft: key }
  // A pressed button settles what was in doubt about the time.
  const { puzzle: _settled, ...settled } = memory
  return {
    ...(slot === undefined ? memory : { ...settled, ...choiceOf(slot) }),
    flow: moving !== undefined ? 'move' : pendingConsent?.kind === 'cancel' ? 'cancel' : (memory.flow ?? 'book'),
    ...(services.length === 0 ? {} : { serviceIds: services.map(service => service.id), options: [] }),
    ...(employee === undefined ? {} : { employeeIds: [employee.id] }),
    ...(moving === undefined ? {} : { visitId: moving.appointment_id }),
    ...(lacksClient(situation) ? { asked: { about: 'client', times: 1 } } : {}),
    draft: key,
  }
}

/** A time was chosen by its button, and core itself has asked for the name or the phone. */
function lacksClient({ draft, pendingConsent, client }: Situation): boolean {
  const isKnown = (draft.name ?? client.name) !== undefined && (draft.phone ?? client.phone) !== undefined
  return draft.slot !== undefined && draft.moving === undefined && pendingConsent === undefined && !isKnown
}

/** The chosen time; as a wish too, so that "no, on Thursday" keeps the time of the day. */
export function choiceOf({
  slot_id: slotId,
  date,
  time,
  employee_ids: [employeeId],
}: SlotItem): Pick<Memory, 'chosen' | 'time'> {
  return {
    chosen: { slotId, date, time, ...(employeeId === undefined ? {} : { employeeId }) },
    time: exactWish(date, time),
  }
}

function hasDraft({ draft }: Situation): boolean {
  return (
    draft.services.length > 0 || draft.slot !== undefined || draft.moving !== undefined || draft.employee !== undefined
  )
}

function tokensOf(result: CallResult['result']): string[] {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return []
  return Object.values(result).flatMap(list =>
    Array.isArray(list)
      ? list.flatMap((item: unknown) =>
          typeof item === 'object' && item !== null && 'slot_id' in item && typeof item.slot_id === 'string'
            ? [item.slot_id]
            : [],
        )
      : [],
  )
}
