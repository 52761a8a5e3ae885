import type { WirePart, WireResponse, WireUsage } from './wire.ts'

/** What can go wrong at Google's, and between. */
export type GeminiFault =
  /** The prompt is refused: no candidate at all. */
  | 'blocked_prompt'
  /** The answer is stopped by a safety filter after its first words. */
  | 'safety'
  /** A candidate with nothing in it. */
  | 'empty'
  /** MAX_TOKENS in mid-sentence. */
  | 'cut'
  | 'malformed_call'
  /** 429 with RetryInfo. */
  | 'rate_limited'
  /** 429 of a daily quota. */
  | 'quota'
  | 'server_error'
  | 'overloaded'
  /** A proxy's page with status 200. */
  | 'html'
  /** A proxy's page with status 502. */
  | 'bad_gateway'
  /** The connection breaks within an event. */
  | 'half_event'
  /** The stream ends cleanly, but before the finish reason. */
  | 'half_stream'
  /** An error object within a stream that began well. */
  | 'error_in_stream'
  /** One piece, then silence. */
  | 'stall'
  /** Not even headers. */
  | 'silence'
  /** The connection is closed before an answer. */
  | 'reset'
  | 'too_long'
  | 'bad_key'
  | 'forbidden'
  /** The API quotes the key in its message. */
  | 'leaked_key'
  /** Google does not serve this country. */
  | 'location'

/** What the fake answers to one request. */
export interface GeminiFakeAnswer {
  /** Several strings are several chunks. */
  text?: string | readonly string[]
  /** A summary of what the model thought, before the rest. */
  thought?: string
  calls?: readonly { name: string; args?: Record<string, unknown>; id?: string }[]
  finishReason?: string
  usage?: Partial<WireUsage>
  fault?: GeminiFault
  /** Awaited before every chunk: a test decides when the model goes on. */
  pace?: () => Promise<void>
  /** For `rate_limited`: what RetryInfo says. */
  retryDelay?: string
}

/** How calls are signed and named. */
export interface AnswerStyle {
  sign(part: WirePart): string
  signatures: boolean
  callIds: boolean
  model: string
  responseId: string
}

/** The answer in the chunks of a stream, the last one with finish reason and usage. */
export function chunksOf(answer: GeminiFakeAnswer, promptTokens: number, style: AnswerStyle): WireResponse[] {
  const groups = partGroups(answer, style)
  const usage = usageOf(answer, groups, promptTokens)
  const common = { modelVersion: style.model, responseId: style.responseId }
  if (answer.fault === 'blocked_prompt') {
    return [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: usage, ...common }]
  }
  const finishReason = finishReasonOf(answer)
  return groups.map((parts, index) => {
    const last = index === groups.length - 1
    const content = { role: 'model' as const, ...(parts.length > 0 && { parts }) }
    const candidate = { content, index: 0, ...(last && { finishReason }) }
    return { candidates: [candidate], usageMetadata: usage, ...common }
  })
}

function partGroups(answer: GeminiFakeAnswer, style: AnswerStyle): WirePart[][] {
  if (answer.fault === 'empty' || answer.fault === 'malformed_call') return [[]]
  const groups: WirePart[][] = []
  if (answer.thought !== undefined) groups.push([{ text: answer.thought, thought: true }])
  const texts = typeof answer.text === 'string' ? [answer.text] : (answer.text ?? [])
  for (const text of texts) groups.push([{ text }])
  const calls = (answer.calls ?? []).map(({ name, args, id }, index): WirePart => {
    const named = id ?? (style.callIds ? `${style.responseId}-${index}` : undefined)
    const part: WirePart = { functionCall: { name, args: args ?? {}, ...(named !== undefined && { id: named }) } }
    // As Gemini 3 does it: of parallel calls only the first is signed.
    return style.signatures && index === 0 ? { ...part, thoughtSignature: style.sign(part) } : part
  })
  // Each parallel call comes in a chunk of its own.
  for (const call of calls) groups.push([call])
  if (calls.length === 0 && style.signatures && texts.length > 0) {
    groups.push([{ text: '', thoughtSignature: style.sign({ text: texts.join('') }) }])
  }
  return groups.length > 0 ? groups : [[]]
}

function finishReasonOf(answer: GeminiFakeAnswer): string {
  if (answer.finishReason !== undefined) return answer.finishReason
  if (answer.fault === 'safety') return 'SAFETY'
  if (answer.fault === 'cut') return 'MAX_TOKENS'
  if (answer.fault === 'malformed_call') return 'MALFORMED_FUNCTION_CALL'
  return 'STOP'
}

function usageOf(answer: GeminiFakeAnswer, groups: WirePart[][], promptTokenCount: number): WireUsage {
  const candidatesTokenCount = Math.ceil(JSON.stringify(groups).length / 4)
  const usage = { promptTokenCount, candidatesTokenCount, thoughtsTokenCount: 7, cachedContentTokenCount: 0 }
  const whole = { ...usage, ...answer.usage }
  return {
    ...whole,
    totalTokenCount: whole.promptTokenCount + (whole.candidatesTokenCount ?? 0) + (whole.thoughtsTokenCount ?? 0),
  }
}
