import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type AnswerStyle, chunksOf, type GeminiFakeAnswer } from './answer.ts'
import { historyMistake } from './history-check.ts'
import { type Refusal, refusalOf, send, sendStream } from './reply.ts'
import { type WireContent, type WireFunction, type WirePart, type WireRequest, wireError } from './wire.ts'

export type { GeminiFakeAnswer, GeminiFault } from './answer.ts'
export type { WireContent } from './wire.ts'

/** One request for an answer, as a script sees it. */
export interface GeminiFakeRequest {
  /** Counts from 0. */
  index: number
  model: string
  streamed: boolean
  system: string
  contents: readonly WireContent[]
  functions: readonly WireFunction[]
  generationConfig: Record<string, unknown>
  /** What the client wrote last. */
  clientText: string
  /** The results of the calls just before; empty at the beginning of a turn. */
  results: readonly { name: string; response: Record<string, unknown> }[]
  headers: IncomingMessage['headers']
}

export interface GeminiFakeOptions {
  /** Says what the model answers; `{ text: 'OK' }` when left out. */
  answer?: (request: GeminiFakeRequest) => GeminiFakeAnswer | Promise<GeminiFakeAnswer>
  /** The key that it takes; `gemini-test-key` when left out. */
  apiKey?: string
  models?: readonly string[]
  /** Signs calls and texts, and refuses histories whose signatures don't come back. True when left out. */
  signatures?: boolean
  /** Gives its calls ids. True when left out. */
  callIds?: boolean
  /** Keeps the requests for tests to look at; off in load runs. True when left out. */
  record?: boolean
  port?: number
}

export interface GeminiFake {
  url: string
  apiKey: string
  /** Those that got an answer from the script. */
  requests: readonly GeminiFakeRequest[]
  /** What it had to refuse: histories that the API would not take. */
  refused: readonly string[]
  /** How many clients are connected now. */
  connections(): number
  answerWith(answer: NonNullable<GeminiFakeOptions['answer']>): void
  close(): Promise<void>
}

const PATH = /^\/(v1|v1beta)\/models\/([\w.-]+)(?::(generateContent|streamGenerateContent))?(?:\?(.*))?$/

/** Starts an HTTP server that speaks the Gemini API, on a free port of 127.0.0.1. */
export async function startGeminiFake(options: GeminiFakeOptions = {}): Promise<GeminiFake> {
  const { apiKey = 'gemini-test-key', models = ['gemini-3.8-flash'], record = true } = options
  const { signatures = true, callIds = true } = options
  let answer = options.answer ?? (() => ({ text: 'OK' }))
  let count = 0
  const requests: GeminiFakeRequest[] = []
  const refused: string[] = []
  const sockets = new Set<Socket>()

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const [, version, model = '', method, query] = PATH.exec(incoming.url ?? '') ?? []
    const denied = refusalOf({ key: incoming.headers['x-goog-api-key'], apiKey, model, models, version })
    if (denied) return refuse(incoming, response, denied)
    if (incoming.method === 'GET' && !method) {
      return send(response, 200, { name: `models/${model}`, inputTokenLimit: 1_048_576, outputTokenLimit: 65_536 })
    }
    const body: WireRequest = JSON.parse(await read(incoming))
    const mistake = historyMistake(body, { signatures, isOurs: part => part.thoughtSignature === sign(part) })
    if (mistake !== undefined) {
      refused.push(mistake)
      return send(response, 400, wireError(400, 'INVALID_ARGUMENT', mistake))
    }
    const streamed = method === 'streamGenerateContent'
    const request = readRequest(body, { index: count, model, streamed, headers: incoming.headers })
    count += 1
    if (record) requests.push(request)
    const style: AnswerStyle = { sign, signatures, callIds, model, responseId: `r${request.index}` }
    const given = await answer(request)
    const chunks = chunksOf(given, Math.ceil(JSON.stringify(body).length / 4), style)
    await sendStream(response, { answer: given, chunks, sse: streamed && query === 'alt=sse', apiKey })
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(error => {
      if (response.headersSent) response.destroy()
      else send(response, 500, wireError(500, 'INTERNAL', `the fake's script failed: ${error}`))
    })
  })
  server.keepAliveTimeout = 60_000
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    apiKey,
    requests,
    refused,
    connections: () => sockets.size,
    answerWith(next) {
      answer = next
    },
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function refuse(incoming: IncomingMessage, response: ServerResponse, refusal: Refusal) {
  incoming.resume()
  send(response, refusal.error.code, refusal)
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** What the part says must be what was signed, to the letter. */
function sign({ text, functionCall }: WirePart): string {
  return createHash('sha256')
    .update(JSON.stringify([text, functionCall?.id, functionCall?.name, functionCall?.args]))
    .digest('base64')
}

function readRequest(
  body: WireRequest,
  about: Pick<GeminiFakeRequest, 'index' | 'model' | 'streamed' | 'headers'>,
): GeminiFakeRequest {
  const contents = body.contents ?? []
  const lastUser = contents.findLast(content => content.role === 'user' && content.parts?.some(part => part.text))
  const results = (contents.at(-1)?.parts ?? []).flatMap(part => part.functionResponse ?? [])
  return {
    ...about,
    system: textOf(body.systemInstruction),
    contents,
    functions: (body.tools ?? []).flatMap(tool => tool.functionDeclarations ?? []),
    generationConfig: body.generationConfig ?? {},
    clientText: textOf(lastUser),
    results,
  }
}

const textOf = (content: WireContent | undefined) => (content?.parts ?? []).map(part => part.text ?? '').join('')
