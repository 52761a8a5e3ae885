import { appendFileSync } from 'node:fs'
import type { ChannelPlugin, Desk, InboundPart } from '../../core/contract/index.ts'
import { plainAbilities } from '../fakes/channel-abilities.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['file'],
  properties: { file: { type: 'string' } },
} as const

interface Posted {
  id: string
  address: string
  parts: InboundPart[]
}

/** A provider on paper: what is delivered is posted, what is sent is a line in a file that outlives the process. */
export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'paper',
  configSchema,
  create(context) {
    let desk: Desk | undefined
    return {
      capabilities: plainAbilities,
      async start(given) {
        desk = given
      },
      async stop() {},
      routes(app) {
        app.post('/', async (request, reply) => {
          const { id, address, parts } = request.body as Posted
          await desk?.deliver({ kind: 'message', id, address, parts })
          return reply.code(204).send()
        })
      },
      async send({ message, key }) {
        appendFileSync(context.config.file, `${JSON.stringify({ key, message })}\n`)
        return { providerIds: [key] }
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
