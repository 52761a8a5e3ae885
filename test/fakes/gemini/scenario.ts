import type { LlmScenario, WireAnswer, WireRequest } from '../../../core/testkit/index.ts'
import { chunksOf, type GeminiFakeAnswer } from './answer.ts'
import { historyMistake } from './history-check.ts'
import { ERRORS, quotaError, type Refusal } from './reply.ts'
import { wireError } from './wire.ts'

type Answer = Extract<LlmScenario, { kind: 'answer' }>

/** Says as the Gemini API does what the conformance kit wants said. */
export function sayAsGemini(scenario: LlmScenario, request: WireRequest): WireAnswer {
  if (request.method === 'GET') return json(200, { name: 'models/gemini', inputTokenLimit: 1_048_576 })
  if (scenario.kind === 'failure') return refuse(failureOf(scenario))
  const mistake = historyMistake(JSON.parse(request.body), {
    signatures: true,
    isOurs: part => part.thoughtSignature === scenario.opaque,
  })
  if (mistake !== undefined) return refuse(wireError(400, 'INVALID_ARGUMENT', mistake))
  const { inputTokens, outputTokens, cachedTokens } = scenario.usage
  const usage = {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - 7,
    thoughtsTokenCount: 7,
    cachedContentTokenCount: cachedTokens,
  }
  const chunks = chunksOf({ ...answerOf(scenario), usage }, inputTokens, {
    sign: () => scenario.opaque,
    signatures: true,
    callIds: true,
    model: 'gemini-3.8-flash',
    responseId: 'kit',
  })
  return {
    headers: { 'content-type': 'text/event-stream' },
    chunks: chunks.map(chunk => `data: ${JSON.stringify(chunk)}\r\n\r\n`),
  }
}

function answerOf({ texts, calls, reason }: Answer): GeminiFakeAnswer {
  if (reason === 'empty') return { fault: 'empty' }
  if (reason === 'blocked') return { fault: 'blocked_prompt' }
  return { text: texts, calls, ...(reason === 'length' && { fault: 'cut' }) }
}

function failureOf({ code, retryAfterMs }: Extract<LlmScenario, { kind: 'failure' }>): Refusal | undefined {
  switch (code) {
    case 'unavailable':
      return ERRORS.overloaded
    case 'rate_limited':
      return quotaError('GenerateRequestsPerMinute', `${retryAfterMs / 1_000}s`)
    case 'unauthorized':
      return ERRORS.bad_key
    case 'exhausted':
      return ERRORS.too_long
    case 'invalid':
      return wireError(400, 'INVALID_ARGUMENT', 'Invalid JSON payload received.')
  }
}

const refuse = (refusal: Refusal | undefined): WireAnswer => json(refusal?.error.code ?? 500, refusal ?? {})

const json = (status: number, body: object): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  chunks: [JSON.stringify(body)],
})
