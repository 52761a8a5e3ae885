import type { Call, LlmEvent, LlmPlugin, LlmRequest, PluginContext } from '../../../../contract/index.ts'
import { eventsOf } from './answer.ts'
import { chatRequest } from './chat.ts'
import { failureOf, refusalOf } from './failure.ts'
import { configSchema, type Options } from './options.ts'
import { chunksOf } from './stream.ts'

export default {
  kind: 'llm',
  apiVersion: 1,
  name: 'acme',
  description: "Acme's models run the dialog.",
  configSchema,
  create(context: PluginContext<Options>) {
    return {
      capabilities: { media: ['image/jpeg', 'image/png'] },
      generate: (request: LlmRequest, call: Call) => generate(context, request, call),
      async probe(call: Call) {
        const { apiKey, apiUrl } = context.config
        const headers = { authorization: `Bearer ${apiKey}` }
        try {
          const response = await context.http(new URL('/v1/models', apiUrl), { headers }, { call })
          if (!response.ok) throw await refusalOf(response, context)
          await response.body?.cancel()
          return { ok: true, summary: `Acme answers at ${apiUrl}` }
        } catch (cause) {
          return { ok: false, summary: failureOf(cause, context).message }
        }
      },
    }
  },
} satisfies LlmPlugin<typeof configSchema>

/** One answer, handed on as it comes. Whoever stops reading closes the connection. */
async function* generate(context: PluginContext<Options>, request: LlmRequest, call: Call): AsyncGenerator<LlmEvent> {
  const { apiKey, model, apiUrl } = context.config
  const init = {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(chatRequest(request, model)),
  }
  try {
    const response = await context.http(new URL('/v1/chat/completions', apiUrl), init, { call })
    if (!response.ok || !response.body) throw await refusalOf(response, context)
    let isWhole = false
    for await (const event of eventsOf(chunksOf(response.body))) {
      isWhole = event.type === 'end'
      yield event
    }
    if (!isWhole) throw context.error('unavailable', 'the answer of Acme broke off')
  } catch (cause) {
    throw failureOf(cause, context)
  }
}
