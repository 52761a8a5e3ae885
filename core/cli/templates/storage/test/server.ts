import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** The only password that the server takes. */
export const PASSWORD = 'a-made-up-password-of-acme'

interface Kept {
  value: unknown
  expiresAt: number
}

/** An empty server of Acme's on a free port of this machine. */
export async function startServer() {
  const spaces = new Map<string, Map<string, Kept>>()
  const sockets = new Map<Socket, Set<string>>()

  const spaceOf = (name: unknown) => {
    const space = spaces.get(String(name)) ?? new Map<string, Kept>()
    spaces.set(String(name), space)
    return space
  }
  const find = (name: unknown, key: unknown) => {
    const kept = spaceOf(name).get(String(key))
    return kept && kept.expiresAt > Date.now() ? kept : undefined
  }
  const expiry = (ttlMs: unknown) => (typeof ttlMs === 'number' ? Date.now() + ttlMs : Number.POSITIVE_INFINITY)

  const commands: Readonly<Record<string, (socket: Socket, ...args: readonly unknown[]) => unknown>> = {
    get: (_, space, key) => find(space, key)?.value ?? null,
    set: (_, space, key, value, ttlMs) => void spaceOf(space).set(String(key), { value, expiresAt: expiry(ttlMs) }),
    delete: (_, space, key) => find(space, key) !== undefined && spaceOf(space).delete(String(key)),
    clear: (_, space) => spaceOf(space).clear(),
    increment(_, space, key, ttlMs) {
      const kept = find(space, key) ?? { value: 0, expiresAt: expiry(ttlMs) }
      kept.value = Number(kept.value) + 1
      spaceOf(space).set(String(key), kept)
      return kept.value
    },
    listen: (socket, topic) => void sockets.get(socket)?.add(String(topic)),
    notify(_, topic, message) {
      for (const [socket, topics] of sockets)
        if (topics.has(String(topic))) socket.write(`${JSON.stringify({ topic, message })}\n`)
    },
  }

  const server = createServer(socket => {
    let isKnown = false
    sockets.set(socket, new Set())
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    createInterface(socket).on('line', line => {
      const { id, command, args }: { id: number; command: string; args: readonly unknown[] } = JSON.parse(line)
      if (command === 'password') isKnown = args[0] === PASSWORD
      const answer = isKnown
        ? { id, result: commands[command]?.(socket, ...args) ?? null }
        : { id, refused: 'password' }
      socket.write(`${JSON.stringify(answer)}\n`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port')
  return {
    url: `tcp://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets.keys()) socket.destroy()
      await closed
    },
  }
}
