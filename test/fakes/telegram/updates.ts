import type { Attempt } from '../../../core/testkit/index.ts'
import { until } from '../../support/until.ts'
import { Refused } from './refusal.ts'

/** An update on its way; what is in it is the business of who made it. */
export interface FakeUpdate {
  update_id: number
  [kind: string]: unknown
}

/** The webhook as `setWebhook` left it. */
export interface Webhook {
  url: string
  secret: string
  allowedUpdates: readonly string[]
  maxConnections: number
}

interface Waiting {
  update: FakeUpdate
  wasGiven: boolean
  tell(attempt: Attempt): void
}

interface Question {
  offset: number
  limit: number
  answer(updates: readonly FakeUpdate[]): void
  refuse(refusal: Refused): void
}

/** The updates of one bot: kept until they are confirmed, given to who asks, or taken to the webhook. */
export interface Updates {
  webhook: Webhook | undefined
  lastError: string | undefined
  /** How often a webhook is told of each update, all at once. */
  times: number
  /** How many wait. */
  waiting(): number
  ask(question: { offset: number; limit: number; timeoutMs: number; left: AbortSignal }): Promise<readonly FakeUpdate[]>
  /** One attempt to deliver. */
  deliver(update: FakeUpdate): Promise<Attempt>
  /** Delivers until it is taken, after what came before it in the same chat. */
  push(update: FakeUpdate, chat: number): Promise<void>
  /** Ends questions and attempts. */
  close(): void
}

/** Between attempts at a webhook that did not take an update, as its process may be away; Telegram waits longer. */
const AGAIN_MS = 30

/** After that a webhook has not answered, and is told again. */
const ANSWERED_WITHIN_MS = 60_000

/** Makes the updates of a bot. */
export function createUpdates(note: (refusal: Refused) => void): Updates {
  const closing = new AbortController()
  const lastOfChat = new Map<number, Promise<void>>()
  const queue: (() => void)[] = []
  let connections = 0
  let pending: Waiting[] = []
  let asking: Question | undefined

  function give(): void {
    if (!asking) return
    const updates = pending.slice(0, asking.limit)
    if (updates.length === 0) return
    for (const one of updates) one.wasGiven = true
    const { answer } = asking
    asking = undefined
    answer(updates.map(({ update }) => update))
  }

  /** No more deliveries at a time than the bot has asked for. */
  async function post(webhook: Webhook, update: FakeUpdate): Promise<Attempt> {
    while (connections >= webhook.maxConnections) await new Promise<void>(resolve => queue.push(resolve))
    connections += 1
    try {
      return await postNow(webhook, update)
    } finally {
      connections -= 1
      queue.shift()?.()
    }
  }

  async function postNow({ url, secret }: Webhook, update: FakeUpdate): Promise<Attempt> {
    const headers = { 'content-type': 'application/json', ...(secret && { 'x-telegram-bot-api-secret-token': secret }) }
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWERED_WITHIN_MS)])
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(update), headers, signal })
    await response.body?.cancel()
    const { status } = response
    updates.lastError = response.ok ? undefined : `Wrong response from the webhook: ${status} ${response.statusText}`
    return { taken: response.ok, status }
  }

  const updates: Updates = {
    webhook: undefined,
    lastError: undefined,
    times: 1,
    waiting: () => pending.length,

    ask({ offset, limit, timeoutMs, left }) {
      if (updates.webhook) {
        const refused = new Refused(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
        note(refused)
        return Promise.reject(refused)
      }
      if (asking) {
        const refused = new Refused(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        )
        note(refused)
        asking.refuse(refused)
        asking = undefined
      }
      for (const one of pending) {
        if (one.update.update_id < offset) one.tell({ taken: true })
        else if (one.wasGiven) one.tell({ taken: false })
      }
      pending = pending.filter(({ update }) => update.update_id >= offset)
      return new Promise((resolve, reject) => {
        const end = (updates: readonly FakeUpdate[]) => {
          clearTimeout(timer)
          left.removeEventListener('abort', leave)
          closing.signal.removeEventListener('abort', leave)
          if (asking === question) asking = undefined
          resolve(updates)
        }
        const leave = () => end([])
        const question: Question = { offset, limit, answer: end, refuse: reject }
        const timer = setTimeout(leave, timeoutMs)
        left.addEventListener('abort', leave)
        closing.signal.addEventListener('abort', leave)
        asking = question
        give()
      })
    },

    deliver(update) {
      if (updates.webhook) return post(updates.webhook, update)
      const { promise, resolve } = Promise.withResolvers<Attempt>()
      const known = pending.find(one => one.update.update_id === update.update_id)
      if (known) Object.assign(known, { wasGiven: false, tell: resolve })
      else {
        pending.push({ update, wasGiven: false, tell: resolve })
        pending.sort((one, other) => one.update.update_id - other.update.update_id)
      }
      give()
      return promise
    },

    push(update, chat) {
      const before = lastOfChat.get(chat) ?? Promise.resolve()
      const untilTaken = async () => {
        if (!updates.webhook) return void updates.deliver(update)
        await until(async () => {
          if (closing.signal.aborted) return true
          const attempts = Array.from({ length: updates.times }, () => updates.deliver(update))
          const answers = await Promise.all(attempts).catch(() => [{ taken: false }])
          return answers.every(({ taken }) => taken)
        }, AGAIN_MS)
      }
      const done = before.then(untilTaken)
      lastOfChat.set(chat, done)
      return done
    },

    close() {
      closing.abort()
    },
  }
  return updates
}
