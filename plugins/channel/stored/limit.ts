import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PluginContext } from '../../../core/contract/index.ts'
import type { Refusal } from './refusal.ts'

const WINDOW_MS = 60_000

/** Refuses requests of one caller beyond `max` in a minute, counted over all processes; a hook for Fastify. */
export function limitPerMinute(
  { count }: Pick<PluginContext, 'count'>,
  { max, callerOf, refuse }: { max: number; callerOf(request: FastifyRequest): string; refuse(): Refusal },
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const counted = await count(`requests/${callerOf(request)}`, WINDOW_MS)
    if (counted.count <= max) return
    reply.header('retry-after', Math.ceil(counted.endsInMs / 1_000))
    throw refuse()
  }
}
