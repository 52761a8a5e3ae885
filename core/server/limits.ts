import rateLimit from '@fastify/rate-limit'
import fp from 'fastify-plugin'
import type { ServerConfig } from '../../config/desk-config.ts'
import { problemError } from './problem.ts'

/** How many requests one IP address (of IPv6: one /64) may make in a minute. */
export const limits = fp(
  async (app, { server }: { server: ServerConfig }) => {
    await app.register(rateLimit, {
      max: server.requestsPerMinute,
      timeWindow: 60_000,
      errorResponseBuilder: () => problemError('too_many_requests'),
    })
  },
  { name: 'limits' },
)
