import type { OutboundMessage } from '../../../core/contract/index.ts'
import type { Chronicle } from '../chronicle.ts'
import type { Random } from '../random.ts'
import { pause, type RunTime } from '../run-time.ts'
import { type Answer, type JsonServer, startJsonServer } from './json-server.ts'

/** What can be known of a message that was not answered, by the name of the channel instance. */
export const MESSENGERS = { steady: 'idempotent', traced: 'traceable', mute: 'blind' } as const

/** A fake messenger. */
export type Messenger = keyof typeof MESSENGERS

const FAULTS = [
  'busy',
  'down',
  'lost',
  'silence-before',
  'silence-after',
  'reset-after',
  'error-after',
  'garbage-after',
] as const
type Fault = (typeof FAULTS)[number]

/** The provider of all messengers of a run. */
export interface MessengerServer extends JsonServer {
  /** Hears what an address receives from now on. */
  listen(address: string, hear: (message: OutboundMessage) => void): void
  /** Spoils nothing any more. */
  calm(): void
  /** Nothing is under way, no status waits. */
  isIdle(): boolean
}

interface Sent {
  address: string
  message: OutboundMessage
  key: string
}

/** Starts it. `tell` delivers an event to the desk until it is taken. */
export async function startMessengers(parts: {
  oneInSends: number
  random: Random
  chronicle: Chronicle
  time: RunTime
  tell: (instance: Messenger, event: object) => Promise<unknown>
}): Promise<MessengerServer> {
  const { chronicle, oneInSends } = parts
  const dice = parts.random.fork('sends')
  const ears = new Map<string, (message: OutboundMessage) => void>()
  const seen = new Set<string>()
  let isCalm = false
  let underWay = 0
  let statuses = 0

  /** A status comes some seconds later, whether the send was answered or not. */
  async function trace(instance: Messenger, key: string): Promise<void> {
    underWay += 1
    statuses += 1
    const id = `status-${statuses}`
    await pause(dice.between(200, 5_000))
    await parts.tell(instance, { kind: 'status', id, key, status: 'delivered' })
    underWay -= 1
  }

  function show(instance: Messenger, { address, message, key }: Sent): void {
    const isRepeated = seen.has(key)
    seen.add(key)
    if (isRepeated && MESSENGERS[instance] === 'idempotent') {
      chronicle.note({ what: 'repeated', instance, key })
      return
    }
    const { text, visit } = message
    const shown = visit && { id: visit.id, status: visit.status, start: Date.parse(visit.start) }
    chronicle.note({ what: 'shown', instance, address, key, text, ...(shown && { visit: shown }) })
    ears.get(address)?.(message)
    if (MESSENGERS[instance] === 'traceable') void trace(instance, key)
  }

  async function take(instance: Messenger, sent: Sent): Promise<Answer> {
    await pause(dice.between(10, 200))
    const isSpoiled = oneInSends > 0 && dice.chance(1 / oneInSends)
    const fault = dice.pick<Fault>(FAULTS)
    if (!isSpoiled || isCalm) {
      show(instance, sent)
      await pause(dice.between(10, 200))
      return { status: 200, body: { ok: true } }
    }
    chronicle.note({ what: 'send-fault', instance, key: sent.key, fault })
    if (fault === 'busy') return { status: 429, body: {} }
    if (fault === 'down') return { status: 503, body: {} }
    if (fault === 'lost') return 'reset'
    if (fault === 'silence-before') return 'silence'
    show(instance, sent)
    if (fault === 'silence-after') return 'silence'
    if (fault === 'reset-after') return 'reset'
    if (fault === 'error-after') return { status: 500, body: {} }
    return { status: 200, body: 'proxy error' }
  }

  const server = await startJsonServer(async ({ path, body }) => {
    const instance = Object.keys(MESSENGERS).find((name): name is Messenger => path === `/${name}`)
    if (!instance) return { status: 404, body: {} }
    underWay += 1
    try {
      return await take(instance, body as Sent)
    } finally {
      underWay -= 1
    }
  })
  return {
    ...server,
    listen: (address, hear) => void ears.set(address, hear),
    calm() {
      isCalm = true
    },
    isIdle: () => underWay === 0,
  }
}
