import type { ChannelPlugin, ChoiceGroup, Desk } from '../../../../contract/index.ts'
import { createApi } from './api.ts'
import { configSchema } from './options.ts'
import { plainText } from './plain-text.ts'
import { mountWebhook } from './webhook.ts'

const TEXT_LENGTH = 2_000

export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'acme',
  description: 'Clients write and are answered in Acme.',
  configSchema,
  create(context) {
    const api = createApi(context)
    let started: Desk | undefined
    const desk = () => {
      if (!started) throw context.error('unavailable', `${context.instance} is not running`)
      return started
    }

    return {
      capabilities: {
        receives: 'webhook',
        delivery: 'idempotent',
        burstMs: 1_500,
        verifiesPhone: true,
        choices: { max: 10, labelLength: 40 },
        contactRequest: true,
        media: ['image', 'audio'],
        textLength: TEXT_LENGTH,
      },
      async start(given) {
        started = given
      },
      async stop() {
        started = undefined
      },
      routes(app) {
        mountWebhook(app, { context, desk })
      },
      async send({ address, message, key }, call) {
        desk()
        const { text, choices, contactRequest = false } = message
        if (text.length > TEXT_LENGTH)
          throw context.error('invalid', `the text has ${text.length} characters; at most ${TEXT_LENGTH} are taken`)
        const outgoing = { to: address, text: plainText(text), buttons: buttonsOf(choices), askPhone: contactRequest }
        return { providerIds: [await api.send(outgoing, key, call)] }
      },
      typing: ({ address }, call) => api.showTyping(address, call),
      async edit({ providerIds, message: { text, choices } }, call) {
        const changed = { text: plainText(text), buttons: buttonsOf(choices) }
        for (const id of providerIds) await api.change(id, changed, call)
      },
      fetchMedia: ({ ref, maxBytes }, call) => api.fetchFile(ref, maxBytes, call),
      probe: call => api.probe(call),
      async setup({ publicUrl }, call) {
        const url = `${publicUrl}/api/v1/${context.instance}/webhook`
        await api.registerWebhook(url, call)
        return { summary: `Acme delivers to ${url}` }
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>

function buttonsOf(choices: ChoiceGroup | undefined): readonly { id: string; label: string }[] {
  return choices?.options.map(({ id, label }) => ({ id, label })) ?? []
}
