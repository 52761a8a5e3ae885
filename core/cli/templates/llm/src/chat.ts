import type { LlmMessage, LlmPart, LlmRequest } from '../../../../contract/index.ts'

/** The body of a request: Acme speaks the chat API that many providers share. */
export function chatRequest({ system, messages, tools }: LlmRequest, model: string) {
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'system', content: system }, ...messages.flatMap(chatMessages)],
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, description, parameters },
      })),
    }),
  }
}

function chatMessages({ role, parts }: LlmMessage): readonly object[] {
  if (role === 'tool') return parts.flatMap(resultOf)
  if (role === 'client') return [{ role: 'user', content: parts.flatMap(contentOf) }]
  const content = parts.map(part => (part.type === 'text' ? part.text : '')).join('')
  const calls = parts.flatMap(callOf)
  if (calls.length > 0) return [{ role: 'assistant', content: content || null, tool_calls: calls }]
  return content === '' ? [] : [{ role: 'assistant', content }]
}

function contentOf(part: LlmPart): readonly object[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }]
  if (part.type !== 'media') return []
  return [{ type: 'image_url', image_url: { url: `data:${part.mimeType};base64,${part.base64}` } }]
}

/** With the call goes back what its `data` kept: some providers sign their calls, and refuse a history without it. */
function callOf(part: LlmPart): readonly object[] {
  if (part.type !== 'call') return []
  const { id, name, args, data } = part
  return [{ ...Object(data), id, type: 'function', function: { name, arguments: JSON.stringify(args) } }]
}

function resultOf(part: LlmPart): readonly object[] {
  if (part.type !== 'result') return []
  return [{ role: 'tool', tool_call_id: part.id, content: JSON.stringify(part.result) }]
}
