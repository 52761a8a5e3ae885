import type { Call, Clock, RateLimit } from '../contract/index.ts'
import type { Count } from '../replicas/count.ts'
import { codedError } from './coded-error.ts'
import { createTurnQueue, type Lane, laneOf } from './turn-queue.ts'

/** Ends a request's place in its bucket; calling it twice is harmless. */
export type Release = () => void

/** The limits of one provider, shared by all who name its key. */
export interface Bucket {
  /** Waits for its turn, as `Http.limit` says. @throws `rate_limited` when it can't come before the call's deadline. */
  acquire(call?: Call): Promise<Release>
}

/** The buckets of one process. */
export interface LimitRegistry {
  /** The bucket of that key. Where two name it with different numbers the stricter ones hold. */
  bucket(limit: RateLimit): Bucket
}

/**
 * Makes the registry that the runtime hands to every instance's `context.http`. With `count` what may begin in a second or
 * a minute holds over all processes; a `burst` and what runs at once hold in each.
 */
export function createLimitRegistry({ clock, count }: { clock: Clock; count?: Count }): LimitRegistry {
  const buckets = new Map<string, SharedBucket>()
  return {
    bucket(limit) {
      const shared = buckets.get(limit.key) ?? createBucket(clock, limit.key, count)
      buckets.set(limit.key, shared)
      shared.tighten(limit)
      return shared
    },
  }
}

interface SharedBucket extends Bucket {
  tighten(limit: RateLimit): void
}

interface Span {
  lengthMs: number
  limit: number
  /** When the last requests began, oldest first; never more than `limit`. */
  starts: number[]
}

/** A bucket that fills by one with each request and leaks at an even pace. */
interface Leak {
  perMs: number
  size: number
  level: number
  at: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** What of a limit a lane may fill: who comes after background calls finds half of it free. */
const shareOf = (limit: number, lane: Lane) => (lane === 'background' ? Math.max(1, Math.floor(limit / 2)) : limit)

function createBucket(clock: Clock, key: string, count: Count | undefined): SharedBucket {
  const spans = new Map<number, Span>()
  let leak: Leak | undefined
  let concurrent = Number.POSITIVE_INFINITY
  let running = 0

  const tightenSpan = (lengthMs: number, limit: number | undefined) => {
    if (limit === undefined) return
    const span = spans.get(lengthMs) ?? { lengthMs, limit, starts: [] }
    span.limit = Math.min(span.limit, limit)
    spans.set(lengthMs, span)
  }

  const tightenLeak = (perSecond: number, size: number) => {
    const perMs = perSecond / SECOND_MS
    leak = {
      perMs: Math.min(perMs, leak?.perMs ?? perMs),
      size: Math.min(size, leak?.size ?? size),
      level: leak?.level ?? 0,
      at: leak?.at ?? clock.now(),
    }
  }

  /** How full the bucket is now. */
  const levelOf = ({ level, at, perMs }: Leak) => Math.max(0, level - (clock.now() - at) * perMs)

  const untilAllowed = (lane: Lane) => {
    if (running >= shareOf(concurrent, lane)) return Number.POSITIVE_INFINITY
    let waitMs = leak ? Math.max(0, Math.ceil((levelOf(leak) + 1 - shareOf(leak.size, lane)) / leak.perMs)) : 0
    for (const { lengthMs, limit, starts } of spans.values()) {
      const oldest = starts[starts.length - shareOf(limit, lane)]
      if (oldest !== undefined) waitMs = Math.max(waitMs, oldest + lengthMs - clock.now())
    }
    return waitMs
  }

  const begin = (): Release => {
    running += 1
    if (leak) Object.assign(leak, { level: levelOf(leak) + 1, at: clock.now() })
    for (const span of spans.values()) {
      span.starts.push(clock.now())
      if (span.starts.length > span.limit) span.starts.splice(0, span.starts.length - span.limit)
    }
    let released = false
    return () => {
      if (released) return
      released = true
      running -= 1
      queue.look()
    }
  }

  const noTurn = (retryAfterMs: number) =>
    codedError('rate_limited', `${key}: no turn under its limit before the deadline; nothing was sent`, {
      retryAfterMs: Math.max(0, Math.ceil(retryAfterMs)),
    })

  const queue = createTurnQueue<Release>({ clock, untilAllowed, begin, noTurn })

  /** A turn among all processes; each has had its turn among its own before. */
  const takeShared = async (call: Call | undefined): Promise<void> => {
    for (const { lengthMs, limit } of count ? spans.values() : [])
      for (;;) {
        const counted = await count?.(`http/${key}/${lengthMs}`, lengthMs)
        if (!counted || counted.count <= limit) break
        if (call && clock.now() + counted.endsInMs > call.deadline) throw noTurn(counted.endsInMs)
        await clock.sleep(counted.endsInMs, call?.signal)
      }
  }

  return {
    tighten(limit) {
      if (limit.perSecond !== undefined && limit.burst !== undefined) tightenLeak(limit.perSecond, limit.burst)
      else tightenSpan(SECOND_MS, limit.perSecond)
      tightenSpan(MINUTE_MS, limit.perMinute)
      concurrent = Math.min(concurrent, limit.concurrent ?? concurrent)
    },
    async acquire(call) {
      const release = queue.isEmpty() && untilAllowed(laneOf(call)) <= 0 ? begin() : await queue.wait(call)
      try {
        await takeShared(call)
        return release
      } catch (error) {
        release()
        throw error
      }
    },
  }
}
