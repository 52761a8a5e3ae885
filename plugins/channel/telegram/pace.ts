import type { Call, Clock, PluginContext } from '../../../core/contract/index.ts'

/** Waits for a chat's turn. @throws `rate_limited` when it does not come before the call's deadline. */
export type Pace = (chat: string, call: Call) => Promise<void>

/** How dense messages to one chat may be. */
export interface PaceOptions {
  everyMs: number
  /** So many may come at once. */
  burst: number
}

/** Chats are forgotten when they have been silent, looked for whenever there are so many more. */
const MAX_KNOWN = 1_000

/** Keeps the pace that a provider allows in one chat, on the average. */
export function createPace(
  { clock, error }: { clock: Clock; error: PluginContext['error'] },
  { everyMs, burst }: PaceOptions,
): Pace {
  /** When the messages so far are used up. */
  const until = new Map<string, number>()
  const leewayMs = everyMs * (burst - 1)
  let lookAt = MAX_KNOWN

  function forgetSilent(now: number): void {
    if (until.size < lookAt) return
    for (const [chat, at] of until) if (at <= now) until.delete(chat)
    lookAt = until.size + MAX_KNOWN
  }

  return async (chat, { signal, deadline }) => {
    const now = clock.now()
    forgetSilent(now)
    const at = Math.max(until.get(chat) ?? now, now)
    const waitMs = at - leewayMs - now
    if (now + waitMs > deadline)
      throw error('rate_limited', 'too many messages for this chat; nothing was sent', { retryAfterMs: waitMs })
    until.set(chat, at + everyMs)
    if (waitMs <= 0) return
    await clock.sleep(waitMs, signal).catch(cause => {
      throw error('unavailable', 'nobody waited for the turn of this chat; nothing was sent', { cause })
    })
  }
}
