import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'

/** `/health`: the process is alive. `/readyz`: it can take work; lists what is known of each instance. */
export const health = fp(
  async (app, { status }: Pick<ServerParts, 'status'>) => {
    const unlimited = { rateLimit: false }

    app.get(
      '/health',
      { config: unlimited, schema: { tags: ['operation'], summary: 'The process is alive' } },
      async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    )

    app.get(
      '/readyz',
      {
        config: unlimited,
        schema: {
          tags: ['operation'],
          summary: 'Whether the desk takes work now, and the last known health of each instance',
        },
      },
      async (_request, reply) => {
        const { accepting, instances } = await status()
        reply.code(accepting ? 200 : 503).header('cache-control', 'no-store')
        if (!accepting) reply.header('retry-after', 5)
        return { ready: accepting, instances }
      },
    )
  },
  { name: 'health' },
)
