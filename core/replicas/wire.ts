import type { Logger } from 'pino'
import type { Clock, Json, StorageInstance } from '../contract/index.ts'
import { newId } from '../journal/ids.ts'

/** News among the processes of a deployment, as far as a storage carries them. They may be lost: whoever needs them looks, too. */
export interface Wire {
  /** Returns at once; the own process does not hear it. What is told twice before it has left is told once. */
  tell(topic: string, message: Json): void
  /** Hears what others tell about a topic, until the answered function is called. */
  hear(topic: string, listener: (message: Json) => void): () => void
  /** Begins to listen, and resolves when it was tried; a storage that is away is listened to when it comes. */
  start(): Promise<void>
}

type Listener = (message: Json) => void
type News = readonly [topic: string, message: Json]

/** All news go through one topic of the storage, many in one message where they come fast. */
const TOPIC = 'news'
/** What the contract lets a message have. */
const MAX_BYTES = 4_000
/** Nobody hears news that are older than this many others. */
const MAX_WAITING = 1_000
const LISTEN_AGAIN_MS = 5_000

/** Made before the storages are: `storages` fills with those that may carry news, the preferred one first. */
export function createWire(
  storages: readonly StorageInstance[],
  { log, clock, signal }: { log: Logger; clock: Clock; signal: AbortSignal },
): Wire {
  const me = newId()
  const listeners = new Map<string, Set<Listener>>()
  const waiting = new Set<string>()
  let isSending = false

  function receive(text: string): void {
    const { from, news }: { from?: string; news?: readonly News[] } = JSON.parse(text)
    if (from === me || !Array.isArray(news)) return
    for (const [topic, message] of news) for (const listener of [...(listeners.get(topic) ?? [])]) listener(message)
  }

  /** Answers whether it listens now. */
  async function listen(storage: StorageInstance): Promise<boolean> {
    try {
      await storage.listen?.(TOPIC, receive)
      return true
    } catch (error) {
      log.debug({ err: error }, 'news of other processes are not heard yet')
      return false
    }
  }

  async function keepTrying(storage: StorageInstance): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(LISTEN_AGAIN_MS, signal).catch(() => undefined)
      if (signal.aborted || (await listen(storage))) return
    }
  }

  /** As many as one message takes. */
  function nextBatch(): readonly string[] {
    const batch: string[] = []
    let bytes = me.length + 32
    for (const item of waiting) {
      bytes += Buffer.byteLength(item) + 1
      if (bytes > MAX_BYTES) break
      batch.push(item)
    }
    for (const item of batch) waiting.delete(item)
    return batch
  }

  async function send(text: string): Promise<void> {
    for (const storage of storages) {
      if (!storage.notify || !storage.listen) continue
      try {
        return await storage.notify(TOPIC, text)
      } catch (error) {
        log.debug({ err: error }, 'news could not be told')
      }
    }
  }

  async function sendAll(): Promise<void> {
    isSending = true
    while (waiting.size > 0) await send(`{"from":"${me}","news":[${nextBatch().join(',')}]}`)
    isSending = false
  }

  return {
    tell(topic, message) {
      if (signal.aborted || !storages.some(({ notify, listen }) => notify && listen)) return
      const item = JSON.stringify([topic, message] satisfies News)
      if (Buffer.byteLength(item) > MAX_BYTES - 100 || waiting.size >= MAX_WAITING) return
      waiting.add(item)
      if (!isSending) void sendAll()
    },
    hear(topic, listener) {
      const ofTopic = listeners.get(topic) ?? new Set()
      listeners.set(topic, ofTopic.add(listener))
      return () => void ofTopic.delete(listener)
    },
    async start() {
      const carriers = storages.filter(({ notify, listen }) => notify && listen)
      const heard = await Promise.all(carriers.map(listen))
      for (const [index, storage] of carriers.entries()) if (!heard[index]) void keepTrying(storage)
    },
  }
}
