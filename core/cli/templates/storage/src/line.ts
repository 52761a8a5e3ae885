import { connect, type Socket } from 'node:net'

/** One JSON value a line, both ways. */
export interface Line {
  send(message: object): void
  close(): void
}

/** What may happen on a line. */
export interface LineEvents {
  hear(message: Readonly<Record<string, unknown>>): void
  /** Once; after a connection that failed, too. */
  closed(): void
}

const CONNECT_WITHIN_MS = 2_000

/** Opens a line to the server. Rejects when nobody answers in time. */
export function openLine(url: string, { hear, closed }: LineEvents): Promise<Line> {
  const { hostname: host, port } = new URL(url)
  const { promise, resolve, reject } = Promise.withResolvers<Line>()
  const socket: Socket = connect({ host, port: Number(port) })
  const timer = setTimeout(() => socket.destroy(new Error('nobody answers')), CONNECT_WITHIN_MS)
  let waiting = ''
  socket.setEncoding('utf8')
  socket.on('connect', () => {
    clearTimeout(timer)
    resolve({ send: message => void socket.write(`${JSON.stringify(message)}\n`), close: () => void socket.destroy() })
  })
  socket.on('data', (text: string) => {
    waiting += text
    const lines = waiting.split('\n')
    waiting = lines.pop() ?? ''
    for (const line of lines) hear(JSON.parse(line))
  })
  socket.on('error', reject)
  socket.on('close', () => {
    clearTimeout(timer)
    reject(new Error('the connection was closed'))
    closed()
  })
  return promise
}
