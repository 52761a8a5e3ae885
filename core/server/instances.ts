import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import type { ServerParts } from './parts.ts'
import { problemError } from './problem.ts'

/** Mounts what the instances serve: `/api/v1/<instance>` and, for pages, `/chat/<instance>`. */
export const instances = fp(
  async (app, { channels, crm }: Pick<ServerParts, 'channels' | 'crm'>) => {
    for (const { instance, channel, isStarted } of channels) {
      if (channel.routes) mount(app, instance, { isStarted, routes: scope => channel.routes?.(scope) })
      if (channel.pages) app.register(async scope => channel.pages?.(scope), { prefix: `/chat/${instance}` })
    }
    if (crm) {
      const { instance, changes, emit, isStarted } = crm
      mount(app, instance, { isStarted, routes: scope => changes.routes(scope, emit) })
    }
  },
  { name: 'instances' },
)

function mount(
  app: FastifyInstance,
  instance: string,
  { isStarted, routes }: { isStarted(): boolean; routes(scope: FastifyInstance): void },
) {
  app.register(
    async scope => {
      scope.addHook('onRequest', async () => {
        if (!isStarted()) throw problemError('starting', `${instance} is not running yet; send the request again.`)
      })
      routes(scope)
    },
    { prefix: `/api/v1/${instance}` },
  )
}
