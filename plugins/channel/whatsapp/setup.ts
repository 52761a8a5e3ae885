import type { Call, PluginContext } from '../../../core/contract/index.ts'
import type { Graph } from './graph.ts'
import type { WhatsAppOptions } from './options.ts'
import { COMMANDS } from './parts.ts'

/** Where Meta delivers. */
export const webhookOf = ({ instance, publicUrl }: { instance: string; publicUrl: string }): string =>
  `${publicUrl}/api/v1/${instance}/webhook`

/**
 * Registers the webhook of this number alone, so that every instance, and every other number of the app, keeps its own; and
 * what a client is offered who has written nothing yet.
 */
export async function setUpNumber(
  { config, instance, error, company, text }: PluginContext<WhatsAppOptions>,
  graph: Graph,
  { publicUrl, call }: { publicUrl: string; call: Call },
): Promise<{ summary: string }> {
  const url = webhookOf({ instance, publicUrl })
  await graph.write(`${config.businessAccountId}/subscribed_apps`, {}, call)
  const webhook_configuration = { override_callback_uri: url, verify_token: config.verifyToken }
  await graph.write(config.phoneNumberId, { webhook_configuration }, call).catch(cause => {
    const { code, message } = Object(cause)
    if (code !== 'invalid' && code !== 'refused') throw cause
    // Meta asks the address at once; it does not say what it found there.
    throw error(
      'refused',
      `Meta did not take ${url} (${message}). The desk must be running, and reachable from outside over https with a valid certificate. ` +
        'By hand: in the app, WhatsApp → Configuration → Webhook → Edit: this address, and the verifyToken.',
      { cause },
    )
  })
  const commands = COMMANDS.filter(name => name !== 'start').map(name => ({
    command_name: name,
    command_description: text(company.locale, `command_${name}`),
  }))
  const offered = { enable_welcome_message: true, commands }
  await graph.write(`${config.phoneNumberId}/conversational_automation`, offered, call)
  return {
    summary: `Meta delivers what is written to this number to ${url}. Once for each app: WhatsApp → Configuration → Webhook fields → messages → Subscribe`,
  }
}
