import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { until } from './until.ts'

/** The brain that a desk under this load answers with. */
export const echoBrain = { echo: { use: fileURLToPath(new URL('echo-brain.ts', import.meta.url)) } }

/** What a client writes. */
export interface LoadMessage {
  /** From 1. */
  client: number
  /** Of the message, over all clients, from 1: the same number is the same message, delivered once more. */
  number: number
  text: string
}

/** A messenger with its provider's stand-in. */
export interface LoadedMessenger {
  /** Delivers once; resolves when the desk has taken it. */
  deliver(message: LoadMessage): Promise<void>
  /** What this client was shown, oldest first. */
  shown(client: number): readonly string[]
  /** Lets the desk's clock go on over the burst window, once all of a round have written. */
  passBurst(): void
}

/** How much of it. */
export interface LoadPlan {
  clients: number
  /** How often each of them writes. */
  rounds: number
}

/** The whole load takes its time on a small machine. */
export const LOAD_MS = 1_800_000

/** With `AIADMIN_LOAD=10000` so many messages of 500 clients; without it enough of them to see every kind of slip. */
export function planOf({ AIADMIN_LOAD: messages }: Readonly<Record<string, string | undefined>>): LoadPlan {
  if (messages === undefined) return { clients: 150, rounds: 2 }
  return { clients: 500, rounds: Math.max(1, Math.round(Number(messages) / 500)) }
}

/** Every third message comes twice: at once, or again when it was answered long ago. */
const isRepeated = ({ number }: LoadMessage) => number % 3 === 0
const isRepeatedAtOnce = ({ number }: LoadMessage) => number % 6 === 0

const ANSWERED_WITHIN_MS = 120_000

/**
 * Many clients write at the same time, each when they were answered; every third message is delivered twice. Each must be
 * answered once, with their own words, in the order in which they wrote. Answers how many deliveries it took.
 */
export async function runMessengerLoad(
  messenger: LoadedMessenger,
  { clients, rounds }: LoadPlan,
): Promise<{ messages: number; deliveries: number; seconds: number }> {
  const began = performance.now()
  const everybody = Array.from({ length: clients }, (_, index) => index + 1)
  let deliveries = 0
  const deliver = (message: LoadMessage) => {
    deliveries += 1
    return messenger.deliver(message)
  }
  const messageOf = (client: number, round: number): LoadMessage => ({
    client,
    number: (round - 1) * clients + client,
    text: `this is client ${client} for the ${round}. time`,
  })

  // In the round after the last one nothing comes twice: what is answered late then shows.
  for (let round = 1; round <= rounds + 1; round += 1) {
    const mayRepeat = round <= rounds
    const late = everybody
      .map(client => messageOf(client, round - 1))
      .filter(message => round > 1 && isRepeated(message) && !isRepeatedAtOnce(message))
    const now = everybody
      .map(client => messageOf(client, round))
      .flatMap(message => (mayRepeat && isRepeatedAtOnce(message) ? [message, message] : [message]))
    await Promise.all([...late, ...now].map(deliver))
    messenger.passBurst()
    await untilAnswered(messenger, everybody, round)
  }

  for (const client of everybody)
    assert.deepEqual(
      messenger.shown(client),
      Array.from({ length: rounds + 1 }, (_, index) => `I hear: ${messageOf(client, index + 1).text}`),
      `client ${client}`,
    )
  return { messages: clients * (rounds + 1), deliveries, seconds: (performance.now() - began) / 1_000 }
}

async function untilAnswered(messenger: LoadedMessenger, everybody: readonly number[], round: number): Promise<void> {
  const end = performance.now() + ANSWERED_WITHIN_MS
  let waiting = everybody
  await until(() => {
    waiting = waiting.filter(client => messenger.shown(client).length < round)
    assert.ok(performance.now() < end, `not answered in round ${round}: clients ${waiting.slice(0, 10).join(', ')}`)
    return waiting.length === 0
  })
}
