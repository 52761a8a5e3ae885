import type { ChannelPlugin, Desk } from '../../../core/contract/index.ts'
import { BODY_LENGTH, HINT_LENGTH, MAX_ROWS, ROW_LENGTH, TEXT_LENGTH } from './compose.ts'
import { createGraph } from './graph.ts'
import { createMediaStore } from './media.ts'
import { checkConfig, configSchema, declaredTemplates } from './options.ts'
import { probeWhatsApp } from './probe.ts'
import { createRecents } from './recents.ts'
import { createSender } from './sender.ts'
import { setUpNumber } from './setup.ts'
import { texts } from './texts.ts'
import { createUploads } from './uploads.ts'
import { mountWebhook } from './webhook.ts'

const HOUR_MS = 3_600_000
/** Meta shows it for 25 seconds. */
const TYPING_LASTS_MS = 20_000

export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'whatsapp',
  description: 'Clients write in WhatsApp, through the Business Cloud API of Meta.',
  configSchema,
  texts,
  check: checkConfig,
  create(context) {
    const { config, clock, error, instance } = context
    const graph = createGraph(context)
    const media = createMediaStore(context, graph)
    const recents = createRecents()
    const send = createSender(context, { graph, uploads: createUploads(context, graph) })
    let started: Desk | undefined
    const desk = () => {
      if (!started) throw error('unavailable', `${instance} is not running`)
      return started
    }

    return {
      capabilities: {
        receives: 'webhook',
        delivery: 'traceable',
        burstMs: config.burstMs,
        verifiesPhone: true,
        choices: { max: MAX_ROWS, labelLength: ROW_LENGTH, hintLength: HINT_LENGTH, textLength: BODY_LENGTH },
        contactRequest: true,
        media: ['image', 'audio', 'video', 'document', 'sticker'],
        sends: ['image', 'audio', 'document'],
        windowMs: 24 * HOUR_MS,
        templates: [...declaredTemplates(config).keys()],
        textLength: TEXT_LENGTH,
      },
      async start(given) {
        started = given
      },
      async stop() {
        started = undefined
      },
      routes: app => mountWebhook(app, { context, recents, desk }),
      async send(input, call) {
        desk()
        return send(input, call)
      },
      async typing({ address }, call) {
        const recent = recents.find(address)
        if (!recent || clock.now() - (recent.typingAt ?? 0) < TYPING_LASTS_MS) return
        recent.typingAt = clock.now()
        // One request for both: the sign is shown on a message, which counts as read with it.
        const body = { status: 'read', message_id: recent.message, typing_indicator: { type: 'text' } }
        await graph.write(`${config.phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...body }, call)
      },
      fetchMedia: (input, call) => media.fetch(input, call),
      probe: call => probeWhatsApp(context, graph, call),
      setup: ({ publicUrl }, call) => setUpNumber(context, graph, { publicUrl, call }),
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
