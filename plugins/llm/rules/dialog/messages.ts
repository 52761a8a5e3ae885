import type { Json, LlmMessage } from '../../../../core/contract/index.ts'

/** A tool's result together with the arguments of its call. */
export interface CallResult {
  id: string
  name: string
  args: Json
  result: Json
}

/** The client's texts: those of this turn, and the earlier ones of the window, oldest first. */
export function clientTexts(messages: readonly LlmMessage[]): { current: string[]; earlier: string[] } {
  const start = turnStart(messages)
  const texts = messages.map(message => (message.role === 'client' ? textOf(message) : undefined))
  return {
    current: texts.slice(start).filter(isText),
    earlier: texts.slice(0, start).filter(isText),
  }
}

/** What this turn's calls answered so far. */
export function turnResults(messages: readonly LlmMessage[]): CallResult[] {
  const parts = messages.slice(turnStart(messages)).flatMap(message => message.parts)
  const calls = new Map(parts.flatMap(part => (part.type === 'call' ? [[part.id, part] as const] : [])))
  return parts.flatMap(part => {
    if (part.type !== 'result') return []
    const call = calls.get(part.id)
    return call === undefined ? [] : [{ id: part.id, name: part.name, args: call.args, result: part.result }]
  })
}

/** The place of the first of the client's messages that nobody has answered yet. */
function turnStart(messages: readonly LlmMessage[]): number {
  let start = messages.length
  while (start > 0 && messages[start - 1]?.role !== 'client') start--
  while (start > 0 && messages[start - 1]?.role === 'client') start--
  return start
}

function textOf(message: LlmMessage): string | undefined {
  const texts = message.parts.flatMap(part => (part.type === 'text' ? [part.text] : []))
  return texts.length === 0 ? undefined : texts.join('\n')
}

function isText(text: string | undefined): text is string {
  return text !== undefined
}
