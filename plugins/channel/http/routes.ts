import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ConversationView, Desk, PluginContext } from '../../../core/contract/index.ts'
import type { Hints } from '../stored/hints.ts'
import { limitPerMinute } from '../stored/limit.ts'
import { deliveryRefusal, refusal } from '../stored/refusal.ts'
import { waitAtMost } from '../stored/wait.ts'
import { findReplies, lastSeq, writeAnswer } from './answer.ts'
import type { Config } from './config.ts'
import { writeEvent } from './event.ts'
import { idempotencyConflict } from './idempotency.ts'
import { type Caller, createKeys, requireScope } from './keys.ts'
import { answer, type MessageBody, messageBody, messageHeaders, messageQuery, problem, readQuery } from './schemas.ts'

// A hint of another process can be lost: then the journal tells, this much later.
const REREAD_MS = 1_000

/** What the routes work with. */
export interface RoutesOptions {
  context: PluginContext<Config>
  hints: Hints<'message'>
  /** @throws while the channel is not started. */
  desk(): Desk
}

/** Mounts `POST /` and `GET /` for callers with a key. */
export async function mountRoutes(app: FastifyInstance, { context, hints, desk }: RoutesOptions): Promise<void> {
  const { config, clock, instance } = context
  const keys = createKeys(config.apiKeys, instance)
  const stopping = new AbortController()
  app.addHook('preClose', async () => stopping.abort())

  // After the server's limit per IP address, so that keys can't be guessed faster than that; before the body is read.
  app.addHook('preParsing', async (request, reply) => {
    reply.header('www-authenticate', 'Bearer')
    request.setDecorator('caller', keys.identify(request.headers.authorization))
    reply.removeHeader('www-authenticate').header('cache-control', 'no-store')
  })
  app.decorateRequest('caller', null)
  const callerOf = (request: FastifyRequest) => request.getDecorator<Caller>('caller')
  app.addHook(
    'preValidation',
    limitPerMinute(context, {
      max: config.requestsPerMinute,
      callerOf: request => callerOf(request).name,
      refuse: () => refusal(429, 'too_many_requests', 'This API key has used up its requests of this minute.'),
    }),
  )

  const shared = { tags: ['messages'], security: [{ key: [] }] }
  const failures = { '4xx': problem, '5xx': problem }

  app.post<{ Body: MessageBody; Querystring: { wait: number }; Headers: { 'idempotency-key'?: string } }>(
    '/',
    {
      schema: {
        ...shared,
        summary: "Send a client's message and wait for the answer",
        body: messageBody,
        headers: messageHeaders,
        querystring: messageQuery,
        response: { 200: answer, 202: answer, ...failures },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      requireScope(caller, 'write')
      const { body, query } = request
      const key = request.headers['idempotency-key'] ?? body.message_id
      const id = `${caller.name}:${key ?? randomUUID()}`
      const address = addressOf(caller, body.conversation)
      const event = writeEvent(body, { id, address, textLength: config.textLength })
      const receipt = await desk()
        .deliver(event)
        .catch(error => {
          throw deliveryRefusal(error)
        })
      if (receipt.differs) throw idempotencyConflict()
      const message = receipt.message ?? ''
      const isAnswered =
        query.wait > 0 &&
        (await waitAtMost({ clock, ms: query.wait * 1_000, signals: signalsOf(request) }, call =>
          desk().answered({ conversation: receipt.conversation, message }, call),
        ))

      const view = await read({ address })
      if (!view || view.conversation !== receipt.conversation) throw idempotencyConflict()
      const found = findReplies(view, message)
      const result = writeAnswer(body.conversation, view, {
        messages: found?.messages ?? [],
        turn: found?.turn ?? view.turn,
        after: found?.after ?? lastSeq(view.messages, 0),
      })
      // A message that has left the view was answered long ago.
      if (isAnswered || !found || found.finished) return result
      const next = `${app.prefix}?${new URLSearchParams({ conversation: body.conversation, after: String(result.after), wait: '25' })}`
      return reply
        .code(202)
        .header('location', next)
        .header('retry-after', 1)
        .send({ ...result, next })
    },
  )

  app.get<{ Querystring: { conversation: string; after: number; wait: number } }>(
    '/',
    {
      schema: {
        ...shared,
        summary: 'Read what the desk said since',
        querystring: readQuery,
        response: { 200: answer, ...failures },
      },
    },
    async request => {
      const caller = callerOf(request)
      requireScope(caller, 'read')
      const { conversation, after, wait } = request.query
      const query = { address: addressOf(caller, conversation), after }
      const view = wait > 0 ? await readWhenNew(query, wait * 1_000, signalsOf(request)) : await read(query)
      if (!view)
        throw refusal(
          404,
          'conversation_unknown',
          'No message of this conversation has arrived with a key of this name.',
        )
      return writeAnswer(conversation, view, {
        messages: view.messages,
        turn: view.turn,
        after: lastSeq(view.messages, after),
      })
    },
  )

  const addressOf = (caller: Caller, conversation: string) => `${caller.name}:${conversation}`

  const read = (query: { address: string; after?: number }) => desk().conversation(query)

  const signalsOf = (request: FastifyRequest) => [request.signal, stopping.signal, context.signal]

  async function readWhenNew(
    query: { address: string; after: number },
    ms: number,
    signals: readonly AbortSignal[],
  ): Promise<ConversationView | undefined> {
    return waitAtMost({ clock, ms, signals }, async ({ signal }) => {
      for (;;) {
        const hinted = new AbortController()
        const leave = hints.listen(query.address, () => hinted.abort())
        try {
          const view = await read(query)
          if (!view || signal.aborted || view.messages.some(({ author }) => author !== 'client')) return view
          await clock.sleep(REREAD_MS, AbortSignal.any([signal, hinted.signal])).catch(() => undefined)
        } finally {
          leave()
        }
      }
    })
  }
}
