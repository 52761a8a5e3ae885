import type { Json, LlmEvent, Usage } from '../../../../contract/index.ts'
import type { CallPiece, Chunk } from './stream.ts'

type Reason = Extract<LlmEvent, { type: 'end' }>['reason']

/** What the API calls the ends of an answer. */
const REASONS: Readonly<Record<string, Reason>> = { length: 'length', content_filter: 'blocked' }

interface Call {
  id: string
  name: string
  args: string
  data: Record<string, Json>
}

/** Turns the chunks of one answer into events; an answer that breaks off has no `end`. */
export async function* eventsOf(chunks: AsyncIterable<Chunk>): AsyncGenerator<LlmEvent> {
  const calls: Call[] = []
  let hasText = false
  let finish: string | undefined
  let usage: Usage | undefined
  for await (const { choices = [], usage: used } of chunks) {
    const [choice] = choices
    const delta = choice?.delta?.content ?? ''
    if (delta !== '') {
      hasText = true
      yield { type: 'text', delta }
    }
    for (const piece of choice?.delta?.tool_calls ?? []) addPiece(calls, piece)
    finish = choice?.finish_reason ?? finish
    if (used)
      usage = {
        inputTokens: used.prompt_tokens,
        outputTokens: used.completion_tokens,
        cachedTokens: used.prompt_tokens_details?.cached_tokens ?? 0,
      }
  }
  if (finish === undefined) return
  for (const { id, name, args, data } of calls) {
    const isSigned = Object.keys(data).length > 0
    yield { type: 'call', id, name, args: JSON.parse(args || '{}'), ...(isSigned && { data }) }
  }
  const reason = REASONS[finish] ?? (calls.length > 0 ? 'calls' : hasText ? 'stop' : 'empty')
  yield { type: 'end', reason, ...(usage && { usage }) }
}

function addPiece(calls: Call[], { index, id = '', function: said, ...rest }: CallPiece): void {
  const call = calls[index] ?? { id, name: '', args: '', data: {} }
  const { type: _, ...data }: { type?: string } & Record<string, Json> = Object(rest)
  call.name += said?.name ?? ''
  call.args += said?.arguments ?? ''
  Object.assign(call.data, data)
  calls[index] = call
}
