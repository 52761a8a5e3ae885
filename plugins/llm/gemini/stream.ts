import type { GenerateContentResponse } from '@google/genai/web'

/** What an event of the stream carries. */
export type Chunk = Pick<GenerateContentResponse, 'candidates' | 'promptFeedback' | 'usageMetadata'>

const EVENT_END = /\r\n\r\n|\n\n|\r\r/

/**
 * Reads the events of `streamGenerateContent?alt=sse` as they come. The SDK has a reader of its own, which parses every
 * event three times and makes an HTTP response of each: that costs more than the whole rest of a turn.
 * @throws an error with the `status` of an error that comes within the stream.
 */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let waiting = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    waiting += decoder.decode(value, { stream: true })
    const events = waiting.split(EVENT_END)
    waiting = events.pop() ?? ''
    for (const event of events) {
      const chunk = parseEvent(event)
      if (chunk) yield chunk
    }
  }
}

function parseEvent(event: string): Chunk | undefined {
  const data = event
    .split(/\r\n|\n|\r/)
    .flatMap(line => (line.startsWith('data:') ? line.slice('data:'.length) : []))
    .join('\n')
  if (data.trim() === '') return undefined
  const chunk: Chunk & { error?: { code?: number } } = JSON.parse(data)
  if (chunk.error) throw Object.assign(new Error(data), { status: chunk.error.code ?? 500 })
  return chunk
}
