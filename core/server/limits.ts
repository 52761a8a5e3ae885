import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import type { Count } from '../replicas/count.ts'
import type { ServerParts } from './parts.ts'
import { problemError } from './problem.ts'

const WINDOW_MS = 60_000

/** Counts over all processes of the deployment. */
function storeOf(count: Count): FastifyRateLimitStoreCtor {
  return class {
    incr(key: string, done: (error: Error | null, result?: { current: number; ttl: number }) => void): void {
      count(`ip/${key}`, WINDOW_MS).then(
        ({ count: current, endsInMs: ttl }) => done(null, { current, ttl }),
        (error: Error) => done(error),
      )
    }
    child() {
      return this
    }
  }
}

/** How many requests one IP address (of IPv6: one /64) may make in a minute. */
export const limits = fp(
  async (app, { server, count }: Pick<ServerParts, 'server' | 'count'>) => {
    await app.register(rateLimit, {
      max: server.requestsPerMinute,
      timeWindow: WINDOW_MS,
      store: storeOf(count),
      errorResponseBuilder: () => problemError('too_many_requests'),
    })
  },
  { name: 'limits' },
)
