import type { Update } from 'grammy/types'
import type { Desk, PluginContext } from '../../../core/contract/index.ts'
import type { Ask } from './api.ts'
import type { TakeUpdate } from './inbox.ts'
import { ALLOWED_UPDATES } from './update.ts'

/** How long Telegram keeps a question for news open, in seconds; ours waits somewhat longer for the answer. */
const WAIT_SECONDS = 25
const ANSWER_MS = 40_000
const MOST = 100

/** Between questions that fail: 1 s, 2 s … 30 s, or as long as Telegram asks for. */
const MIN_REST_MS = 1_000
const MAX_REST_MS = 30_000

/** An update that is being stored is waited for so long. */
const STOP_MS = 3_000

/** What asks Telegram for news. */
export interface PollingParts {
  context: PluginContext
  ask: Ask
  take: TakeUpdate
  /** What is wrong with the questions now; undefined when they are answered. */
  note(failure: Error | undefined): void
}

/** Questions that are being asked. */
export interface Polling {
  /**
   * Asks no more. Resolves when the right to ask is given back, so that the next process need not wait for its end; who only waits
   * for the right is not waited for.
   */
  stop(): Promise<void>
}

/** Asks for news as long as this process has the right to. */
export function startPolling(parts: PollingParts, desk: Desk): Polling {
  const { context } = parts
  const stopping = new AbortController()
  let hasRight = false

  async function pollOnce(): Promise<void> {
    await context.exclusive('poll', async right => {
      if (stopping.signal.aborted) return
      hasRight = true
      await poll(parts, desk, AbortSignal.any([right, stopping.signal]))
      hasRight = false
    })
  }

  /** The right can be lost, and the journal that gives it can be down: neither is the end. */
  async function pollUntilStopped(): Promise<void> {
    const ending = AbortSignal.any([stopping.signal, context.signal])
    while (!ending.aborted) {
      try {
        await pollOnce()
      } catch (failure) {
        if (ending.aborted) return
        context.log.error({ err: failure }, 'the right to ask Telegram for news could not be had')
        await context.clock.sleep(MIN_REST_MS, ending).catch(() => undefined)
      }
    }
  }

  const ended = pollUntilStopped()
  return {
    async stop() {
      stopping.abort(new Error('stopping'))
      if (!hasRight) return
      const patience = new AbortController()
      await Promise.race([ended, context.clock.sleep(STOP_MS, patience.signal).catch(() => undefined)])
      patience.abort()
    },
  }
}

async function poll(parts: PollingParts, desk: Desk, signal: AbortSignal): Promise<void> {
  const { context, ask, take, note } = parts
  const { clock } = context
  let hasWebhook = true
  let offset: number | undefined
  let restMs = MIN_REST_MS
  while (!signal.aborted) {
    try {
      if (hasWebhook) {
        await removeWebhook(parts, signal)
        hasWebhook = false
      }
      const call = { signal, deadline: clock.now() + ANSWER_MS }
      const question = { timeout: WAIT_SECONDS, limit: MOST, allowed_updates: ALLOWED_UPDATES }
      const updates = await ask(api => api.getUpdates({ ...question, ...(offset !== undefined && { offset }) }), {
        call,
        isRead: true,
        timeoutMs: ANSWER_MS,
      })
      note(undefined)
      const lost = await takeAll({ take, desk, updates })
      // Asking from behind an update on is what confirms it: nothing that is not stored.
      const last = updates.at(-1)
      if (last) offset = lost?.from ?? last.update_id + 1
      if (lost) throw lost.failure
      restMs = MIN_REST_MS
    } catch (failure) {
      if (signal.aborted) return
      note(failure instanceof Error ? failure : new Error(String(failure)))
      const { retryAfterMs = restMs }: { retryAfterMs?: number } = Object(failure)
      await clock.sleep(retryAfterMs, signal).catch(() => undefined)
      restMs = Math.min(restMs * 2, MAX_REST_MS)
    }
  }
}

/** Left over from `mode: webhook`; as long as it stands, Telegram refuses every question. What waits is kept. */
async function removeWebhook({ context, ask }: PollingParts, signal: AbortSignal): Promise<void> {
  const call = { signal, deadline: context.clock.now() + ANSWER_MS }
  const { url } = await ask(api => api.getWebhookInfo(), { call, isRead: true })
  if (!url) return
  await ask(api => api.deleteWebhook({ drop_pending_updates: false }), { call, isRead: true })
  context.log.info('the webhook of before was removed: this channel polls')
}

/** Chats side by side, what comes of one of them in order; answers from where on it must come again. */
async function takeAll({
  take,
  desk,
  updates,
}: {
  take: TakeUpdate
  desk: Desk
  updates: readonly Update[]
}): Promise<{ from: number; failure: unknown } | undefined> {
  const lost: { from: number; failure: unknown }[] = []
  const chats = Map.groupBy(updates, chatOf)
  const takeChat = async (ofChat: readonly Update[]) => {
    for (const update of ofChat) {
      try {
        await take(desk, update)
      } catch (failure) {
        lost.push({ from: update.update_id, failure })
        return
      }
    }
  }
  await Promise.all([...chats.values()].map(takeChat))
  return lost.sort((one, other) => one.from - other.from)[0]
}

function chatOf({ message, edited_message, callback_query, my_chat_member }: Update): number {
  return (message ?? edited_message ?? callback_query?.message ?? my_chat_member)?.chat.id ?? 0
}
