import { fastifyCookie as cookie } from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { Desk, InboundPart, PluginContext } from '../../../core/contract/index.ts'
import { cleanText } from '../stored/clean-text.ts'
import type { Hints } from '../stored/hints.ts'
import { deliveryRefusal, refusal } from '../stored/refusal.ts'
import type { Config } from './config.ts'
import { requireOwnPage } from './guard.ts'
import { writeHistory } from './history.ts'
import type { Sessions } from './session.ts'
import type { Hint, Streams } from './streams.ts'

const TEXT_LENGTH = 4_000

const messageBody = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'locale'],
  oneOf: [{ required: ['text'] }, { required: ['choice'] }],
  properties: {
    id: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
    text: { type: 'string' },
    choice: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
    locale: { enum: ['ru', 'en'] },
  },
} as const satisfies JSONSchema

const afterQuery = { type: 'object', properties: { after: { type: 'integer', minimum: 0, default: 0 } } } as const

/** What the routes work with. */
export interface RoutesOptions {
  context: PluginContext<Config>
  hints: Hints<Hint>
  sessions: Sessions
  streams: Streams
  /** @throws while the channel is not started. */
  desk(): Desk
}

/** Mounts what the page calls: `POST /messages`, `GET /history`, `GET /stream`. */
export async function mountRoutes(
  app: FastifyInstance,
  { context, hints, sessions, streams, desk }: RoutesOptions,
): Promise<void> {
  await app.register(cookie)
  const requireAddress = (request: FastifyRequest): string => {
    const address = sessions.addressOf(request)
    if (address === undefined)
      throw refusal(401, 'session_missing', 'This browser has no session; opening the chat page gives it one.')
    return address
  }
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  // Before the server waits for open answers to end: these never would.
  app.addHook('preClose', async () => streams.closeAll())

  app.get<{ Querystring: { after: number } }>('/history', { schema: { querystring: afterQuery } }, async request => {
    const { after } = request.query
    return writeHistory(await desk().conversation({ address: requireAddress(request), after }), after)
  })

  app.get<{ Querystring: { after: number } }>(
    '/stream',
    { schema: { querystring: afterQuery } },
    async (request, reply) => {
      const seen = Number(request.headers['last-event-id'])
      const after = Number.isSafeInteger(seen) && seen > 0 ? seen : request.query.after
      const address = requireAddress(request)
      desk()
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no')
        .send(streams.open(address, after))
    },
  )

  // In a scope of its own: the limit is for messages, not for reading.
  await app.register(async scope => {
    await scope.register(rateLimit, {
      hook: 'preValidation',
      max: context.config.messagesPerMinute,
      timeWindow: 60_000,
      keyGenerator: requireAddress,
      errorResponseBuilder: () => refusal(429, 'too_many_requests', 'Too many messages in one minute; wait a little.'),
    })
    scope.post<{ Body: FromSchema<typeof messageBody> }>(
      '/messages',
      { schema: { body: messageBody }, preParsing: async request => requireOwnPage(request) },
      async (request, reply) => {
        const address = requireAddress(request)
        const { id, locale } = request.body
        const receipt = await desk()
          .deliver({
            kind: 'message',
            id: `${address}:${id}`,
            address,
            parts: [partOf(request.body)],
            sender: { language: locale },
          })
          .catch(error => {
            throw deliveryRefusal(error)
          })
        hints.tell(address, { kind: 'message' })
        return reply.code(202).send({ id, message: receipt.message })
      },
    )
  })
}

function partOf({ text, choice }: FromSchema<typeof messageBody>): InboundPart {
  if (choice !== undefined) return { type: 'choice', id: choice }
  const cleaned = cleanText(text ?? '')
  if (cleaned === '') throw refusal(422, 'text_empty', 'The text has no visible character.')
  if (cleaned.length > TEXT_LENGTH)
    throw refusal(422, 'text_too_long', `The text has ${cleaned.length} characters; at most ${TEXT_LENGTH} are taken.`)
  return { type: 'text', text: cleaned }
}
