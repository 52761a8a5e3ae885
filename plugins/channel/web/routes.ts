import { fastifyCookie as cookie } from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FromSchema, JSONSchema } from 'json-schema-to-ts'
import type { Desk, InboundPart, PluginContext } from '../../../core/contract/index.ts'
import { cleanText } from '../stored/clean-text.ts'
import { MAX_CURSOR } from '../stored/cursor.ts'
import type { Hints } from '../stored/hints.ts'
import { limitPerMinute } from '../stored/limit.ts'
import { deliveryRefusal, refusal } from '../stored/refusal.ts'
import type { Config } from './config.ts'
import { requireOwnPage } from './guard.ts'
import { writeHistory } from './history.ts'
import type { Sessions } from './session.ts'
import type { Hint, Streams } from './streams.ts'
import { writeVisitFile } from './visit-file.ts'

const TEXT_LENGTH = 4_000

const messageBody = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'locale'],
  oneOf: [{ required: ['text'] }, { required: ['choice'] }, { required: ['command'] }],
  properties: {
    id: { type: 'string', pattern: '^[A-Za-z0-9_-]{8,64}$' },
    text: { type: 'string' },
    choice: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
    /** What the page's own buttons ask, whatever a brain would make of their words. */
    command: { enum: ['help', 'book', 'my', 'cancel', 'human'] },
    locale: { enum: ['ru', 'en'] },
  },
} as const satisfies JSONSchema

const afterQuery = {
  type: 'object',
  properties: { after: { type: 'integer', minimum: 0, maximum: MAX_CURSOR, default: 0 } },
} as const

/** What the routes work with. */
export interface RoutesOptions {
  context: PluginContext<Config>
  hints: Hints<Hint>
  sessions: Sessions
  streams: Streams
  /** @throws while the channel is not started. */
  desk(): Desk
}

/** Mounts what the page calls: `POST /messages`, `GET /history`, `GET /stream`, `GET /visits/<id>.ics`. */
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
  app.addHook('onRequest', request => sessions.recognise(request))
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  // Before the server waits for open answers to end: these never would.
  app.addHook('preClose', async () => streams.closeAll())

  app.get<{ Querystring: { after: number } }>('/history', { schema: { querystring: afterQuery } }, async request => {
    const { after } = request.query
    return writeHistory(await desk().conversation({ address: requireAddress(request), after }), after, app.prefix)
  })

  app.get<{ Params: { file: string } }>('/visits/:file', async (request, reply) => {
    const view = await desk().conversation({ address: requireAddress(request), limit: 1 })
    const visit = view?.appointments.find(({ id }) => `${id}.ics` === request.params.file)
    // Another visitor's visit and one that never was are answered alike.
    if (!view || !visit) throw refusal(404, 'not_found', 'This conversation has no such visit.')
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', `attachment; filename="visit-${visit.start.slice(0, 10)}.ics"`)
      .send(writeVisitFile(context, visit, view.locale))
  })

  app.get<{ Querystring: { after: number } }>(
    '/stream',
    { schema: { querystring: afterQuery } },
    async (request, reply) => {
      const seen = Number(request.headers['last-event-id'])
      const after = Number.isInteger(seen) && seen > 0 && seen <= MAX_CURSOR ? seen : request.query.after
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
    scope.addHook(
      'preValidation',
      limitPerMinute(context, {
        max: context.config.messagesPerMinute,
        callerOf: requireAddress,
        refuse: () => refusal(429, 'too_many_requests', 'Too many messages in one minute; wait a little.'),
      }),
    )
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
        // The first message of this id is kept; this one would be lost, were it taken for the same.
        if (receipt.differs)
          throw refusal(409, 'id_reused', 'This id was used for another message; send it again under a new one.')
        hints.tell(address, { kind: 'message' })
        return reply.code(202).send({ id, message: receipt.message })
      },
    )
  })
}

function partOf({ text, choice, command }: FromSchema<typeof messageBody>): InboundPart {
  if (choice !== undefined) return { type: 'choice', id: choice }
  if (command !== undefined) return { type: 'command', command }
  const cleaned = cleanText(text ?? '')
  if (cleaned === '') throw refusal(422, 'text_empty', 'The text has no visible character.')
  if (cleaned.length > TEXT_LENGTH)
    throw refusal(422, 'text_too_long', `The text has ${cleaned.length} characters; at most ${TEXT_LENGTH} are taken.`)
  return { type: 'text', text: cleaned }
}
