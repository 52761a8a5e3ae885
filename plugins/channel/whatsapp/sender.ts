import type { Call, ChannelInstance, OutboundMessage, PluginContext } from '../../../core/contract/index.ts'
import { composeMessage } from './compose.ts'
import type { Graph } from './graph.ts'
import type { MediaStore } from './media.ts'
import { declaredTemplates, type WhatsAppOptions } from './options.ts'
import { createPace } from './pace.ts'
import { composeTemplate } from './template.ts'
import { textAt } from './wire.ts'

const PHONE = /^[0-9]{5,20}$/
/** A country, `ENT` for a parent company's, and letters and digits: what stands in `from_user_id`. */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/
/** A list's button has no room for more. */
const LIST_BUTTON_LENGTH = 20

/** Sends the desk's messages of one instance, at the pace that WhatsApp allows for each client. */
export function createSender(
  context: PluginContext<WhatsAppOptions>,
  { graph, media }: { graph: Graph; media: MediaStore },
): ChannelInstance['send'] {
  const { config, company, error, text } = context
  const templates = declaredTemplates(config)
  const pace = createPace(context)

  async function bodiesOf(message: OutboundMessage, call: Call): Promise<readonly object[]> {
    if (message.template === undefined) {
      const uploaded = message.media && (await media.upload(message.media, call))
      const listButton = text(message.locale, 'choose').slice(0, LIST_BUTTON_LENGTH)
      return composeMessage(message, { media: uploaded, listButton, error })
    }
    const template = templates.get(message.template)
    if (!template) throw error('window_closed', `no template is declared for ${message.template}`)
    return [composeTemplate(template, message, company)]
  }

  async function post(body: object, address: string, call: Call): Promise<string> {
    await pace.wait(address, call)
    const answer = await graph.write(`${config.phoneNumberId}/messages`, body, call).catch(failure => {
      if (Object(failure).code === 'rate_limited') pace.exhaust(address)
      throw failure
    })
    const id = textAt(answer, 'messages', 0, 'id')
    if (id === undefined) throw error('unknown_outcome', 'WhatsApp took the message and named no id')
    return id
  }

  return async ({ address, message, key }, call) => {
    if (!PHONE.test(address) && !USER_ID.test(address)) throw error('invalid', 'this is no address of WhatsApp')
    const to = PHONE.test(address) ? { to: address } : { recipient: address }
    const bodies = await bodiesOf(message, call)
    const providerIds: string[] = []
    for (const [index, body] of bodies.entries()) {
      // Only the last one has the key: its status tells that all of the message has gone out.
      const traced = index === bodies.length - 1 ? { biz_opaque_callback_data: key } : {}
      const outgoing = { messaging_product: 'whatsapp', recipient_type: 'individual', ...to, ...traced, ...body }
      const id = await post(outgoing, address, call).catch(cause => {
        if (index === 0) throw cause
        throw error('unknown_outcome', 'only the file of this message went through', { cause })
      })
      providerIds.push(id)
    }
    return { providerIds }
  }
}
