import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Answer, answerInstead, type Fault, reachesProvider } from './faults.ts'
import { forward } from './forward.ts'
import { closeServer, listen } from './listen.ts'

export { type Fault, RETRY_AFTER_SECONDS } from './faults.ts'

/** One request as it came. */
export interface SeenRequest {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** A small HTTP proxy in front of a provider, which does to requests what networks do. The plugin knows nothing of it. */
export interface FaultProxy {
  /** What the plugin takes for the provider. */
  readonly url: string
  /** Everything that the plugin sent. */
  readonly requests: readonly SeenRequest[]
  /** What arrived at the other host of `redirect`. */
  readonly strayed: readonly SeenRequest[]
  /** Every request from now on meets the fault; with `at` only the one of this number, counted from 1. */
  arm(fault: Fault, at?: number): Promise<void>
  /** Everything goes through again; what is held stays without an answer. */
  disarm(): Promise<void>
  /** Resolves when the fault has struck: the request has been lost, or the provider has done its part. */
  struck(): Promise<void>
  /** Lets the answers go that `late-answer` keeps. */
  release(): void
  close(): Promise<void>
}

interface Armed {
  fault: Fault
  at: number | undefined
  seen: number
}

/** Starts a proxy in front of `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { origin, pathname } = new URL(target)
  const agent = new Agent({ keepAlive: true })
  const requests: SeenRequest[] = []
  const strayed: SeenRequest[] = []
  let armed: Armed | undefined
  let strike = Promise.withResolvers<void>()
  let release = Promise.withResolvers<void>()

  const faultOf = () => {
    if (!armed) return undefined
    armed.seen += 1
    return armed.at === undefined || armed.at === armed.seen ? armed.fault : undefined
  }

  const server = createServer((request, response) => {
    const serve = async () => {
      const body = await buffer(request)
      const seen = describe(request, body)
      requests.push(seen)
      const fault = faultOf()
      const real = !fault || reachesProvider(fault) ? await forward({ origin, agent, request, body }) : undefined
      if (!fault) return real && give(response, real)
      strike.resolve()
      if (fault === 'late-answer') await release.promise
      if (fault === 'late-answer' && real) return give(response, real)
      if (fault === 'half-body') return giveHalf(response, real)
      const instead = answerInstead(fault, `${elsewhere}${seen.path}`)
      if (instead) give(response, instead)
    }
    serve().catch(() => response.destroy())
  })
  const other = createServer((request, response) => {
    buffer(request)
      .then(body => strayed.push(describe(request, body)))
      .then(() => give(response, { status: 200, headers: { 'content-type': 'application/json' }, body: EMPTY_OBJECT }))
      .catch(() => response.destroy())
  })
  const port = await listen(server, 0)
  // Another name, not only another port: some compare no more than the host's name.
  const elsewhere = `http://localhost:${await listen(other, 0)}`

  const disarm = async () => {
    const was = armed?.fault
    armed = undefined
    release.resolve()
    if (was === 'unreachable') await listen(server, port)
  }
  return {
    url: `http://127.0.0.1:${port}${pathname === '/' ? '' : pathname}`,
    requests,
    strayed,
    async arm(fault, at) {
      await disarm()
      strike = Promise.withResolvers()
      release = Promise.withResolvers()
      armed = { fault, at, seen: 0 }
      if (fault === 'unreachable') await closeServer(server)
    },
    disarm,
    struck: () => strike.promise,
    release: () => release.resolve(),
    async close() {
      release.resolve()
      agent.destroy()
      await Promise.all([closeServer(server), closeServer(other)])
    },
  }
}

/** A kept connection that breaks between two requests would make `unreachable` a matter of luck. */
const CLOSING = { connection: 'close' }

const EMPTY_OBJECT = Buffer.from('{}')

const describe = ({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): SeenRequest => ({
  method,
  path: url,
  headers,
  body: body.toString(),
})

function give(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, ...CLOSING, 'content-length': String(body.length) }).end(body)
}

/** As many bytes as were promised never come. */
function giveHalf(response: ServerResponse, real: Answer | undefined): void {
  const body = real && real.body.length > 1 ? real.body : Buffer.from('{"data":')
  response.writeHead(real?.status === 204 ? 200 : (real?.status ?? 200), {
    'content-type': 'application/json',
    'content-length': String(body.length + 1),
    ...CLOSING,
  })
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy())
}
