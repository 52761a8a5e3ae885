import { FAIL_POINTS } from '../../core/ledger/fail-points.ts'
import type { CrmManners } from './fakes/crm-server.ts'
import { MESSENGERS, type Messenger } from './fakes/messenger-server.ts'
import { createRandom, type Random } from './random.ts'
import type { Death } from './replica.ts'

/** Where a run keeps the journal. */
export type StoreName = 'sqlite' | 'postgres'

/** What a client wants, one after the other. */
export type Goal = 'book' | 'move' | 'cancel'

/** One client of a run. */
export interface ClientPlan {
  address: string
  instance: Messenger
  name: string
  phone: string
  goals: readonly Goal[]
  /** After the beginning, in the run's time. */
  startsAfterMs: number
}

/** What is done to a process or a store when clients have said so much; milliseconds are of the run's time. */
export type Blow =
  | { atMessage: number; kind: 'kill'; replica: number; downMs: number }
  | { atMessage: number; kind: 'pause'; replica: number; forMs: number }
  | { atMessage: number; kind: 'restart'; replica: number }
  | { atMessage: number; kind: 'postgres' | 'redis'; downMs: number }

/** Staff at the CRM itself, when clients have said so much. */
export interface StaffEdit {
  atMessage: number
  kind: 'move' | 'cancel' | 'book'
}

/** The salon of a run. */
export interface SalonPlan {
  employees: readonly string[]
  firstHour: number
  lastHour: number
  reschedule: 'none' | 'time' | 'timeAndEmployee'
  /** Whether the CRM can be asked what became of a write. */
  findByKey: boolean
  /** Whether core knows what a time excludes; else the CRM alone decides. */
  claims: boolean
}

/** Everything that a seed decides before a run begins. When each thing meets which is left to the machine. */
export interface Plan {
  seed: string
  store: StoreName
  replicas: number
  manners: CrmManners
  salon: SalonPlan
  oneInSends: number
  clients: readonly ClientPlan[]
  blows: readonly Blow[]
  edits: readonly StaffEdit[]
  /** For each replica the deaths of its lives. */
  deaths: readonly (readonly (Death | undefined)[])[]
}

/** Clients write at least so many messages each, as a rule: within these they are disturbed. */
const MESSAGES_EACH = 6

const names = Object.keys(MESSENGERS) as [Messenger, ...Messenger[]]

function clientOf(index: number, dice: Random): ClientPlan {
  const goals: Goal[] = ['book']
  if (dice.chance(0.45)) goals.push('move')
  if (dice.chance(0.4)) goals.push('cancel')
  if (dice.chance(0.2)) goals.push('book')
  return {
    address: `client-${index}`,
    instance: dice.pick(names),
    name: `Anna${String.fromCharCode(97 + (index % 26))}`,
    phone: `+7916${1_000_000 + index}`,
    goals,
    startsAfterMs: dice.between(0, 12_000),
  }
}

function deathsOf(dice: Random): (Death | undefined)[] {
  return Array.from({ length: 3 }, () =>
    dice.chance(0.6)
      ? { point: dice.pick([...FAIL_POINTS] as [string, ...string[]]), pass: dice.between(1, 25) }
      : undefined,
  )
}

function blowsOf(
  store: StoreName,
  { replicas, messages }: { replicas: number; messages: number },
  dice: Random,
): Blow[] {
  const at = () => dice.between(5, messages)
  const replica = () => dice.between(0, replicas - 1)
  const kills = Array.from({ length: dice.between(1, replicas) }, (): Blow => {
    return { atMessage: at(), kind: 'kill', replica: replica(), downMs: dice.between(200, 4_000) }
  })
  const pauses = Array.from({ length: dice.between(1, 2) }, (): Blow => {
    // Some longer than a lease, some shorter.
    return { atMessage: at(), kind: 'pause', replica: replica(), forMs: dice.between(3_000, 17_500) }
  })
  const restarts = Array.from({ length: dice.between(0, 1) }, (): Blow => {
    return { atMessage: at(), kind: 'restart', replica: replica() }
  })
  const outages: Blow[] = []
  if (store === 'postgres') {
    if (dice.chance(0.5)) outages.push({ atMessage: at(), kind: 'postgres', downMs: dice.between(200, 3_000) })
    if (dice.chance(0.5)) outages.push({ atMessage: at(), kind: 'redis', downMs: dice.between(200, 7_500) })
  }
  return [...kills, ...pauses, ...restarts, ...outages].toSorted((a, b) => a.atMessage - b.atMessage)
}

/** What a seed means; `count` clients instead of as many as the dice say. */
export function planOf(seed: string, store: StoreName, count?: number): Plan {
  const random = createRandom(`${store}/${seed}`)
  const dice = random.fork('plan')
  const hasLock = dice.chance(0.6)
  const replicas = store === 'sqlite' ? 1 : dice.between(2, 4)
  const firstHour = dice.between(9, 12)
  const many = dice.between(20, 60)
  const clients = count ?? many
  const messages = clients * MESSAGES_EACH
  const clientDice = random.fork('clients')
  const editDice = random.fork('edits')
  return {
    seed,
    store,
    replicas,
    manners: { hasLock, oneInWrites: dice.between(2, 5), oneInReads: dice.between(10, 40) },
    salon: {
      employees: ['olga', 'kamila', 'ivan'].slice(0, dice.between(1, 3)),
      firstHour,
      lastHour: firstHour + dice.between(3, 6),
      reschedule: hasLock ? dice.pick(['none', 'time', 'timeAndEmployee']) : 'none',
      findByKey: dice.chance(0.85),
      // Without a lock and without claims nothing at all would exclude.
      claims: !hasLock || dice.chance(0.7),
    },
    oneInSends: dice.between(6, 20),
    clients: Array.from({ length: clients }, (_, index) => clientOf(index, clientDice)),
    blows: blowsOf(store, { replicas, messages }, random.fork('blows')),
    edits: Array.from({ length: editDice.between(4, 14) }, () => {
      return { atMessage: editDice.between(5, messages), kind: editDice.pick(['move', 'cancel', 'book']) }
    }),
    deaths: Array.from({ length: replicas }, (_, index) => deathsOf(random.fork(`deaths-${index}`))),
  }
}
