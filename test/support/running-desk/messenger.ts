import type { ChannelPlugin, Desk, ErrorCode, OutboundMessage } from '../../../core/contract/index.ts'

const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    burstMs: { type: 'integer', default: 0 },
    delivery: { enum: ['idempotent', 'blind'], default: 'idempotent' },
    textLength: { type: 'integer', default: 4_000 },
    /** Sending fails and nobody knows whether it arrived. */
    isMute: { type: 'boolean', default: false },
    choices: { type: 'integer', default: 100 },
    /** What clients send can be fetched: a `ref` is the file itself, or the code with which fetching fails. */
    media: { type: 'boolean', default: false },
    /** Shows what is being written. */
    drafts: { type: 'boolean', default: false },
  },
} as const

/** What a client of the messenger has received. */
export interface Received {
  address: string
  message: OutboundMessage
}

/** A messenger whose provider is the test: events are posted to it as they are, what it sent is read from it. */
export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'messenger',
  configSchema,
  create({ config, error }) {
    const {
      burstMs = 0,
      delivery = 'idempotent',
      textLength = 4_000,
      isMute = false,
      choices = 100,
      media = false,
      drafts = false,
    } = config
    const sent: Received[] = []
    const shown: { address: string; text: string }[] = []
    const waiting = new Set<() => void>()
    let desk: Desk | undefined
    return {
      capabilities: {
        receives: 'webhook',
        delivery,
        burstMs,
        verifiesPhone: true,
        choices: choices === 0 ? false : { max: choices, labelLength: 40 },
        contactRequest: true,
        media: media ? ['image', 'audio', 'video', 'document', 'sticker'] : [],
        textLength,
      },
      async start(given) {
        desk = given
      },
      async stop() {},
      ...(drafts && {
        async draft({ address, text }: { address: string; text: string }) {
          shown.push({ address, text })
          for (const wake of waiting) wake()
        },
      }),
      async send({ address, message, key }) {
        sent.push({ address, message })
        for (const wake of waiting) wake()
        if (isMute) throw error('unknown_outcome', 'the line went dead')
        return { providerIds: [key] }
      },
      async fetchMedia({ ref }) {
        type Ref = { mimeType: string; base64: string; size?: number; fails?: ErrorCode }
        const { mimeType, base64, size, fails } = ref as Ref
        if (fails) throw error(fails, 'it can not be fetched')
        return { mimeType, bytes: size === undefined ? Buffer.from(base64, 'base64') : Buffer.alloc(size) }
      },
      routes(app) {
        app.post('/', async ({ body }, reply) => {
          if (!desk) return reply.code(503).send()
          return desk.deliver(body as Parameters<Desk['deliver']>[0])
        })
        app.get('/count', async ({ query }) => {
          const { address } = query as { address: string }
          return sent.filter(one => one.address === address).length
        })
        app.get('/drafts', async ({ query }) => {
          const { address } = query as { address: string }
          const mine = () => shown.filter(one => one.address === address)
          while (mine().length === 0) await new Promise<void>(resolve => waiting.add(resolve))
          return mine().map(({ text }) => text)
        })
        app.get('/', async ({ query }) => {
          const { address, after } = query as { address: string; after: string }
          const mine = () => sent.filter(one => one.address === address).slice(Number(after))
          while (mine().length === 0) await new Promise<void>(resolve => waiting.add(resolve))
          return mine()
        })
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
