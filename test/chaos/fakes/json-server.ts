import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** One request of a program. */
export interface Request {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: unknown
}

/** How a request is answered; `silence` until the caller leaves, `reset` cuts the line. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> } | 'silence' | 'reset'

/** A server of JSON on a free port. */
export interface JsonServer {
  url: string
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text === '' ? undefined : JSON.parse(text)
}

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return
  if (answer === 'reset') return void response.destroy()
  const { status, body, headers } = answer
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Starts one; `answer` must not throw. */
export async function startJsonServer(answer: (request: Request) => Promise<Answer>): Promise<JsonServer> {
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake')
    // A caller that is killed in the middle of its request has asked nothing.
    const body = await bodyOf(request).catch(() => 'broken')
    if (body === 'broken') return
    const { method = 'GET', headers } = request
    reply(response, await answer({ method, path: pathname, query: searchParams, headers, body }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
