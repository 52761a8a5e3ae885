import { randomUUID } from 'node:crypto'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { chat } from './chat.ts'
import { errors, rawProblem, sendProblem } from './errors.ts'
import { files } from './files.ts'
import { health } from './health.ts'
import { instances } from './instances.ts'
import { limits } from './limits.ts'
import { metricsRoute } from './metrics.ts'
import { openapi } from './openapi.ts'
import type { ServerParts } from './parts.ts'
import { describeError } from './problem.ts'
import { requestLog } from './request-log.ts'
import { security } from './security.ts'
import { validation } from './validation.ts'

const SECRET_HEADERS = ['', 'req.', '*.'].flatMap(path => [`${path}headers.authorization`, `${path}headers.cookie`])

/** Builds the whole HTTP server, ready and not yet listening. `close()` ends idle connections and waits for the others. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { server, log, version, demo } = parts
  const loggerInstance: FastifyBaseLogger = log.child({}, { redact: SECRET_HEADERS })
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: server.bodyLimitBytes,
    trustProxy: typeof server.trustProxy === 'boolean' ? server.trustProxy : [...server.trustProxy],
    // A caller's own id could forge another request's lines in the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // The time in which a request must have arrived; how long its answer takes is not limited by it.
    requestTimeout: 30_000,
    // Node looks for late requests only so often.
    http: { connectionsCheckingInterval: 5_000 },
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, describeError(error)),
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
      socket.end(rawProblem(error))
    },
  })
  // Nothing of ours reads plain text; without its parser it is refused as such instead of failing a schema.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (demo) reply.header('x-aiadmin-demo', version)
  })

  await app.register(security, { server })
  await app.register(requestLog)
  await app.register(limits, parts)
  await app.register(errors)
  await app.register(validation)
  await app.register(openapi, parts)
  await app.register(health, parts)
  await app.register(metricsRoute, parts)
  await app.register(chat, parts)
  await app.register(files, parts)
  await app.register(instances, parts)
  await app.ready()
  return app
}
