import type { GenerateContentResponseUsageMetadata, Part } from '@google/genai/web'
import type { Json, LlmEvent, Usage } from '../../../core/contract/index.ts'
import type { Chunk } from './stream.ts'

/** How an answer ended, once its finish reason has come. */
export type EndReason = Extract<LlmEvent, { type: 'end' }>['reason']

const BLOCKED: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'LANGUAGE',
  'IMAGE_SAFETY',
])

/** Reads the chunks of one answer into the contract's events. */
export function createAnswerReader({ callsBefore }: { callsBefore: number }) {
  let calls = 0
  let hasText = false
  let begun = false
  let finish: string | undefined
  let blocked = false
  let usage: Usage | undefined

  const eventOf = (part: Part): LlmEvent | undefined => {
    const { text, functionCall, ...rest } = part
    if (functionCall) {
      const { name = '', args, id, ...call } = functionCall
      calls += 1
      const data = jsonOf({ part: rest, call: id === undefined ? call : { ...call, id } })
      return { type: 'call', id: id ?? `gemini-${callsBefore + calls}`, name, args: jsonOf(args ?? {}), data }
    }
    if (text !== undefined && part.thought !== true) {
      const opaque = Object.keys(rest).length > 0
      // An empty text closes a stream and carries the signature of what was said before.
      if (text === '') return opaque ? { type: 'data', data: jsonOf(part) } : undefined
      hasText ||= text.trim() !== ''
      return opaque ? { type: 'text', delta: text, data: jsonOf(rest) } : { type: 'text', delta: text }
    }
    return { type: 'data', data: jsonOf(part) }
  }

  return {
    read(chunk: Chunk): LlmEvent[] {
      if (chunk.usageMetadata) usage = usageOf(chunk.usageMetadata)
      if (chunk.promptFeedback?.blockReason !== undefined) blocked = true
      const candidate = chunk.candidates?.[0]
      if (candidate?.finishReason !== undefined) finish = candidate.finishReason
      const events = (candidate?.content?.parts ?? []).flatMap(part => eventOf(part) ?? [])
      begun ||= events.length > 0
      return events
    },
    /** Something of this answer was handed on. */
    get begun() {
      return begun
    },
    get usage() {
      return usage
    },
    /** Undefined while the answer is not finished: when the stream ends so, it broke off. */
    get reason(): EndReason | undefined {
      if (blocked || (finish !== undefined && BLOCKED.has(finish))) return 'blocked'
      if (finish === undefined) return undefined
      if (calls > 0) return 'calls'
      if (finish === 'MAX_TOKENS') return 'length'
      // MALFORMED_FUNCTION_CALL and its like after some text: the text stands.
      return hasText ? 'stop' : 'empty'
    },
  }
}

function usageOf(usage: GenerateContentResponseUsageMetadata): Usage {
  const cached = usage.cachedContentTokenCount ?? 0
  return {
    inputTokens: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    // Thoughts are paid as output.
    outputTokens: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    ...(cached > 0 && { cachedTokens: cached }),
  }
}

/** The sum of what several attempts at one answer used. */
export function addUsage(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (!a || !b) return a ?? b
  const cachedTokens = (a.cachedTokens ?? 0) + (b.cachedTokens ?? 0)
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...(cachedTokens > 0 && { cachedTokens }),
  }
}

/** What the SDK parsed from JSON, as JSON: the one place where its type is narrowed. */
const jsonOf = (value: object) => value as Json
