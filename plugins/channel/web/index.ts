import type { ChannelPlugin, Desk } from '../../../core/contract/index.ts'
import { createHints } from '../stored/hints.ts'
import { refusal } from '../stored/refusal.ts'
import { configSchema } from './config.ts'
import { createDrafts } from './drafts.ts'
import { mountPages } from './pages.ts'
import { mountRoutes } from './routes.ts'
import { serverTexts } from './server-texts.ts'
import { createSessions } from './session.ts'
import { createStreams, type Hint } from './streams.ts'
import { texts } from './texts.ts'

const TEXT_LENGTH = 4_000

export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'web',
  page: 'chat',
  description: 'The chat page of the business, and what /widget.js puts on its own site.',
  configSchema,
  texts: { ru: { ...texts.ru, ...serverTexts.ru }, en: { ...texts.en, ...serverTexts.en } },
  create(context) {
    const hints = createHints<Hint>(context)
    let started: Desk | undefined
    const desk = () => {
      if (!started) throw refusal(503, 'starting', `${context.instance} is not running; send the request again.`)
      return started
    }
    const sessions = createSessions(context, desk)
    const drafts = createDrafts(context.clock)
    const streams = createStreams({ context, hints, drafts, desk })
    context.onClose(() => streams.closeAll())

    return {
      capabilities: {
        receives: 'webhook',
        delivery: 'stored',
        burstMs: 400,
        verifiesPhone: false,
        affinity: 'process',
        choices: { max: 100, labelLength: 80, calendar: true },
        contactRequest: false,
        visitCards: true,
        media: [],
        sends: ['image', 'audio', 'document'],
        textLength: TEXT_LENGTH,
      },
      async start(given) {
        started = given
      },
      async stop() {
        started = undefined
        streams.closeAll()
      },
      async probe() {
        return { ok: true, summary: `the chat page is at /chat/${context.instance}` }
      },
      routes(app) {
        app.register(async scope => mountRoutes(scope, { context, hints, sessions, streams, desk }))
      },
      pages(app) {
        app.register(async scope => mountPages(scope, context, sessions))
      },
      async send({ address, message }) {
        if (message.text.length > TEXT_LENGTH)
          throw context.error(
            'invalid',
            `the text has ${message.text.length} characters; at most ${TEXT_LENGTH} are taken`,
          )
        drafts.drop(address)
        hints.tell(address, { kind: 'message' })
        return { providerIds: [] }
      },
      async typing({ address }) {
        hints.tell(address, { kind: 'typing' })
      },
      async draft({ address, text, key }) {
        drafts.keep(address, { key, text })
        hints.tell(address, { kind: 'draft', key, text })
      },
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
