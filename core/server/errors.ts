import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { describeError, type Problem, problemError, problemOf } from './problem.ts'

/** Answers every error, also those before routing, as problem+json; logs what is our own fault. */
export const errors = fp(
  async app => {
    const methods = collectMethods(app)

    app.setErrorHandler((error, request, reply) => {
      const problem = describeError(error)
      const route = request.routeOptions.url
      const { method } = request
      if (problem.status >= 500 && problem.status !== 503)
        request.log.error({ err: error, method, route, code: problem.code }, 'request failed')
      // The store is away, or there is too much to do: said honestly, and no fault of the program's to be traced.
      else if (problem.status === 503 && problem.code !== 'starting' && problem.code !== 'stopping')
        request.log.warn({ method, route, code: problem.code, reason: reasonOf(error) }, 'request not taken')
      else request.log.debug({ method, route, code: problem.code }, 'request refused')
      return sendProblem(request, reply, problem)
    })

    app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
      const allowed = methods(request.url.split('?', 1)[0] ?? '')
      if (allowed.length === 0) return sendProblem(request, reply, problemOf('not_found'))
      return sendProblem(request, reply.header('allow', allowed.join(', ')), problemOf('method_not_allowed'))
    })

    let stopping = false
    app.addHook('preClose', async () => {
      stopping = true
    })
    app.addHook('onRequest', async () => {
      if (stopping) throw problemError('stopping')
    })
  },
  { name: 'errors', dependencies: ['@fastify/rate-limit'] },
)

/** Why, with what lies underneath it: the client is told neither. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

/** Writes a problem as the answer to a request. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { retryAfterSeconds, ...members } = problem
  if (retryAfterSeconds !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfterSeconds)
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', ...members, request: request.id }))
}

/** The whole answer, for a request that never became one: a broken request line, headers without end. */
export function rawProblem(error: Error & { code?: string }): string {
  const problem = problemOf(
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'headers_too_large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'request_timeout'
        : 'malformed_request',
  )
  const body = JSON.stringify({ type: 'about:blank', ...problem })
  return [
    `HTTP/1.1 ${problem.status} Error`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}

/** Remembers the routes, so that a wrong method is told from a wrong address: Fastify answers 404 to both. */
function collectMethods(app: FastifyInstance): (path: string) => readonly string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    // The wildcard of CORS answers OPTIONS everywhere and says nothing about what is there.
    if (url === '*' || url === '/*') return
    const source = url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')
    const route = routes.get(url) ?? { pattern: new RegExp(`^${source.replaceAll('*', '.*')}$`), methods: new Set() }
    for (const name of [method].flat()) route.methods.add(name)
    routes.set(url, route)
  })
  return path =>
    [
      ...new Set([...routes.values()].filter(route => route.pattern.test(path)).flatMap(route => [...route.methods])),
    ].sort()
}
