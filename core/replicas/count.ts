import type { Logger } from 'pino'
import type { Clock, Counted, StorageInstance } from '../contract/index.ts'
import { within } from './patience.ts'

/** Adds one to a counter that begins anew some time after its first. */
export type Count = (key: string, windowMs: number) => Promise<Counted>

/** Whoever waits for a limit waits for nothing else: a counter that is slow is one that is away. */
const ANSWER_WITHIN_MS = 250
/** So long after a failure each process counts for itself. */
const REST_MS = 5_000
const MAX_KEPT = 10_000

interface Window {
  count: number
  shared: number
  endsAt: number
}

/**
 * Counts over all processes where a storage offers `increment`, and in this process alone while it is away. Never rejects.
 * Made before the storages are: `storages` fills with them, the preferred one first.
 */
export function createCount(
  storages: readonly StorageInstance[],
  { log, clock }: { log: Logger; clock: Clock },
): Count {
  const windows = new Map<string, Window>()
  let restsUntil = 0

  async function askStorage(key: string, windowMs: number): Promise<number | undefined> {
    const storage = storages.find(({ increment }) => increment)
    if (!storage?.increment || clock.now() < restsUntil) return undefined
    try {
      return await within(storage.increment(key, windowMs), ANSWER_WITHIN_MS)
    } catch (error) {
      restsUntil = clock.now() + REST_MS
      log.warn({ err: error }, 'shared counters are away: each process counts for itself')
      return undefined
    }
  }

  function begin(key: string, windowMs: number): Window {
    if (windows.size >= MAX_KEPT)
      for (const [old, { endsAt }] of windows) if (endsAt <= clock.now()) windows.delete(old)
    const [oldest] = windows.keys()
    if (windows.size >= MAX_KEPT && oldest !== undefined) windows.delete(oldest)
    const window = { count: 0, shared: 0, endsAt: clock.now() + windowMs }
    windows.set(key, window)
    return window
  }

  return async (key, windowMs) => {
    const known = windows.get(key)
    let window = known && known.endsAt > clock.now() ? known : begin(key, windowMs)
    window.count += 1
    const shared = await askStorage(key, windowMs)
    // It begins anew when the storage says so: the clocks of the processes may differ. Answers to many at once may come
    // in another order: those are near each other.
    if (shared !== undefined && shared * 2 < window.shared)
      window = Object.assign(begin(key, windowMs), { count: shared })
    window.shared = shared ?? window.shared
    return { count: shared ?? window.count, endsInMs: Math.max(1, window.endsAt - clock.now()) }
  }
}
