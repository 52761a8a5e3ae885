import { createServer } from 'node:net'

/** Ports of one rig call: each is given once, to one replica of one run. */
export interface Ports {
  next(): Promise<number>
}

/** Below those that systems give to whoever asks for any. */
const FIRST = 20_000
const COUNT = 12_000

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise(resolve => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/**
 * A port must stay its replica's while the process is dead: another program's server, or another lane's desk, that got it
 * in the meantime would answer for it.
 */
export function createPorts(): Ports {
  let given = Math.floor(Math.random() * COUNT)
  return {
    async next() {
      for (;;) {
        given += 1
        const port = FIRST + (given % COUNT)
        if (await isFree(port)) return port
      }
    },
  }
}
