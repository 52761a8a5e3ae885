import type { ChannelPlugin, Desk } from '../../../core/contract/index.ts'
import { createAccount } from './account.ts'
import { createAsk } from './api.ts'
import { createComplaints } from './complaints.ts'
import { configSchema } from './config.ts'
import { createDrafting } from './drafting.ts'
import { createInbox } from './inbox.ts'
import { LABEL_LENGTH, MAX_BUTTONS } from './keyboard.ts'
import { createFetchMedia } from './media.ts'
import { type Polling, startPolling } from './polling.ts'
import { createPresses } from './presses.ts'
import { createSender, TEXT_LENGTH } from './sending.ts'
import { texts } from './texts.ts'
import { mountWebhook } from './webhook.ts'

/** How long the bot's name and its commands may take at a start, in which nobody waits for them. */
const INTRODUCTION_MS = 30_000

export default {
  kind: 'channel',
  apiVersion: 1,
  name: 'telegram',
  description: 'A Telegram bot: buttons, the phone by a button, voice messages and pictures.',
  configSchema,
  texts,
  create(context) {
    const { config, clock, log, error } = context
    const isPolling = config.mode === 'polling'
    const ask = createAsk(context)
    const account = createAccount(context, ask)
    const sender = createSender(context, ask)
    let running: { desk: Desk; stopping: AbortController; polling?: Polling } | undefined
    let username: string | undefined
    let pollFailure: Error | undefined
    const complain = createComplaints(log)
    const take = createInbox({
      context,
      reader: () => ({ groups: config.groups, ...(username !== undefined && { username }) }),
      endPress: createPresses(context, ask),
    })
    const desk = () => {
      if (!running) throw error('unavailable', `${context.instance} is not running`)
      return running.desk
    }

    /** Nothing waits for it, and a start does not fail over it. */
    async function introduce(stopping: AbortSignal): Promise<void> {
      const call = {
        signal: AbortSignal.any([stopping, context.signal]),
        deadline: clock.now() + INTRODUCTION_MS,
      }
      try {
        username = await account.username(call)
        await account.registerCommands(call)
      } catch (failure) {
        if (!call.signal.aborted) complain(failure, "the bot's commands could not be registered")
      }
    }

    return {
      capabilities: {
        receives: isPolling ? 'poll' : 'webhook',
        delivery: 'blind',
        burstMs: 1_500,
        verifiesPhone: true,
        choices: { max: MAX_BUTTONS, labelLength: LABEL_LENGTH },
        contactRequest: true,
        media: ['image', 'audio', 'video', 'document', 'sticker'],
        sends: ['image', 'document', 'audio'],
        textLength: TEXT_LENGTH,
      },
      async start(given) {
        const stopping = new AbortController()
        const note = (failure: Error | undefined) => {
          pollFailure = failure
          complain(failure, 'taking the news from Telegram failed')
        }
        const polling = isPolling && startPolling({ context, ask, take, note }, given)
        running = { desk: given, stopping, ...(polling && { polling }) }
        void introduce(stopping.signal)
      },
      async stop() {
        const stopped = running
        running = undefined
        stopped?.stopping.abort(new Error('stopping'))
        await stopped?.polling?.stop()
      },
      routes(app) {
        if (!isPolling) mountWebhook(app, { token: config.token, desk, take })
      },
      async send(outgoing, call) {
        desk()
        return sender.send(outgoing, call)
      },
      edit: (input, call) => sender.edit(input, call),
      typing: (input, call) => sender.typing(input, call),
      ...(config.drafts && { draft: createDrafting(context, ask) }),
      fetchMedia: createFetchMedia(context, ask),
      async probe(call) {
        if (!pollFailure) return account.probe(call, running?.polling !== undefined)
        return { ok: false, summary: `taking the news from Telegram fails: ${pollFailure.message}` }
      },
      ...(!isPolling && { setup: ({ publicUrl }, call) => account.register(publicUrl, call) }),
    }
  },
} satisfies ChannelPlugin<typeof configSchema>
