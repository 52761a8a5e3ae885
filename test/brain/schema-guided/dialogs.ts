import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A value that a client says in a turn, and what it means. */
export interface SaidValue {
  said: string
  /** `2019-03-08` or `15:30`; undefined when the dialogues never tell. */
  means: string | undefined
}

/** What a client writes in one turn. */
export interface SaidTurn {
  text: string
  dates: readonly SaidValue[]
  times: readonly SaidValue[]
  /** What the annotators saw in it: `AFFIRM`, `REQUEST`, `NEGATE_INTENT`... */
  acts: readonly string[]
  /** It is about another matter as well: the weather, a taxi. */
  isShared: boolean
  /** The summary was put just before. */
  isAfterSummary: boolean
}

/** A dialogue of real people about an appointment. */
export interface PersonsDialog {
  id: string
  /** `Services_1`: the stylist; 2: the dentist; 3: the doctor. */
  service: string
  /** The client's turns up to the end, or up to the yes to a booking that then failed for another reason. */
  turns: readonly SaidTurn[]
  /** What the client agreed to; undefined when nothing was to be booked. */
  goal: { date: string; time: string; provider: string } | undefined
}

interface Action {
  act: string
  slot: string
  values: string[]
  canonical_values?: string[]
}
interface Frame {
  service: string
  actions: Action[]
  slots: { slot: string; start: number; exclusive_end: number }[]
}
interface RawTurn {
  speaker: 'USER' | 'SYSTEM'
  utterance: string
  frames: Frame[]
}
interface RawDialog {
  dialogue_id: string
  services: string[]
  turns: RawTurn[]
}

const SERVICE = /^Services_/
const PROVIDER = /^(?:stylist|dentist|doctor|therapist)_name$/

/** Reads the dialogues of a folder of google-research-datasets/dstc8-schema-guided-dialogue that book a service. */
export function readDialogs(folder: string): PersonsDialog[] {
  const raw = readdirSync(folder)
    .filter(name => /^dialogues_\d+\.json$/.test(name))
    .sort()
    // The one border: the shape of the published files.
    .flatMap(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RawDialog[])
  const meanings = meaningsOf(raw)
  return raw.flatMap(dialog =>
    dialog.services
      .filter(service => SERVICE.test(service))
      .map(service => dialogOf(dialog, service, meanings))
      .filter(one => one !== undefined),
  )
}

/** What each phrase for a day or a time means, from the summaries that were put after it. */
function meaningsOf(dialogs: readonly RawDialog[]): ReadonlyMap<string, string> {
  const votes = new Map<string, Map<string, number>>()
  for (const { turns } of dialogs) {
    const last = new Map<string, string>()
    for (const turn of turns)
      for (const frame of turn.frames) {
        if (!SERVICE.test(frame.service)) continue
        if (turn.speaker === 'USER') for (const { slot, said } of spansOf(turn, frame)) last.set(slot, said)
        else
          for (const { act, slot, values, canonical_values: canonical } of frame.actions) {
            const said = last.get(slot)
            if (act !== 'CONFIRM' || canonical?.[0] === undefined) continue
            for (const phrase of [said, values[0]?.toLowerCase()])
              if (phrase !== undefined) count(votes, `${slot} ${phrase}`, canonical[0])
          }
      }
  }
  return new Map([...votes].map(([phrase, counts]) => [phrase, [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']))
}

function count(votes: Map<string, Map<string, number>>, phrase: string, meaning: string): void {
  const counts = votes.get(phrase) ?? new Map<string, number>()
  counts.set(meaning, (counts.get(meaning) ?? 0) + 1)
  votes.set(phrase, counts)
}

function spansOf({ utterance }: RawTurn, { slots }: Frame): { slot: string; said: string }[] {
  return slots.map(({ slot, start, exclusive_end: end }) => ({ slot, said: utterance.slice(start, end).toLowerCase() }))
}

function dialogOf(
  dialog: RawDialog,
  service: string,
  meanings: ReadonlyMap<string, string>,
): PersonsDialog | undefined {
  const turns: SaidTurn[] = []
  const summary = { date: '', time: '', provider: '' }
  let goal: PersonsDialog['goal']
  let isAfterSummary = false
  let isFailed = false
  for (const turn of dialog.turns) {
    const frame = turn.frames.find(candidate => candidate.service === service)
    if (frame === undefined) continue
    if (turn.speaker === 'SYSTEM') {
      const end = frame.actions.find(({ act }) => act === 'NOTIFY_SUCCESS' || act === 'NOTIFY_FAILURE')
      if (end !== undefined && goal === undefined && summary.date !== '') goal = { ...summary }
      // What comes after a failure answers an offer that our desk never makes.
      if (end?.act === 'NOTIFY_FAILURE') isFailed = true
      if (isFailed) break
      isAfterSummary = frame.actions.some(({ act }) => act === 'CONFIRM')
      for (const { act, slot, canonical_values: canonical = [] } of frame.actions) {
        if (act !== 'CONFIRM') continue
        if (slot === 'appointment_date') summary.date = canonical[0] ?? ''
        if (slot === 'appointment_time') summary.time = canonical[0] ?? ''
        if (PROVIDER.test(slot)) summary.provider = canonical[0] ?? ''
      }
      continue
    }
    const spans = spansOf(turn, frame)
    const valuesOf = (wanted: string): SaidValue[] =>
      spans
        .filter(({ slot }) => slot === wanted)
        .map(({ said }) => ({ said, means: meanings.get(`${wanted} ${said}`) }))
    turns.push({
      text: turn.utterance,
      dates: valuesOf('appointment_date'),
      times: valuesOf('appointment_time'),
      acts: [...new Set(frame.actions.map(({ act }) => act))].sort(),
      isShared: turn.frames.length > 1,
      isAfterSummary,
    })
  }
  // What was said in another matter of the dialogue ("on that day") is not said to our desk.
  const isSaid = (wanted: string | undefined, said: (turn: SaidTurn) => readonly SaidValue[]) =>
    turns.some(turn => said(turn).some(({ means }) => means === wanted))
  const isTold = isSaid(goal?.date, turn => turn.dates) && isSaid(goal?.time, turn => turn.times)
  return goal === undefined || isTold ? { id: dialog.dialogue_id, service, turns, goal } : undefined
}
