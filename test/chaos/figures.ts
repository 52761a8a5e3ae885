import { notedAs, VIOLATIONS } from './check/evidence.ts'
import type { Verdict } from './checker.ts'
import type { World } from './world.ts'

/** Counts by name. */
export type Counts = Record<string, number>

/** What a run, or many, made and met. */
export interface Figures {
  counts: Counts
  crmFaults: Counts
  sendFaults: Counts
  violations: Counts
}

const tally = (names: readonly string[]): Counts => {
  const counts: Counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** The figures of one run. */
export function figuresOf(world: World, { violations, excused }: Verdict): Figures {
  const ended = (kind: string, status: string) =>
    world.tables.operation.filter(row => row['kind'] === kind && row['status'] === status && row['parent'] === null)
      .length
  const disturbed = tally(notedAs(world, 'disturbed').map(({ by }) => by))
  const records = notedAs(world, 'record')
  const accepted = notedAs(world, 'accepted')
  const bookings = ended('book', 'booked')
  return {
    counts: {
      runs: 1,
      bookings,
      // A machine that is too busy lets nobody come so far: such a run proves little.
      'runs without one': bookings === 0 ? 1 : 0,
      moves: ended('move', 'moved'),
      cancels: ended('cancel', 'cancelled'),
      kills: (disturbed['kill'] ?? 0) + (disturbed['fail-point'] ?? 0),
      'at fail-points': disturbed['fail-point'] ?? 0,
      restarts: disturbed['stop'] ?? 0,
      'ends by themselves': disturbed['end'] ?? 0,
      pauses: disturbed['pause'] ?? 0,
      'stalls of the machine': disturbed['stall'] ?? 0,
      'store outages': disturbed['store-down'] ?? 0,
      'staff edits': records.filter(({ key }) => key === undefined).length,
      'CRM faults': notedAs(world, 'crm-fault').length,
      'send faults': notedAs(world, 'send-fault').length,
      'messages in': new Set(accepted.map(({ instance, event }) => `${instance} ${event}`)).size,
      'messages out': notedAs(world, 'shown').length,
      redelivered: accepted.length - new Set(accepted.map(({ event }) => event)).size,
      'left to staff': world.tables.operation.filter(row => row['status'] === 'staff' && row['parent'] === null).length,
      'written too late': notedAs(world, 'too-late').length,
      'excused on blind': excused.length,
    },
    crmFaults: tally(
      notedAs(world, 'crm-fault').map(({ method, fault }) => `${method === 'read' ? 'read' : 'write'} ${fault}`),
    ),
    sendFaults: tally(notedAs(world, 'send-fault').map(({ fault }) => fault)),
    violations: {
      ...Object.fromEntries(VIOLATIONS.map(kind => [kind, 0])),
      ...tally(violations.map(({ kind }) => kind)),
    },
  }
}

/** Several runs together. */
export function addFigures(one: Figures, other: Figures): Figures {
  const add = (a: Counts, b: Counts): Counts => {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    return Object.fromEntries([...names].map(name => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
  }
  return {
    counts: add(one.counts, other.counts),
    crmFaults: add(one.crmFaults, other.crmFaults),
    sendFaults: add(one.sendFaults, other.sendFaults),
    violations: add(one.violations, other.violations),
  }
}

/** One line of counts. */
export function line(counts: Counts): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
