import type { ChannelPlugin, Desk } from '../../../core/contract/index.ts'
import { createHints } from '../stored/hints.ts'
import { refusal } from '../stored/refusal.ts'
import { checkConfig, configSchema } from './config.ts'
import { createKeys } from './keys.ts'
import { mountRoutes } from './routes.ts'

const TEXT_LENGTH = 8_000

export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'http',
  description: 'The universal API: any program sends messages and reads the answers as JSON.',
  configSchema,
  check: checkConfig,
  create(context) {
    const hints = createHints<'message'>(context)
    let desk: Desk | undefined

    return {
      capabilities: {
        receives: 'webhook',
        delivery: 'stored',
        burstMs: 0,
        verifiesPhone: false,
        choices: { max: 100, labelLength: 200 },
        contactRequest: false,
        media: [],
        textLength: TEXT_LENGTH,
      },
      async start(given) {
        desk = given
      },
      async stop() {
        desk = undefined
      },
      async probe() {
        const { names } = createKeys(context.config.apiKeys, context.instance)
        return {
          ok: true,
          summary:
            names.length > 0
              ? `answers callers with a key: ${names.join(', ')}`
              : `closed: no API key is configured; set channels.${context.instance}.with.apiKeys to open it`,
        }
      },
      routes(app) {
        app.register(async scope =>
          mountRoutes(scope, {
            context,
            hints,
            desk() {
              if (!desk) throw refusal(503, 'starting', `${context.instance} is not running; send the request again.`)
              return desk
            },
          }),
        )
      },
      async send({ address, message }) {
        if (message.text.length > TEXT_LENGTH)
          throw context.error(
            'invalid',
            `the text has ${message.text.length} characters; at most ${TEXT_LENGTH} are taken`,
          )
        hints.tell(address, 'message')
        return { providerIds: [] }
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
