import type { Delivery, Message, Outcome } from './delivery.ts'
import { keep, readKept } from './kept.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/** What the visitor wrote and the desk has not confirmed yet. */
export interface Outgoing extends Message {
  /** Stays the same when the id has to change. */
  key: string
  at: string
  /** The newest message that was known when it was written: what the desk stored of it comes later. */
  afterSeq: number
  state: 'sending' | 'waiting' | 'sent' | 'failed'
  /** The id under which the desk stored it. */
  stored?: string
}

/** Sends messages one after the other, again and again while the connection is lost, through reloads. */
export interface Outbox {
  add(message: Omit<Message, 'id'> & { afterSeq: number }): void
  retry(key: string): void
  /** Tries at once what waits for its pause to end. */
  wake(): void
}

/** What happens to the messages. */
export interface OutboxOptions {
  /** One outbox for all tabs of the visitor. */
  storageKey: string
  delivery: Delivery
  /** The whole queue, whenever a message was added or changed. */
  changed(queue: readonly Outgoing[]): void
  outcome(outcome: Outcome): void
}

/** Makes the outbox of one page and begins to send what an earlier page left behind. */
export function createOutbox({ storageKey, delivery, changed, outcome }: OutboxOptions): Outbox {
  let queue: readonly Outgoing[] = readKeptQueue(storageKey).map(message => ({ ...message, state: restored(message) }))
  let pauseMs = FIRST_PAUSE_MS
  let wake = () => {}
  let isRunning = false
  let isSending = false

  function change(key: string, change: Partial<Outgoing>): void {
    queue = queue.map(message => (message.key === key ? { ...message, ...change } : message))
    changed(queue)
  }
  /** Other tabs write, too: only one's own message is changed in what is kept. */
  function save(key: string): void {
    const message = queue.find(other => other.key === key)
    const others = readKeptQueue(storageKey).filter(other => other.key !== key)
    keep(storageKey, message && message.state !== 'sent' ? inOrder([...others, message]) : others)
  }

  async function run(): Promise<void> {
    if (isRunning) return
    isRunning = true
    // One tab sends for all. Without locks (plain http) the desk stores a message once by its id.
    if (navigator.locks) await navigator.locks.request(storageKey, sendAll)
    else await sendAll()
    isRunning = false
    if (next()) void run()
  }

  const next = () => queue.find(({ state }) => state === 'sending' || state === 'waiting')

  async function sendAll(): Promise<void> {
    isSending = true
    for (let message = next(); message; message = next()) {
      const { key } = message
      change(key, { state: 'sending' })
      const result = await delivery.send(message)
      outcome(result)
      if (result.kind === 'stored') {
        pauseMs = FIRST_PAUSE_MS
        change(key, { state: 'sent', stored: result.message })
      } else if (result.kind === 'reused') change(key, { id: randomId() })
      else if (result.kind === 'refused') change(key, { state: 'failed' })
      else wait()
      save(key)
      if (result.kind === 'later') await pause(result.retryAfterMs)
    }
    isSending = false
  }

  /** What is behind the first one waits with it. */
  function wait(): void {
    for (const { key, state } of queue) {
      if (state !== 'sending') continue
      change(key, { state: 'waiting' })
      save(key)
    }
  }

  async function pause(ms = pauseMs): Promise<void> {
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    await new Promise<void>(resolve => {
      wake = resolve
      setTimeout(resolve, ms)
    })
  }

  /** Another tab added a message, or got one through. */
  function hearOtherTab(): void {
    const kept = readKeptQueue(storageKey)
    const now = queue.map(message => {
      const news = kept.find(({ key }) => key === message.key)
      // Who sends knows best how far a message is. What is gone may have been stored, or written over by two tabs at once: it is
      // sent again, and the desk knows its id.
      return isSending || !news || message.state === 'sent' ? message : { ...message, id: news.id, state: news.state }
    })
    const known = new Set(queue.map(({ key }) => key))
    const added = kept.filter(({ key }) => !known.has(key)).map(message => ({ ...message, state: restored(message) }))
    queue = inOrder([...now, ...added])
    changed(queue)
    wakeNow()
    void run()
  }

  function wakeNow(): void {
    pauseMs = FIRST_PAUSE_MS
    wake()
  }

  window.addEventListener('online', wakeNow)
  window.addEventListener('storage', ({ key }) => {
    if (key === storageKey) hearOtherTab()
  })
  changed(queue)
  void run()

  return {
    add(message) {
      const id = randomId()
      const state = next()?.state ?? 'sending'
      queue = [...queue, { ...message, id, key: id, at: new Date().toISOString(), state }]
      changed(queue)
      save(id)
      void run()
    },
    retry(key) {
      change(key, { state: 'sending' })
      save(key)
      void run()
    },
    wake: wakeNow,
  }
}

const restored = ({ state }: Outgoing): Outgoing['state'] => (state === 'failed' ? state : 'waiting')

const inOrder = (queue: readonly Outgoing[]) => [...queue].sort((a, b) => a.at.localeCompare(b.at))

function readKeptQueue(storageKey: string): readonly Outgoing[] {
  const kept = readKept(storageKey)
  return Array.isArray(kept) ? kept.filter(isOutgoing) : []
}

function isOutgoing(value: unknown): value is Outgoing {
  const { id, key, text, at, state, afterSeq } = Object(value)
  return typeof afterSeq === 'number' && [id, key, text, at, state].every(field => typeof field === 'string')
}

/** `crypto.randomUUID` is missing where the page was opened by plain http. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
