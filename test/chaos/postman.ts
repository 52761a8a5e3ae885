import type { InboundPart } from '../../core/contract/index.ts'
import type { Chronicle } from './chronicle.ts'
import type { Messenger } from './fakes/messenger-server.ts'
import type { Random } from './random.ts'
import type { Replica } from './replica.ts'
import { pause } from './run-time.ts'

/** Brings what clients write to any replica, as a provider does: until one answers 2xx, and sometimes again after that. */
export interface Postman {
  /** A client's message; with `again` it is delivered a second time later. */
  deliver(instance: Messenger, address: string, parts: readonly InboundPart[], again: boolean): Promise<void>
  /** Any event, until it is taken. */
  tell(instance: Messenger, event: object): Promise<unknown>
  /** Resolves when the desk has taken so many messages. */
  untilTaken(messages: number): Promise<void>
  /** Nothing is under way. */
  isIdle(): boolean
  /** Gives up what is not delivered yet. */
  stop(): void
}

const ANSWER_WITHIN_MS = 1_500

/** A postman for the replicas of a run. */
export function createPostman(parts: { replicas: readonly Replica[]; chronicle: Chronicle; random: Random }): Postman {
  const { replicas, chronicle } = parts
  const dice = parts.random.fork('post')
  let events = 0
  let taken = 0
  let underWay = 0
  let isStopped = false
  let waiting: { messages: number; go: () => void }[] = []

  async function post(instance: Messenger, event: object): Promise<unknown> {
    const ready = replicas.filter(replica => replica.isReady())
    const replica = ready[dice.between(0, ready.length - 1)]
    if (!replica) return undefined
    const response = await fetch(`${replica.url}/api/v1/${instance}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch(() => undefined)
    const text = await response?.text().catch(() => undefined)
    if (response?.status === 400) throw new Error(`the desk refuses an event of the rig: ${text}`)
    return response?.ok && text !== undefined ? JSON.parse(text) : undefined
  }

  async function tell(instance: Messenger, event: object): Promise<unknown> {
    underWay += 1
    try {
      while (!isStopped) {
        const receipt = await post(instance, event)
        if (receipt !== undefined) return receipt
        await pause(dice.between(200, 1_000))
      }
    } finally {
      underWay -= 1
    }
  }

  return {
    tell,
    untilTaken: messages =>
      new Promise(go => {
        if (taken >= messages) go()
        else waiting.push({ messages, go })
      }),
    isIdle: () => underWay === 0,
    stop() {
      isStopped = true
    },
    async deliver(instance, address, messageParts, again) {
      events += 1
      const id = `m${events}`
      const event = { kind: 'message', id, address, parts: messageParts }
      const once = async () => {
        const receipt = (await tell(instance, event)) as { conversation: string; message: string } | undefined
        if (receipt) chronicle.note({ what: 'accepted', instance, event: id, ...receipt })
      }
      await once()
      taken += 1
      for (const { messages, go } of waiting) if (taken >= messages) go()
      waiting = waiting.filter(({ messages }) => taken < messages)
      if (!again) return
      underWay += 1
      void pause(dice.between(0, 7_500))
        .then(once)
        .finally(() => {
          underWay -= 1
        })
    },
  }
}
