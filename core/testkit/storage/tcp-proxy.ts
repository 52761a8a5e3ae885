import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** How a backend can be away. */
export type Outage =
  /** Its process died: connections break, new ones are refused. */
  | 'cut'
  /** Its machine is gone: bytes go out and nothing comes back. */
  | 'silent'

/** A TCP proxy between a storage and its backend, which takes the backend away and gives it back. */
export interface TcpProxy {
  readonly port: number
  /** From now on the backend is away. */
  begin(outage: Outage): void
  /** From now on new connections reach the backend; those of the outage are broken. */
  end(): void
  close(): Promise<void>
}

/** Starts one in front of a backend. */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let outage: Outage | undefined

  const breakAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  const server = createServer(client => {
    if (outage === 'cut') return void client.destroy()
    const backend = connect(target)
    const pair = [client, backend] as const
    pairs.add(pair)
    const pass = (from: Socket, to: Socket) => {
      from.on('data', bytes => {
        if (outage === undefined) to.write(bytes)
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
    }
    pass(client, backend)
    pass(backend, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port')

  return {
    port: address.port,
    begin(next) {
      outage = next
      if (next === 'cut') breakAll()
    },
    end() {
      outage = undefined
      breakAll()
    },
    async close() {
      const closed = new Promise(resolve => server.close(resolve))
      breakAll()
      await closed
    },
  }
}
