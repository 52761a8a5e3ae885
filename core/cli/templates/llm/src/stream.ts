/** One piece of an answer, as far as it is used here. */
export interface Chunk {
  choices?: readonly {
    delta?: { content?: string | null; tool_calls?: readonly CallPiece[] }
    finish_reason?: string | null
  }[]
  usage?: {
    prompt_tokens: number
    completion_tokens: number
    prompt_tokens_details?: { cached_tokens?: number }
  } | null
}

/** A call comes in pieces, too: its arguments are text that has to be joined. */
export interface CallPiece {
  index: number
  id?: string
  function?: { name?: string; arguments?: string }
}

/** Reads server-sent events as they come. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Chunk> {
  const decoder = new TextDecoder()
  let waiting = ''
  for await (const bytes of body) {
    waiting += decoder.decode(bytes, { stream: true })
    const lines = waiting.split('\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) {
      const data = line.startsWith('data:') ? line.slice('data:'.length).trim() : ''
      if (data !== '' && data !== '[DONE]') yield JSON.parse(data)
    }
  }
}
