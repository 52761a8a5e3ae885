import type { WebhookInfo } from 'grammy/types'
import type { Call, Command, Locale, PluginContext, Probe } from '../../../core/contract/index.ts'
import { withAdvice } from '../provider/advice.ts'
import type { Ask } from './api.ts'
import type { Config } from './config.ts'
import { ALLOWED_UPDATES } from './update.ts'
import { webhookSecret } from './webhook.ts'

/** As the bot's menu lists them. */
const COMMANDS: readonly Command[] = ['book', 'my', 'cancel', 'human', 'help', 'start']
const LOCALES: readonly Locale[] = ['ru', 'en']

/** Deliveries at a time; those of one chat come one after the other. */
const MAX_CONNECTIONS = 40

/** The bot's own things at Telegram. */
export function createAccount(context: PluginContext<Config>, ask: Ask) {
  const { config, company, instance, publicUrl, error } = context
  const addressAt = (url: string) => `${url}/api/v1/${instance}/webhook`

  /** The commands of a language; without one, for everybody whose language has none. */
  function setCommands(locale: Locale, call: Call, language_code?: Locale): Promise<true> {
    const commands = COMMANDS.map(command => ({ command, description: context.text(locale, `command.${command}`) }))
    return ask(api => api.setMyCommands({ commands, ...(language_code && { language_code }) }), { call, isRead: true })
  }

  /** What is wrong with the webhook, in words for the operator. */
  function webhookTrouble({ url = '', last_error_message: last, pending_update_count: waiting }: WebhookInfo) {
    const expected = publicUrl === undefined ? undefined : addressAt(publicUrl)
    if (config.mode === 'polling')
      return url ? `a webhook is registered at ${url}, so nothing can be polled` : undefined
    if (!url) return 'no webhook is registered: run aiadmin setup'
    if (expected === undefined) return 'set server: { publicUrl: https://… }, then run aiadmin setup'
    if (url !== expected) return `Telegram delivers to ${url} and not to ${expected}: run aiadmin setup`
    return waiting > 0 && last
      ? `${waiting} updates wait, since Telegram can not deliver to ${url}: ${last}`
      : undefined
  }

  return {
    async username(call: Call): Promise<string> {
      return (await ask(api => api.getMe(), { call, isRead: true })).username
    },

    async registerCommands(call: Call): Promise<void> {
      await setCommands(company.locale, call)
      for (const locale of LOCALES) await setCommands(locale, call, locale)
    },

    /** While this process polls, a webhook of before is being removed, and no trouble. */
    async probe(call: Call, isPolled: boolean): Promise<Probe> {
      try {
        const { username } = await ask(api => api.getMe(), { call, isRead: true })
        const trouble = isPolled
          ? undefined
          : webhookTrouble(await ask(api => api.getWebhookInfo(), { call, isRead: true }))
        if (trouble !== undefined) return { ok: false, summary: `@${username}: ${trouble}` }
        const way = config.mode === 'polling' ? 'asks Telegram for news' : `is called at ${addressAt(publicUrl ?? '')}`
        return { ok: true, summary: `@${username} ${way}` }
      } catch (failure) {
        const { message = 'Telegram can not be reached' } = Object(withAdvice(failure, { error, setting: 'apiRoot' }))
        return { ok: false, summary: message }
      }
    },

    async register(url: string, call: Call): Promise<{ summary: string }> {
      const address = addressAt(url)
      await ask(
        api =>
          api.setWebhook({
            url: address,
            secret_token: webhookSecret(config.token),
            allowed_updates: ALLOWED_UPDATES,
            max_connections: MAX_CONNECTIONS,
            drop_pending_updates: false,
          }),
        { call, isRead: true },
      )
      return { summary: `Telegram delivers to ${address}` }
    },
  }
}
