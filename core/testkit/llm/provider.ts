import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { closeServer, listen } from '../fault-proxy/listen.ts'
import type { LlmScenario, LlmSubject, WireAnswer, WireRequest } from './subject.ts'

/** How the line behaves while an answer comes. */
export type LineFault =
  /** Everything but the last piece, and then nothing more. */
  | 'stalls'
  /** Everything but the last piece, and the connection breaks. */
  | 'breaks'
  /** Everything but the last piece, and the body ends as if that were all. */
  | 'ends-early'
  /** The connection is closed before a byte has come. */
  | 'hangs-up'

/** What comes of one request. */
export interface Play {
  scenario: LlmScenario
  fault?: LineFault
}

/** The provider of a brain, in the author's words. */
export interface LlmProvider {
  readonly url: string
  readonly requests: readonly WireRequest[]
  /** Everything that was sent, of all answers. */
  readonly sent: string
  /** What the author's `wire` threw. */
  readonly mistakes: readonly unknown[]
  /** Says from now on what comes of a request. */
  script(next: (request: WireRequest) => Play): void
  /** Resolves when a `stalls` has fallen silent. */
  stalled(): Promise<void>
  /** Resolves when the caller of a `stalls` has closed its connection. */
  left(): Promise<void>
  close(): Promise<void>
}

/** Serves the author's `wire` on a free port of this machine. */
export async function startProvider(
  wire: NonNullable<LlmSubject['wire']>,
  first: (request: WireRequest) => Play,
): Promise<LlmProvider> {
  const requests: WireRequest[] = []
  const mistakes: unknown[] = []
  const stalled = Promise.withResolvers<void>()
  const left = Promise.withResolvers<void>()
  let script = first
  let sent = ''

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = (await buffer(incoming)).toString()
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body }
    requests.push(request)
    const { scenario, fault } = script(request)
    if (fault === 'hangs-up') return void response.destroy()
    const answer = wire(scenario, request)
    const { whole, last } = piecesOf(answer)
    response.writeHead(answer.status ?? 200, { ...answer.headers })
    for (const piece of fault ? whole : [...whole, last]) {
      sent += Buffer.from(piece).toString()
      // Each piece in a packet of its own, as from a model that thinks.
      await new Promise(resolve => response.write(piece, () => setImmediate(resolve)))
    }
    if (fault === 'breaks') return void response.destroy()
    if (fault !== 'stalls') return void response.end()
    response.on('close', left.resolve)
    stalled.resolve()
  }

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch(error => {
      mistakes.push(error)
      response.destroy()
    })
  })
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    mistakes,
    get sent() {
      return sent
    },
    script(next) {
      script = next
    },
    stalled: () => stalled.promise,
    left: () => left.promise,
    close: () => closeServer(server),
  }
}

/** An answer in one piece breaks in the middle of that. */
function piecesOf({ chunks }: WireAnswer): { whole: readonly (string | Uint8Array)[]; last: string | Uint8Array } {
  const last = chunks.at(-1) ?? ''
  if (chunks.length > 1) return { whole: chunks.slice(0, -1), last }
  const bytes = Buffer.from(last)
  const half = Math.floor(bytes.length / 2)
  return { whole: [bytes.subarray(0, half)], last: bytes.subarray(half) }
}
