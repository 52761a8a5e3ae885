import type { Call, Clock, CrmInstance, SlotList, SlotQuery } from '../contract/index.ts'

/** Free times as the CRM says them. */
export type ReadSlots = (query: SlotQuery, call: Call) => Promise<SlotList>

/**
 * Many who ask for the same times at the same moment share one question: under a provider's limit sixty of them would
 * fill a minute. Nothing is kept once it is answered. Who asked first may leave, and a failure is theirs alone: the
 * others ask for themselves.
 */
export function createSlotReads(crm: CrmInstance, { clock, signal }: { clock: Clock; signal: AbortSignal }): ReadSlots {
  const reading = new Map<string, Promise<SlotList>>()

  const readAnew = (name: string, query: SlotQuery, { deadline }: Call) => {
    const read = crm.listAvailableSlots(query, { signal, deadline }).finally(() => {
      if (reading.get(name) === read) reading.delete(name)
    })
    reading.set(name, read)
    return read
  }

  return async (query, call) => {
    const name = JSON.stringify(query)
    const shared = reading.get(name)
    if (!shared) return unlessGone(readAnew(name, query, call), clock, call)
    const found = await unlessGone(
      shared.catch(() => undefined),
      clock,
      call,
    )
    return found ?? unlessGone(reading.get(name) ?? readAnew(name, query, call), clock, call)
  }
}

/** What is read, unless the caller leaves or is out of time before. */
async function unlessGone<T>(work: Promise<T>, clock: Clock, { signal, deadline }: Call): Promise<T> {
  const { promise: gone, reject: leave } = Promise.withResolvers<never>()
  const over = new AbortController()
  const late = () => leave(Object.assign(new Error('the free times did not come in time'), { code: 'unavailable' }))
  clock.sleep(Math.max(0, deadline - clock.now()), AbortSignal.any([signal, over.signal])).then(late, () => {
    if (signal.aborted) leave(signal.reason)
  })
  try {
    return await Promise.race([work, gone])
  } finally {
    over.abort(ENDED)
  }
}

/** Given as a reason so that no exception with a stack is made for every answer. */
const ENDED = 'ended'
