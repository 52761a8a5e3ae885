import type { ChannelEvent, ChannelPlugin, Desk } from '../../../core/contract/index.ts'
import { plainAbilities } from '../../fakes/channel-abilities.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'delivery', 'burstMs'],
  properties: {
    url: { type: 'string' },
    delivery: { enum: ['idempotent', 'traceable', 'blind'] },
    burstMs: { type: 'integer' },
  },
} as const

/** A messenger whose provider is the rig: it posts events, and takes messages over HTTP. */
export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'chaos-messenger',
  configSchema,
  create({ config, instance, http, error }) {
    let desk: Desk | undefined
    return {
      capabilities: { ...plainAbilities, delivery: config.delivery, burstMs: config.burstMs },
      async start(given) {
        desk = given
      },
      async stop() {
        desk = undefined
      },
      routes(app) {
        app.post('/', async ({ body }, reply) => {
          if (!desk) return reply.code(503).send()
          return desk.deliver(body as ChannelEvent)
        })
      },
      async send({ address, message, key }, call) {
        const response = await http(
          `${config.url}/${instance}`,
          {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ address, message, key }),
          },
          { call },
        )
        const text = await response.text()
        if (response.status === 429) throw error('rate_limited', 'the provider is busy', { retryAfterMs: 1_000 })
        if (response.status === 503) throw error('unavailable', 'the provider is down')
        if (!response.ok || !text.startsWith('{'))
          throw error('unknown_outcome', `the provider answers ${response.status}`)
        return { providerIds: [`${instance}-${key}`] }
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
