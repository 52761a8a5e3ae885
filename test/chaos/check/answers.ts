import type { Row, World } from '../world.ts'
import { type NotedAs, notedAs, text, type Violation } from './evidence.ts'

/** After which a message that was sent may be sent again, or an answer be lost, on a channel where nobody can tell. */
const BLOWS: readonly string[] = ['kill', 'fail-point', 'stop', 'pause', 'stall', 'store-down']

/** So often a traceable message is tried before it is given up. */
const TRACED_ATTEMPTS = 3

/** A message that arrived twice or not at all on a blind channel, and what was done to it. */
export interface Excused {
  key: string
  what: 'doubled' | 'lost'
  because: string
}

const turnOf = (row: Row, column: string) => `${text(row, 'conversation')} ${text(row, column)}`

/** Every message that was taken with 2xx is there once, and in a turn that ended with an answer. */
function acceptedMessages(world: World): Violation[] {
  const messages = new Map(world.tables.message.map(row => [text(row, 'id'), row]))
  const done = new Set(world.tables.turn.flatMap(row => (row['status'] === 'done' ? [turnOf(row, 'number')] : [])))
  const answered = new Set(world.tables.message.flatMap(row => (row['author'] === 'desk' ? [turnOf(row, 'turn')] : [])))
  const byEvent = Map.groupBy(notedAs(world, 'accepted'), ({ instance, event }) => `${instance} ${event}`)
  return [...byEvent].flatMap(([event, accepted]): Violation[] => {
    const ids = [...new Set(accepted.map(({ message }) => message))]
    if (ids.length > 1) return [{ kind: 'doubled', text: `${event} was taken as ${ids.join(' and ')}` }]
    const row = messages.get(ids[0] ?? '')
    if (!row) return [{ kind: 'lost', text: `${event} was taken, and is not in the journal` }]
    const turn = turnOf(row, 'turn')
    if (row['turn'] === null || !done.has(turn)) return [{ kind: 'lost', text: `${event} was taken, and has no turn` }]
    return answered.has(turn) ? [] : [{ kind: 'unanswered', text: `${event}: its turn ${turn} says nothing` }]
  })
}

/** Every attempt at the CRM was told of. */
function untoldOutcomes(world: World): Violation[] {
  return world.tables.operation.flatMap((row): Violation[] => {
    const isOver = !['held', 'expired', 'dropped', 'committing', 'unknown'].includes(text(row, 'status'))
    if (!isOver || row['parent'] !== null || row['told_at'] !== null) return []
    return [{ kind: 'unanswered', text: `the outcome of ${text(row, 'id')} (${text(row, 'status')}) was never told` }]
  })
}

/** One outcome is told once, and again only to a client who asks. */
function toldTwice(world: World): Violation[] {
  const asked = new Set(world.tables.message.flatMap(row => (row['author'] === 'client' ? [turnOf(row, 'turn')] : [])))
  const told = world.tables.outbox.filter(row => row['operation'] !== null)
  const messages = new Map(world.tables.message.map(row => [text(row, 'id'), row]))
  const byOperation = Map.groupBy(told, row => text(row, 'operation'))
  return [...byOperation].flatMap(([operation, rows]) => {
    const turns = rows
      .toSorted((a, b) => Number(a['seq']) - Number(b['seq']))
      .map(row => turnOf(messages.get(text(row, 'message')) ?? {}, 'turn'))
    const unasked = turns.slice(1).filter(turn => !asked.has(turn))
    return unasked.map((turn): Violation => {
      return {
        kind: 'doubled',
        text: `the outcome of ${operation} was told again in turn ${turn}, which nobody asked for`,
      }
    })
  })
}

/** Faults after which nobody knows whether a message arrived: it did not, or it did. */
const DOUBTS: Record<Excused['what'], readonly string[]> = {
  lost: ['lost', 'silence-before'],
  doubled: ['silence-after', 'reset-after', 'error-after', 'garbage-after'],
}

/** What was done to this message, or to the desk between two moments. */
function excuseOf(world: World, { key, what }: Omit<Excused, 'because'>, from: number, to: number): string | undefined {
  const fault = notedAs(world, 'send-fault').find(one => one.key === key && DOUBTS[what].includes(one.fault))
  if (fault) return fault.fault
  // A stall is noted when it is over.
  return notedAs(world, 'disturbed').find(({ by, at, ms = 0 }) => BLOWS.includes(by) && at >= from && at - ms <= to)?.by
}

function judgeMessage(
  world: World,
  row: Row,
  shown: readonly NotedAs<'shown'>[],
  delivery: string,
): { violations: Violation[]; excused: Excused[] } {
  const key = text(row, 'id')
  const [first, second] = shown
  const begun = Number(row['created_at'])
  const violate = (kind: 'unanswered' | 'doubled', what: string) => {
    return { violations: [{ kind, text: `message ${key} (${delivery}, ${text(row, 'status')}) ${what}` }], excused: [] }
  }
  if (!first) {
    const faults = notedAs(world, 'send-fault').filter(one => one.key === key)
    if (delivery === 'traceable' && faults.length >= TRACED_ATTEMPTS) return { violations: [], excused: [] }
    // Only a desk that was struck while it sent may not know whether it did.
    const because =
      delivery === 'blind' ? excuseOf(world, { key, what: 'lost' }, begun, Number(row['updated_at'])) : undefined
    if (because === undefined) return violate('unanswered', 'was shown to nobody')
    return { violations: [], excused: [{ key, what: 'lost', because }] }
  }
  if (!second) return { violations: [], excused: [] }
  // A desk that was struck between handing a message over and hearing the answer may send it again.
  const because = delivery === 'blind' ? excuseOf(world, { key, what: 'doubled' }, begun, second.at) : undefined
  if (because === undefined || shown.length > 2) return violate('doubled', `was shown ${shown.length} times`)
  return { violations: [], excused: [{ key, what: 'doubled', because }] }
}

/** Compares every message in and out with the journal. */
export function checkAnswers(world: World): { violations: readonly Violation[]; excused: readonly Excused[] } {
  const shown = Map.groupBy(notedAs(world, 'shown'), ({ key }) => key)
  const instances = new Map(world.tables.conversation.map(row => [text(row, 'id'), text(row, 'instance')]))
  const sent = new Set(world.tables.outbox.map(row => text(row, 'id')))
  const judged = world.tables.outbox.map(row => {
    const delivery = world.deliveries[instances.get(text(row, 'conversation')) ?? ''] ?? 'idempotent'
    return judgeMessage(world, row, shown.get(text(row, 'id')) ?? [], delivery)
  })
  const strangers = [...shown.keys()].filter(key => !sent.has(key))
  return {
    violations: [
      ...acceptedMessages(world),
      ...untoldOutcomes(world),
      ...toldTwice(world),
      ...judged.flatMap(({ violations }) => violations),
      ...strangers.map(
        (key): Violation => ({ kind: 'phantom', text: `message ${key} was sent and is not in the journal` }),
      ),
    ],
    excused: judged.flatMap(({ excused }) => excused),
  }
}
