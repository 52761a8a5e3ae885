import { type FastifyInstance, type FastifySchema, fastify, type HTTPMethods, type RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'

interface DescribedRoute {
  url: string
  method: HTTPMethods[]
  schema: FastifySchema
}

/** `/openapi.json`: every route that has a schema. */
export const openapi = fp(
  async (app, parts: Pick<ServerParts, 'version' | 'companyName' | 'server'>) => {
    const routes: DescribedRoute[] = []
    app.addHook('onRoute', route => {
      const described = describeRoute(route)
      if (described) routes.push(described)
    })
    let document: Promise<string> | undefined
    app.get('/openapi.json', async (_request, reply) => {
      document ??= writeDocument(routes, parts)
      return reply.type('application/json').send(await document)
    })
  },
  { name: 'openapi' },
)

function describeRoute({ url, method, schema }: RouteOptions): DescribedRoute | undefined {
  // Fastify mounts a scope's root with and without a slash at its end.
  if (!schema || (url.length > 1 && url.endsWith('/'))) return undefined
  const methods = [method].flat().filter(name => name !== 'HEAD')
  return methods.length > 0 ? { url, method: methods, schema } : undefined
}

// A second, never listening app: so nobody pays for the generator who does not read its document.
async function writeDocument(
  routes: readonly DescribedRoute[],
  { version, companyName, server }: Pick<ServerParts, 'version' | 'companyName' | 'server'>,
): Promise<string> {
  const { default: swagger } = await import('@fastify/swagger')
  const app: FastifyInstance = fastify()
  try {
    app.setValidatorCompiler(() => () => true)
    app.setSerializerCompiler(() => data => JSON.stringify(data))
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: { title: `AI-Admin of ${companyName}`, version },
        ...(server.publicUrl ? { servers: [{ url: server.publicUrl }] } : {}),
        components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      },
    })
    for (const route of routes) app.route({ ...route, handler: async () => undefined })
    await app.ready()
    return JSON.stringify(app.swagger())
  } finally {
    await app.close()
  }
}
