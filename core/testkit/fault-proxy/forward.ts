import { type Agent, type IncomingMessage, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Answer } from './faults.ts'

/** Sends the same request to the provider. It keeps its `Host`: links that a provider builds from it lead back to the proxy. */
export function forward({
  origin,
  agent,
  request,
  body,
}: {
  origin: string
  agent: Agent
  request: IncomingMessage
  body: Buffer
}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const headers = { ...request.headers, 'content-length': String(body.length) }
  Reflect.deleteProperty(headers, 'transfer-encoding')
  Reflect.deleteProperty(headers, 'connection')
  const outgoing = send(new URL(request.url ?? '/', origin), { agent, headers, method: request.method ?? 'GET' })
  outgoing.on('error', reject)
  outgoing.on('response', response => {
    buffer(response).then(whole => {
      const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...kept } = response.headers
      resolve({ status: response.statusCode ?? 502, headers: kept, body: whole })
    }, reject)
  })
  outgoing.end(body)
  return promise
}
