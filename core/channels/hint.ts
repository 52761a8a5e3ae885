import type { Logger } from 'pino'
import type { SaidMessage } from '../journal/said-message.ts'
import type { SupervisedChannel } from './supervisor.ts'

/** Tells a channel whose clients read the journal that there is something new; it may be lost. */
export type Hint = (
  conversation: { instance: string; address: string },
  said: readonly { id: string; message: SaidMessage }[],
) => void

const HINT_WITHIN_MS = 5_000

/** Makes it. */
export function createHint({
  channelOf,
  log,
}: {
  channelOf(instance: string): SupervisedChannel | undefined
  log: Logger
}): Hint {
  return ({ instance, address }, said) => {
    const channel = channelOf(instance)?.channel
    if (channel?.capabilities.delivery !== 'stored') return
    const call = { signal: AbortSignal.timeout(HINT_WITHIN_MS), deadline: Number.MAX_SAFE_INTEGER }
    for (const { id, message } of said)
      channel
        .send({ address, message, key: id }, call)
        .catch(error => log.debug({ instance, err: error }, 'hint failed'))
  }
}
