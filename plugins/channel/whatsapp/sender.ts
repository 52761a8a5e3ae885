import type {
  Call,
  ChannelInstance,
  OutboundMessage,
  PluginContext,
  SentMessage,
} from '../../../core/contract/index.ts'
import { composeMessage, type UploadedMedia } from './compose.ts'
import type { Graph } from './graph.ts'
import { declaredTemplates, type WhatsAppOptions } from './options.ts'
import { createPace } from './pace.ts'
import { composeTemplate } from './template.ts'
import type { Uploads } from './uploads.ts'
import { textAt } from './wire.ts'

const PHONE = /^[0-9]{5,20}$/
/** A country, `ENT` for a parent company's, and letters and digits: what stands in `from_user_id`. */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/
/** A list's button has no room for more. */
const LIST_BUTTON_LENGTH = 20

type Outgoing = Parameters<ChannelInstance['send']>[0]

/** Sends the desk's messages of one instance, at the pace that WhatsApp allows for each client. */
export function createSender(
  context: PluginContext<WhatsAppOptions>,
  { graph, uploads }: { graph: Graph; uploads: Uploads },
): ChannelInstance['send'] {
  const { config, error, text } = context
  const templates = declaredTemplates(config)
  const pace = createPace(context)

  function bodiesOf(message: OutboundMessage, uploaded: UploadedMedia | undefined): readonly object[] {
    if (message.template === undefined) {
      const listButton = text(message.locale, 'choose').slice(0, LIST_BUTTON_LENGTH)
      return composeMessage(message, { media: uploaded, listButton, error })
    }
    const template = templates.get(message.template)
    if (!template) throw error('window_closed', `no template is declared for ${message.template}`)
    return [composeTemplate(template, message, context)]
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

  async function send({ address, message, key }: Outgoing, call: Call): Promise<SentMessage> {
    const to = PHONE.test(address) ? { to: address } : { recipient: address }
    const isFree = message.template === undefined
    const uploaded = isFree && message.media ? await uploads.upload(message.media, call) : undefined
    const bodies = bodiesOf(message, uploaded)
    const providerIds: string[] = []
    for (const [index, body] of bodies.entries()) {
      // Only the last one has the key: its status tells that all of the message has gone out.
      const traced = index === bodies.length - 1 ? { biz_opaque_callback_data: key } : {}
      const outgoing = { messaging_product: 'whatsapp', recipient_type: 'individual', ...to, ...traced, ...body }
      try {
        providerIds.push(await post(outgoing, address, call))
      } catch (cause) {
        if (index > 0) throw error('unknown_outcome', 'only the file of this message went through', { cause })
        // Nothing was sent: an upload that is gone may be the reason, and is made anew, once.
        const isStale = Object(cause).code === 'invalid' && uploaded !== undefined && uploads.forget(uploaded)
        if (isStale) return send({ address, message, key }, call)
        throw cause
      }
    }
    return { providerIds }
  }

  return async (outgoing, call) => {
    const { address } = outgoing
    if (!PHONE.test(address) && !USER_ID.test(address)) throw error('invalid', 'this is no address of WhatsApp')
    return send(outgoing, call)
  }
}
