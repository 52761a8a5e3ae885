import type { Logger } from 'pino'
import type { Clock } from '../contract/index.ts'

/** How long each of them may take; the running turns have ended before. */
const END_WITHIN_MS = 5_000

/** Lets something stop or close. Never rejects: what fails, or takes too long, is named in the log and left behind. */
export type Ending = (instance: string, end: () => void | Promise<void>) => Promise<void>

/** What one instance does at its end must not keep the others, nor the journal, from being closed. */
export function createEnding({ log, clock }: { log: Logger; clock: Clock }): Ending {
  return async (instance, end) => {
    const over = new AbortController()
    const late = clock.sleep(END_WITHIN_MS, over.signal).then(
      () => log.error({ instance, afterMs: END_WITHIN_MS }, 'an instance does not stop and is left behind'),
      () => {},
    )
    const done = (async () => end())()
      .catch(error => log.error({ instance, err: error }, 'an instance could not stop'))
      .finally(() => over.abort())
    await Promise.race([done, late])
  }
}
