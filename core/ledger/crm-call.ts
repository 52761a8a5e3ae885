import type { Call } from '../contract/index.ts'
import type { LedgerParts } from './parts.ts'

/** How long a read may take. */
const READ_WITHIN_MS = 10_000

/** Waits for a plugin no longer than `untilMs`, whatever it does with its signal. Then: `unknown_outcome`. */
export async function withDeadline<T>(
  { journal, signal: closing }: Pick<LedgerParts, 'journal' | 'signal'>,
  { untilMs, deadline, priority }: { untilMs: number; deadline: number; priority?: Call['priority'] | undefined },
  work: (call: Call) => Promise<T>,
): Promise<T> {
  closing.throwIfAborted()
  const ending = new AbortController()
  const done = new AbortController()
  let giveUp: (reason: unknown) => void = () => {}
  const gaveUp = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  const end = (reason: unknown) => {
    giveUp(reason)
    ending.abort(reason)
  }
  // Taken off again: the runtime's signal outlives all calls, and would keep every one of them.
  const onClose = () => end(closing.reason)
  closing.addEventListener('abort', onClose)
  const late = Object.assign(new Error('no answer in time'), { code: 'unknown_outcome' })
  journal.clock.sleep(Math.max(0, untilMs - journal.clock.now()), done.signal).then(
    () => end(late),
    () => {},
  )
  try {
    return await Promise.race([work({ signal: ending.signal, deadline, ...(priority && { priority }) }), gaveUp])
  } finally {
    closing.removeEventListener('abort', onClose)
    done.abort()
  }
}

/** A read of the CRM, bounded. */
export function readCrm<T>(
  parts: Pick<LedgerParts, 'journal' | 'signal' | 'readsAs'>,
  read: (call: Call) => Promise<T>,
): Promise<T> {
  const deadline = parts.journal.clock.now() + READ_WITHIN_MS
  return withDeadline(parts, { untilMs: deadline, deadline, priority: parts.readsAs }, read)
}
