import type { Content, Part } from '@google/genai/web'
import type { Json, LlmMessage, LlmPart } from '../../../core/contract/index.ts'

/**
 * What Google documents for calls in the history that the model did not make itself, or whose signature was lost:
 * https://ai.google.dev/gemini-api/docs/thought-signatures
 */
const UNSIGNED = 'skip_thought_signature_validator'

/** The API takes no history that begins with the model's own words. */
const OPENING: Content = { role: 'user', parts: [{ text: '…' }] }

/** Core's messages as the API's contents. Without `signatures` nothing opaque goes back. */
export function contentsOf(messages: readonly LlmMessage[], { signatures }: { signatures: boolean }): Content[] {
  const usable = paired(joined(messages))
  const contents = usable.flatMap((message, index) => {
    const calls = usable[index - 1]?.parts ?? []
    const parts = message.parts.flatMap(part => partOf(part, { signatures, calls }) ?? [])
    if (parts.length === 0) return []
    return [{ role: message.role === 'desk' ? 'model' : 'user', parts: signFirstCall(parts) }]
  })
  return contents[0]?.role === 'user' ? contents : [OPENING, ...contents]
}

/** Messages of one role in a row are one: the API wants all results of parallel calls together. */
function joined(messages: readonly LlmMessage[]): LlmMessage[] {
  const rows: LlmMessage[] = []
  for (const message of messages) {
    const last = rows.at(-1)
    if (last?.role === message.role) rows[rows.length - 1] = { ...last, parts: [...last.parts, ...message.parts] }
    else rows.push(message)
  }
  return rows
}

/** Leaves out calls whose results are missing and results whose calls are: the history window cuts anywhere. */
function paired(messages: readonly LlmMessage[]): LlmMessage[] {
  return messages.map((message, index) => {
    if (message.role === 'client') return message
    const other = message.role === 'desk' ? 'result' : 'call'
    const neighbour = messages[message.role === 'desk' ? index + 1 : index - 1]
    const ids = new Set((neighbour?.parts ?? []).flatMap(part => (part.type === other ? part.id : [])))
    const parts = message.parts.filter(part => (part.type !== 'call' && part.type !== 'result') || ids.has(part.id))
    return { ...message, parts }
  })
}

function partOf(
  part: LlmPart,
  { signatures, calls }: { signatures: boolean; calls: readonly LlmPart[] },
): Part | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { ...(signatures && partData(part.data)), text: part.text }
    case 'call': {
      const { part: rest = {}, call = {} } = callData(part.data)
      const functionCall = { ...call, name: part.name, args: objectOf(part.args) ?? {} }
      return { ...(signatures && rest), functionCall }
    }
    case 'result': {
      const made = calls.find(other => other.type === 'call' && other.id === part.id)
      const id = made?.type === 'call' ? callData(made.data).call?.['id'] : undefined
      const response = objectOf(part.result) ?? { result: part.result }
      return { functionResponse: { name: part.name, response, ...(typeof id === 'string' && { id }) } }
    }
    case 'media':
      return { inlineData: { mimeType: part.mimeType, data: part.base64 } }
    case 'data':
      return signatures ? partData(part.data) : undefined
  }
}

/** Gemini 3 refuses a step whose first call is not signed. */
function signFirstCall(parts: Part[]): Part[] {
  const first = parts.findIndex(part => part.functionCall !== undefined)
  const call = parts[first]
  if (!call || call.thoughtSignature !== undefined) return parts
  return parts.with(first, { ...call, thoughtSignature: UNSIGNED })
}

type JsonObject = Readonly<Record<string, Json>>

function objectOf(value: Json | undefined): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function partData(data: Json | undefined): Part | undefined {
  return objectOf(data)
}

/** What answer.ts keeps of a call: everything that the contract has no member for. */
function callData(data: Json | undefined): { part?: JsonObject; call?: JsonObject } {
  return objectOf(data) ?? {}
}
