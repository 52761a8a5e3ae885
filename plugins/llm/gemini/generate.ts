import type { GoogleGenAI } from '@google/genai/web'
import type { Call, LlmEvent, LlmRequest, PluginContext, Usage } from '../../../core/contract/index.ts'
import { addUsage, createAnswerReader } from './answer.ts'
import { failureOf, isSignatureRefused, isTransient } from './failure.ts'
import type { Settings } from './options.ts'
import { parametersOf, type Sdk } from './parameters.ts'
import { chunksOf } from './stream.ts'

/** The SDK and its client for one instance. */
export interface Client {
  sdk: Sdk
  ai: GoogleGenAI
}

/** What an answer is made with. */
export interface Generator {
  client(): Promise<Client>
  settings: Settings
  context: Pick<PluginContext, 'http' | 'clock' | 'error' | 'log'>
}

/** How often one answer is asked for while nothing of it has been handed on. */
const ATTEMPTS = 2
const PAUSE_MS = 400

/** One answer. Ends its request also when the reader leaves in the middle. */
export async function* generate(generator: Generator, request: LlmRequest, call: Call): AsyncGenerator<LlmEvent> {
  const { settings, context } = generator
  const ending = new AbortController()
  const end = () => ending.abort(call.signal.reason)
  call.signal.addEventListener('abort', end)
  if (call.signal.aborted) end()
  let finished = false
  try {
    yield* attempts(generator, request, { signal: ending.signal, deadline: call.deadline })
    finished = true
  } catch (error) {
    throw failureOf(error, settings, context.error)
  } finally {
    call.signal.removeEventListener('abort', end)
    if (!finished) ending.abort(new Error('nobody reads the answer any more'))
  }
}

async function* attempts(generator: Generator, request: LlmRequest, call: Call): AsyncGenerator<LlmEvent> {
  const { context } = generator
  let used: Usage | undefined
  let signatures = true
  for (let attempt = 1; ; attempt += 1) {
    const reader = createAnswerReader({ callsBefore: countCalls(request) })
    const again = (why: string) => {
      const may = attempt < ATTEMPTS && !reader.begun && !call.signal.aborted
      if (may) context.log.debug({ why }, 'answer asked for again')
      return may
    }
    try {
      const body = await askFor(generator, request, { call, signatures })
      for await (const chunk of chunksOf(body)) yield* reader.read(chunk)
    } catch (error) {
      if (isSignatureRefused(error) && again('signature')) {
        signatures = false
        continue
      }
      if (!isTransient(error) || !again('failure')) throw error
      await context.clock.sleep(PAUSE_MS, call.signal)
      continue
    }
    used = addUsage(used, reader.usage)
    const { reason } = reader
    if ((reason === undefined || reason === 'empty') && again(reason ?? 'broken off')) continue
    if (reason === undefined) throw context.error('unavailable', 'the answer broke off')
    yield { type: 'end', reason, ...(used && { usage: used }) }
    return
  }
}

/** Sends the request through the SDK, which throws for every status but 200, and takes the body as it came. */
async function askFor(
  { client, settings, context }: Generator,
  request: LlmRequest,
  { call, signatures }: { call: Call; signatures: boolean },
): Promise<ReadableStream<Uint8Array>> {
  const { sdk, ai } = await client()
  const received: { body: Response['body'] } = { body: null }
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const target = url instanceof Request ? url.url : url
    const response = await context.http(target, init, { call, timeoutMs: settings.timeoutMs })
    received.body = response.body
    return response
  }
  await ai.models.generateContentStream(parametersOf(request, { sdk, settings, fetch, signatures }))
  if (!received.body) throw context.error('unavailable', 'the answer has no body')
  return received.body
}

const countCalls = ({ messages }: LlmRequest) =>
  messages.reduce((sum, { parts }) => sum + parts.filter(part => part.type === 'call').length, 0)
