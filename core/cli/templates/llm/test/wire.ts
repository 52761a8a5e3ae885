import type { LlmScenario, WireAnswer, WireRequest } from '../../../../testkit/index.ts'

type Answer = Extract<LlmScenario, { kind: 'answer' }>
type Failure = Extract<LlmScenario, { kind: 'failure' }>

/** Says over HTTP, as Acme does, what the conformance kit wants said. */
export function sayAsAcme(scenario: LlmScenario, { method, body }: WireRequest): WireAnswer {
  if (method === 'GET') return json(200, { data: [{ id: 'acme-1' }] })
  if (scenario.kind === 'failure') return failureOf(scenario)
  const mistake = mistakeIn(JSON.parse(body), scenario.opaque)
  if (mistake !== undefined) return json(400, { error: { message: mistake } })
  return { headers: { 'content-type': 'text/event-stream' }, chunks: [...chunksOf(scenario)].map(eventOf) }
}

const eventOf = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`

function* chunksOf({ texts, calls, reason, opaque, usage }: Answer): Generator<object> {
  const chunk = (delta: object, finish: string | null = null) => ({
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
  for (const content of texts) yield chunk({ content })
  for (const [index, { name, args }] of calls.entries()) {
    const call = { index, id: `call-${index}`, type: 'function', signature: opaque }
    const text = JSON.stringify(args)
    yield chunk({ tool_calls: [{ ...call, function: { name, arguments: text.slice(0, 5) } }] })
    yield chunk({ tool_calls: [{ index, function: { arguments: text.slice(5) } }] })
  }
  const { inputTokens, outputTokens, cachedTokens } = usage
  const used = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  }
  const finish = { calls: 'tool_calls', blocked: 'content_filter', length: 'length', stop: 'stop', empty: 'stop' }
  yield { ...chunk({}, finish[reason]), usage: used }
}

function failureOf({ code, retryAfterMs }: Failure): WireAnswer {
  switch (code) {
    case 'rate_limited':
      return json(429, { error: { message: 'slow down' } }, { 'retry-after': String(retryAfterMs / 1_000) })
    case 'unauthorized':
      return json(401, { error: { message: 'no such key' } })
    case 'exhausted':
      return json(400, { error: { code: 'context_length_exceeded', message: 'too long' } })
    case 'invalid':
      return json(400, { error: { message: 'no such parameter' } })
    case 'unavailable':
      return json(503, { error: { message: 'overloaded' } })
  }
}

/** What Acme refuses in a history. */
function mistakeIn({ messages }: { messages: readonly object[] }, opaque: string): string | undefined {
  const calls = messages.flatMap(message => ('tool_calls' in message ? [message.tool_calls].flat() : [])).map(Object)
  const results = messages.flatMap(message => ('tool_call_id' in message ? [message.tool_call_id] : []))
  if (results.length !== calls.length) return 'each call needs one result'
  if (calls.some(({ id }) => !results.includes(id))) return 'a result answers no call'
  const isForged = calls.some(({ signature = opaque }) => signature !== opaque)
  return isForged ? 'this signature is not ours' : undefined
}

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  chunks: [JSON.stringify(body)],
})
