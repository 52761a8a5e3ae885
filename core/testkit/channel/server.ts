import { Ajv2020, type Options } from 'ajv/dist/2020.js'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { ChannelInstance } from '../../contract/index.ts'

/** A route that an instance has mounted. */
export interface Route {
  method: string
  url: string
}

const BODY_BYTES = 64 * 1024
// Whether the schemas of routes are schemas is for the product's own server to say; here it would take most of a check's time.
const VALIDATION: Options = {
  useDefaults: true,
  strict: false,
  validateFormats: false,
  validateSchema: false,
  meta: false,
}

/**
 * A server that mounts an instance where the product does and answers its errors with the product's statuses. Unlike the
 * product it keeps nobody out before the start: a request that was let in just before `stop` finds the plugin stopped too.
 */
export async function buildTestServer({
  channel,
  instance,
  log,
}: {
  channel: ChannelInstance
  instance: string
  log: Logger
}): Promise<{ app: FastifyInstance; routes: readonly Route[] }> {
  const ofBody = new Ajv2020(VALIDATION)
  const ofText = new Ajv2020({ ...VALIDATION, coerceTypes: 'array' })
  const loggerInstance: FastifyBaseLogger = log
  const app: FastifyInstance = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
  })
  const routes: Route[] = []
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? ofBody : ofText).compile(Object(schema)))
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push({ method: name, url })
  })
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500 && status !== 503) request.log.error({ err: error }, 'request failed')
    const { code, message: detail }: { code?: unknown; message?: unknown } = Object(error)
    // As a text: a route may have a schema of its answers.
    const problem = JSON.stringify({ type: 'about:blank', title: 'Refused', status, code, detail })
    return reply.code(status).type('application/problem+json').send(problem)
  })
  if (channel.routes) app.register(async scope => channel.routes?.(scope), { prefix: `/api/v1/${instance}` })
  if (channel.pages) app.register(async scope => channel.pages?.(scope), { prefix: `/chat/${instance}` })
  await app.ready()
  return { app, routes }
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  invalid: 422,
  not_found: 404,
  rate_limited: 429,
  unavailable: 503,
}

/** As in the product: only what was meant for the caller speaks, everything else is 500. */
function statusOf(error: unknown): number {
  const { statusCode, validation, code }: { statusCode?: unknown; validation?: unknown; code?: unknown } = Object(error)
  if (Array.isArray(validation)) return 400
  if (typeof statusCode === 'number' && ((statusCode >= 400 && statusCode < 500) || statusCode === 503))
    return statusCode
  return (typeof code === 'string' && STATUS_OF_CODE[code]) || 500
}
