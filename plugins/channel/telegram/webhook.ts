import { createHmac, timingSafeEqual } from 'node:crypto'
import type {} from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Update } from 'grammy/types'
import type { ChannelInstance, Desk } from '../../../core/contract/index.ts'
import type { TakeUpdate } from './inbox.ts'

type Scope = Parameters<NonNullable<ChannelInstance['routes']>>[0]

/** Telegram's largest updates, a message in answer to another one with its formatting, are not as large. */
const BODY_BYTES = 1024 * 1024

const body = {
  type: 'object',
  required: ['update_id'],
  properties: { update_id: { type: 'integer' } },
} as const

/**
 * What Telegram shows with every delivery. Derived, so that every process knows it and none must keep it; whoever learns
 * it does not learn the token.
 */
export function webhookSecret(token: string): string {
  return createHmac('sha256', token).update('aiadmin: the webhook of a Telegram bot').digest('base64url')
}

/** Takes what Telegram delivers at `POST /webhook`; it is answered when it is stored, and comes again when it is not. */
export function mountWebhook(
  app: Scope,
  { token, desk, take }: { token: string; desk(): Desk; take: TakeUpdate },
): void {
  const expected = Buffer.from(webhookSecret(token))

  function isOurs({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
    const given = headers['x-telegram-bot-api-secret-token']
    const secret = Buffer.from(typeof given === 'string' ? given : '')
    return secret.length === expected.length && timingSafeEqual(secret, expected)
  }

  app.post<{ Body: Update }>(
    '/webhook',
    {
      bodyLimit: BODY_BYTES,
      schema: { body },
      // All of Telegram comes from a few addresses; the limit of the server is for those who try secrets.
      config: { rateLimit: { allowList: isOurs } },
      // Before anything is read of it.
      async preParsing(request, reply) {
        if (isOurs(request)) return
        await reply.code(401).send({ code: 'wrong_secret', detail: 'This delivery is not from Telegram.' })
      },
    },
    async ({ body: update }, reply) => {
      await take(desk(), update)
      return reply.code(200).send()
    },
  )
}
