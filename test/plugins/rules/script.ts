import type { DraftView, Locale } from '../../../core/contract/index.ts'
import { company, createBrain, openDaily } from './brain.ts'
import { type Effect, openToyDesk, type ToyDesk } from './toy-desk.ts'
import type { ToyVisit } from './toy-salon.ts'

/** One line of a script: the client writes, confirms, or somebody else takes a time. */
type Line =
  | string
  | { say: string; answer?: string; not?: string }
  | { confirm: true }
  | { press: string }
  | { decline: string }
  | { take: [string, string, string] }

/** A dialog and what it must come to. */
export interface Script {
  name: string
  now?: { date: string; time: string }
  client?: { name?: string; phone?: string; verified: boolean }
  company?: { open: { from: string; to: string } }
  visits?: readonly ToyVisit[]
  taken?: readonly [string, string, string][]
  /** People who do not work on a day. */
  off?: readonly [string, string][]
  hasCatalogue?: boolean
  /** What another brain has talked about before. */
  elsewhere?: readonly {
    client: string
    desk: string
    draft?: { services?: string[]; slot?: { date: string; time: string; employee: string } }
  }[]
  says: readonly Line[]
  expect: { book?: Partial<Effect>; move?: Partial<Effect>; cancel?: Partial<Effect>; handover?: true; nothing?: true }
}

const NOW = { date: '2026-11-25', time: '12:00' }
const LONGEST_MEMORY = 4096

/** The scripts of a parsed YAML file. */
export function readScripts(yaml: unknown): Script[] {
  // The one border: the files beside this one are ours, and a wrong one fails its own test.
  return JSON.parse(JSON.stringify(yaml)) as Script[]
}

/** Plays a script; answers what went otherwise than it should, and the dialog for the reader. */
export async function runScript(script: Script, locale: Locale): Promise<{ problems: string[]; transcript: string[] }> {
  const { expect } = script
  const desk = openToyDesk(createBrain(), {
    company: {
      ...company,
      locale,
      ...(script.company && { hours: openDaily(script.company.open.from, script.company.open.to) }),
    },
    locale,
    now: script.now ?? NOW,
    visits: script.visits ?? [],
    ...(script.client && { client: script.client }),
    ...(script.taken && { taken: script.taken }),
    ...(script.hasCatalogue !== undefined && { hasCatalogue: script.hasCatalogue }),
  })
  for (const before of script.elsewhere ?? []) desk.elsewhere(before.client, before.desk, draftOf(desk, before.draft))
  for (const [date, person] of script.off ?? [])
    for (let hour = 8; hour < 23; hour++)
      for (const minutes of ['00', '30']) desk.salon.take(date, `${String(hour).padStart(2, '0')}:${minutes}`, person)
  const problems: string[] = []
  const transcript: string[] = []
  let proposed: Effect | undefined
  let handover = false
  for (const line of script.says) {
    if (typeof line === 'object' && 'take' in line) desk.salon.take(...line.take)
    else if (typeof line === 'object' && 'decline' in line) desk.decline(line.decline)
    else if (typeof line === 'object' && 'confirm' in line)
      transcript.push(`[confirms ${JSON.stringify(desk.confirm())}]`)
    else if (typeof line === 'object' && 'press' in line) proposed = desk.press(line.press)
    else {
      const { say, answer, not } = typeof line === 'string' ? { say: line, answer: undefined, not: undefined } : line
      const reply = await desk.write(say)
      transcript.push(`> ${say}`, `  ${reply.calls.join(' ')}`, reply.text)
      proposed = reply.proposed
      handover = reply.handover
      if (answer !== undefined && !matches(reply.text, answer))
        problems.push(`after "${say}" the answer does not match /${answer}/`)
      if (not !== undefined && matches(reply.text, not)) problems.push(`after "${say}" the answer matches /${not}/`)
      if (expect.nothing && proposed) problems.push(`"${say}" proposed ${JSON.stringify(proposed)}`)
      if (reply.memoryBytes > LONGEST_MEMORY) problems.push(`the memory has ${reply.memoryBytes} bytes`)
      if (!reply.proposed && !reply.handover && reply.text === '') problems.push(`"${say}" got no answer`)
    }
  }
  for (const kind of ['book', 'move', 'cancel'] as const) {
    const wanted = expect[kind]
    if (wanted && proposed?.kind !== kind) problems.push(`no ${kind} was proposed`)
    for (const [key, value] of Object.entries(wanted ?? {})) {
      const actual = JSON.stringify(proposed && Object.entries(proposed).find(([name]) => name === key)?.[1])
      if (actual !== JSON.stringify(value)) problems.push(`${key} is ${actual}, not ${JSON.stringify(value)}`)
    }
  }
  if (expect.handover && !handover) problems.push('nobody was handed over to')
  return { problems, transcript }
}

function matches(text: string, pattern: string): boolean {
  return new RegExp(pattern.replace('(?s)', ''), pattern.startsWith('(?s)') ? 'isu' : 'iu').test(text)
}

function draftOf(desk: ToyDesk, draft: NonNullable<Script['elsewhere']>[number]['draft']): Partial<DraftView> {
  const { services, slot } = draft ?? {}
  return {
    ...(services && { services: desk.salon.services.filter(service => services.includes(service.id)) }),
    ...(slot && {
      slot: {
        slot_id: 'slot-elsewhere-1',
        date: slot.date,
        time: slot.time,
        end_time: slot.time,
        employee_ids: [slot.employee],
      },
    }),
  }
}
